"""Commands that read and write the record: import, export, sign-in links, serve, demo."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from .output import err, existing, out, refuse, refuse_files
from .spreading import share

if TYPE_CHECKING:
    from saphan.record.meetings.actions import ImportPreview

HOST, PORT = "127.0.0.1", 8000
APPLICATION = "saphan.asgi:application"


def add_commands(app: typer.Typer) -> None:
    app.command("import")(import_files)
    app.command()(index)
    app.command()(export)
    app.command()(sign_in_link)
    app.command()(organiser)
    app.command()(serve)
    app.command()(demo)


def open_record() -> None:
    """Make the record ready for use: Django loaded, the database up to date."""
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saphan.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def import_files(
    path: Annotated[
        Path, typer.Argument(help="A forum's folder, .xlsx or .zip, or a news release (.txt).")
    ],
    preview: Annotated[
        bool, typer.Option("--preview", help="Show what would change and stop.")
    ] = False,
    sample: Annotated[bool, typer.Option("--sample", help="Mark a release as invented.")] = False,
) -> None:
    """Import a forum or a release: everything is checked first, then all of it is written."""
    existing(path)
    if path.suffix.lower() == ".txt":
        import_release_file(path, preview=preview, sample=sample)
    else:
        import_forum_files(path, preview=preview)


def import_forum_files(path: Path, *, preview: bool = False) -> None:
    from saphan.engine.sheets.forum_sheets import UnusableFiles
    from saphan.engine.sheets.reader import read_forum_sheets

    try:
        sheets = read_forum_sheets(path)
    except UnusableFiles as error:
        refuse_files(path, error.problems)
    open_record()
    from saphan.engine.language.vectors.hub import UnusableModel
    from saphan.record.errors import ImportRefused, Refused
    from saphan.record.meetings.actions import import_forum, preview_import

    try:
        if preview:
            plan = preview_import(sheets)
            _show_import(plan)
            if plan.problems:
                refuse_files(path, plan.problems)
            out.print("Preview only: nothing was written.")
            return
        _forum, plan = import_forum(sheets)
    except ImportRefused as error:
        refuse_files(path, error.problems)
    except Refused as error:
        refuse(f"{error.message} Nothing was written.")
    except UnusableModel as error:
        refuse(f"{error}. Nothing was written.")
    _show_import(plan)
    if not plan.is_new and not plan.changes_anything:
        out.print("All of it is recorded already: nothing was written.")


def _show_import(plan: ImportPreview) -> None:
    table = Table("sheet", "new", "changed", "unchanged", "kept", title=f"Forum {plan.forum}")
    for changes in plan.sheets:
        table.add_row(
            changes.sheet,
            *(str(n) for n in (changes.new, changes.changed, changes.unchanged, changes.kept)),
        )
    out.print(table)


def import_release_file(path: Path, *, preview: bool = False, sample: bool = False) -> None:
    from saphan.engine.extraction import UnusableRelease, extract, read_release

    try:
        read = read_release(path)
    except UnusableRelease as error:
        refuse(f"{path}: {error}")
    facts = extract(read)
    for problem in facts.problems:
        err.print(f"{path}: {problem}", markup=False, highlight=False)
    out.print(f"{facts.published:%Y-%m-%d}  {facts.title}", markup=False, highlight=False)
    out.print("Parties: " + ", ".join(facts.countries), markup=False)
    if preview:
        out.print("Preview only: nothing was written.")
        return
    open_record()
    from saphan.record.register.actions import save_release

    release, created = save_release(None, read, sample=sample)
    pair = "-".join(release.countries[:2])
    state = "Recorded" if created else "Recorded already; nothing was written"
    out.print(f"{state}: /register/{pair}/" if pair else state, markup=False)


def index(
    again: Annotated[
        bool, typer.Option("--all", help="Make all of it again, not only what is missing.")
    ] = False,
) -> None:
    """Fill what search finds by: what is missing, or was made by another model.

    It can be stopped at any time, and goes on from there the next time.
    """
    open_record()
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    from saphan.engine.language.vectors.hub import UnusableModel
    from saphan.record.directory.actions import count_words, index_missing, index_waiting
    from saphan.record.directory.models import Organisation
    from saphan.record.register.actions import (
        count_release_words,
        index_releases,
        unindexed_releases,
    )
    from saphan.record.register.models import Release

    waiting = Organisation.objects.count() if again else index_waiting().count()
    every = Release.objects.filter(twin_of=None)
    releases = every.count() if again else unindexed_releases().count()
    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    try:
        with Progress(*columns, console=err, disable=not err.is_terminal) as progress:
            bar = progress.add_task("organisations", total=waiting)
            for done in index_missing(again=again):
                progress.advance(bar, done)
            if waiting:
                count_words()
            bar = progress.add_task("releases", total=releases)
            for done in index_releases(again=again):
                progress.advance(bar, done)
            if releases:
                count_release_words()
    except UnusableModel as error:
        refuse(str(error))
    out.print(f"Indexed: {waiting} organisation(s), {releases} release(s).", highlight=False)


def export(
    forum: Annotated[str, typer.Argument(help="The forum's id.")],
    path: Annotated[Path, typer.Argument(help="A folder to be made, or a .xlsx file.")],
) -> None:
    """Write a forum as the files it could have been imported from."""
    open_record()
    from saphan.engine.sheets.writer import write_folder, write_workbook
    from saphan.record.forum.models import Forum
    from saphan.record.forum.queries import get_forum
    from saphan.record.meetings.queries import forum_sheets

    try:
        sheets = forum_sheets(get_forum(forum))
    except Forum.DoesNotExist:
        refuse(f"There is no forum {forum!r}.")
    if path.suffix.lower() == ".xlsx":
        write_workbook(sheets, path)
    else:
        write_folder(sheets, path)
    out.print(f"Wrote {path}")


def link_for(email: str, base: str) -> str:
    """A sign-in link that works once.

    Raises:
        User.DoesNotExist: Nobody has this address.
    """
    from django.urls import reverse
    from sesame.utils import get_query_string

    from saphan.record.directory.models import User

    user = User.objects.get(email=email.strip().lower(), is_active=True)
    return f"{base}{reverse('sign_in_link')}{get_query_string(user)}"


def require_address(email: str) -> None:
    """End the program unless this is an e-mail address."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(email)
    except ValidationError:
        refuse(f"{email!r} is no e-mail address.")


def sign_in_link(
    email: str,
    organiser_of: Annotated[
        str, typer.Option(help="Also let this person organise the forum of this id.")
    ] = "",
    base: Annotated[str, typer.Option(help="Address of the site.")] = f"http://{HOST}:{PORT}",
) -> None:
    """Print a link that signs a person in, once."""
    open_record()
    from saphan.record.directory.models import User
    from saphan.record.errors import Refused
    from saphan.record.forum.actions import make_organiser
    from saphan.record.forum.models import Forum
    from saphan.record.forum.queries import get_forum

    try:
        if organiser_of:
            make_organiser(None, get_forum(organiser_of), email)
        out.print(link_for(email, base), soft_wrap=True, markup=False, highlight=False)
    except Forum.DoesNotExist:
        refuse(f"There is no forum {organiser_of!r}.")
    except User.DoesNotExist:
        refuse(f"Nobody has the address {email!r}.")
    except Refused as error:
        refuse(str(error.message))


def organiser(
    email: str,
    no_longer: Annotated[
        bool, typer.Option("--no-longer", help="Take the permission back.")
    ] = False,
    base: Annotated[str, typer.Option(help="Address of the site.")] = f"http://{HOST}:{PORT}",
) -> None:
    """Let a person create forums on the site, and print a link that signs them in."""
    require_address(email)
    open_record()
    from saphan.record.directory.actions import let_create_forums

    let_create_forums(None, email, allowed=not no_longer)
    if no_longer:
        out.print(f"{email} may no longer create forums.", markup=False, highlight=False)
    else:
        out.print(link_for(email, base), soft_wrap=True, markup=False, highlight=False)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = HOST,
    port: Annotated[int, typer.Option(help="Port to listen on; 0 for any free one.")] = PORT,
    worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Run background jobs in this process.")
    ] = True,
    processes: Annotated[int, typer.Option(min=1, help="Processes that answer readers.")] = 1,
) -> None:
    """Serve the site until Ctrl-C."""
    stand_at(port)
    open_record()
    serve_site(host, port, worker=worker, processes=processes)


def stand_at(port: int) -> None:
    """Let letters name the port that the site is served at, unless its address is given."""
    if port:
        os.environ.setdefault("SAPHAN_SITE", f"http://{HOST}:{port}")


def serve_site(host: str, port: int, *, worker: bool = True, processes: int = 1) -> None:
    from contextlib import nullcontext

    import uvicorn
    from uvicorn.supervisors import Multiprocess

    from saphan.record.meetings.actions import fail_abandoned_matchings, fail_abandoned_runs
    from saphan.web.static_files import collect
    from saphan.work.jobs import order_index
    from saphan.work.worker import running

    collect()
    fail_abandoned_runs()
    fail_abandoned_matchings()
    order_index()
    with running() if worker else nullcontext():
        options: dict[str, Any] = {"log_level": "warning", "lifespan": "off"}
        if processes == 1 or not hasattr(socket, "SO_REUSEPORT"):
            uvicorn.run(APPLICATION, host=host, port=port, workers=processes, **options)
            return
        config = uvicorn.Config(APPLICATION, workers=processes, **options)
        try:
            address = share(host, port)
        except OSError as error:
            refuse(f"{host}:{port}: {error.strerror}. Choose another port with --port.")
        with address:
            Multiprocess(config, sockets=[address]).run()


def demo(
    serve_after: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Serve the site afterwards.")
    ] = True,
    time_limit: Annotated[float, typer.Option(min=1, help="Seconds for the timetable.")] = 6.0,
    host: str = HOST,
    port: int = PORT,
) -> None:
    """Run the main job on the sample forum, in a database of its own made anew."""
    from .demo import run_demo

    run_demo(host=host, port=port, time_limit=time_limit, serve=serve_after)

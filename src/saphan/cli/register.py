"""Commands of the register: releases in, and who may correct what was found in them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .output import SHOWN_PROBLEMS, UNUSABLE_INPUT, err, existing, out, refuse
from .record import HOST, PORT, link_for, open_record, require_address

if TYPE_CHECKING:
    from saphan.record.register.models import Intake

PAUSE = 2.0
"""Seconds between two looks at a watched folder; a file is read once it kept its size that long."""


def add_commands(app: typer.Typer) -> None:
    app.command()(ingest)
    app.command()(desk_officer)


def ingest(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH...",
            help="Releases (text, HTML, DOCX; Thai, Russian, English), folders or .zip of them.",
        ),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on with what is put into the folders, until Ctrl-C.")
    ] = False,
    again: Annotated[
        bool,
        typer.Option(
            "--again", help="Read what is recorded again; what people confirmed or corrected stays."
        ),
    ] = False,
    published: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="The day of releases of which no line says when it was."
        ),
    ] = None,
    sample: Annotated[
        bool, typer.Option("--sample", help="Mark the releases as invented.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; by default one for each core.")
    ] = None,
) -> None:
    """Read government news into the register: who met whom, about what, who promised what.

    It can be ended at any time and goes on from there; what is recorded is not read twice, copies
    of a release are joined, files that cannot be used are listed at the end and skipped.
    """
    if bool(paths) == again:
        refuse("Name files or folders, or say --again.")
    paths = [existing(path) for path in paths or ()]
    if watch and not all(path.is_dir() for path in paths):
        refuse("--watch needs folders.")
    open_record()
    if again:
        _again(workers)
        return
    from saphan.record.register.actions import take_in
    from saphan.record.register.reading import Item, count_in, items_in

    day = published.date() if published else None

    def take(items: Iterator[Item], count: int) -> Intake:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

        columns = ("releases", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=err, disable=not err.is_terminal, transient=True) as bar:
            task = bar.add_task("", total=count)
            return take_in(
                None,
                items,
                sample=sample,
                workers=workers,
                published=day,
                progress=lambda done: bar.advance(task, done),
            )

    started = time.monotonic()
    try:
        intake = take(items_in(paths), count_in(paths))
        _tell(intake, time.monotonic() - started)
        if watch:
            from saphan.record.register.reading import arrivals

            for files in arrivals(paths, lambda: time.sleep(PAUSE)):
                _tell(take(items_in(files), len(files)))
    except KeyboardInterrupt:
        err.print("Ended. What was read is recorded; run it again to go on.")
        raise typer.Exit(0 if watch else 130) from None
    if intake.failed:
        raise typer.Exit(UNUSABLE_INPUT)


def _tell(intake: Intake, seconds: float = 0) -> None:
    for name, problem in intake.problems[:SHOWN_PROBLEMS]:
        err.print(f"{name}: {problem}", markup=False, highlight=False, soft_wrap=True)
    if len(intake.problems) > SHOWN_PROBLEMS:
        err.print(f"… and {len(intake.problems) - SHOWN_PROBLEMS} more.")
    speed = f", {intake.new / seconds:.0f} a second" if seconds and intake.new > 1 else ""
    out.print(
        f"{intake.new} new ({intake.twins} of them copies of another), {intake.known} recorded "
        f"before, {intake.failed} skipped{speed}",
        highlight=False,
    )


def _again(workers: int | None) -> None:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    from saphan.record.register.actions import read_again
    from saphan.record.register.models import Release

    columns = ("releases", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, disable=not err.is_terminal, transient=True) as bar:
        task = bar.add_task("", total=Release.objects.count())
        total = read_again(None, workers=workers, progress=lambda done: bar.advance(task, done))
    out.print(
        f"{total.releases} read again: {total.added} facts added, {total.changed} changed, "
        f"{total.gone} gone, {total.kept} judged by people and kept",
        highlight=False,
    )


def desk_officer(
    email: str,
    no_longer: Annotated[
        bool, typer.Option("--no-longer", help="Take the permission back.")
    ] = False,
    base: Annotated[str, typer.Option(help="Address of the site.")] = f"http://{HOST}:{PORT}",
) -> None:
    """Let a person correct what is found in releases, and print a link that signs them in."""
    require_address(email)
    open_record()
    from saphan.record.register.actions import let_correct

    let_correct(None, email, allowed=not no_longer)
    if no_longer:
        out.print(f"{email} is no desk officer of the register any more.", highlight=False)
    else:
        out.print(link_for(email, base), soft_wrap=True, markup=False, highlight=False)

"""The main job from files to a published timetable, on the sample forum."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rich.table import Table

from .demo_facts import LEAD, make_sample_desk
from .output import out, refuse
from .record import import_release_file, link_for, open_record, serve_site, stand_at

if TYPE_CHECKING:
    from saphan.record.forum.models import Forum
    from saphan.record.meetings.models import SchedulingRun, Timetable

ORGANISER = "organiser@forum.example"
DELEGATES = ("TH-001-A", "RU-001-A")
Done = TypeVar("Done")


def examples() -> Path:
    """The folder of examples: beside the source in a checkout, inside the package in a wheel."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "examples", package.parents[1] / "examples"):
        if (folder / "forum" / "forum.toml").exists():
            return folder
    refuse("The sample forum is missing from this installation.")


def run_demo(*, host: str, port: int, time_limit: float, serve: bool) -> None:
    """Make everything afresh, show the figures, and serve the site.

    The demo has a database of its own, so that it never touches what somebody keeps.
    """
    started = time.monotonic()
    os.environ["SAPHAN_DATABASE_SUFFIX"] = "_demo"
    stand_at(port)
    step("Fresh database", _fresh_database)
    folder = examples()
    forum = step("Import the sample forum", lambda: _import(folder / "forum"))
    matches = step("Match offers and needs", lambda: _match(forum))
    run = step("Make the timetable", lambda: _make_timetable(forum, time_limit))
    draft = run.timetable
    if draft is None:
        for reason in run.reasons:
            out.print(reason["text"], markup=False)
        refuse(f"No timetable: {run.state}.")
    timetable = step("Publish it", lambda: _publish(draft))
    step("Read a news release", lambda: import_release_file(_release(folder), sample=True))
    step("Set up a fact-check desk", lambda: make_sample_desk(folder / "facts"))
    out.print(_summary(forum, matches, timetable, time.monotonic() - started))
    if serve:
        _print_links(forum, f"http://{host}:{port}")
        serve_site(host, port)


def step(title: str, work: Callable[[], Done]) -> Done:
    """Do a step of the demo and say how long it took."""
    started = time.monotonic()
    with out.status(f"{title} …"):
        result = work()
    out.print(f"{title}: {time.monotonic() - started:.1f} s", highlight=False)
    return result


def _fresh_database() -> None:
    from saphan.postgres.admin import drop_database

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saphan.settings")
    drop_database()
    open_record()


def _import(folder: Path) -> Forum:
    from saphan.engine.sheets.reader import read_forum_sheets
    from saphan.record.directory.actions import let_create_forums
    from saphan.record.forum.actions import make_organiser
    from saphan.record.meetings.actions import import_forum

    forum, _preview = import_forum(read_forum_sheets(folder))
    make_organiser(None, forum, ORGANISER)
    let_create_forums(None, ORGANISER, allowed=True)
    return forum


def _match(forum: Forum) -> int:
    from saphan.record.meetings.actions import refresh_matches

    return refresh_matches(None, forum)


def _make_timetable(forum: Forum, time_limit: float) -> SchedulingRun:
    from saphan.record.meetings.actions import execute_run, start_run

    return execute_run(start_run(None, forum, time_limit).pk)


def _publish(timetable: Timetable) -> Timetable:
    from saphan.record.meetings.actions import publish

    return publish(None, timetable)


def _release(folder: Path) -> Path:
    return folder / "release-sample.txt"


def _summary(forum: Forum, matches: int, timetable: Timetable, seconds: float) -> Table:
    from saphan.record.meetings.models import Request

    goals = {goal["name"]: goal for goal in timetable.goals}
    breaks = goals.get("breaks", {"value": "–", "bound": "–"})
    states = {state: forum.requests.filter(state=state).count() for state in Request.State.values}
    table = Table(title=forum.title, show_header=False)
    held = timetable.meetings.count()
    rows = (
        ("organisations", forum.delegates.values("organisation").distinct().count()),
        ("delegates", forum.delegates.count()),
        ("matches", matches),
        ("requests", ", ".join(f"{count} {state}" for state, count in states.items() if count)),
        ("meetings held", f"{held} of {states['accepted']} accepted"),
        ("breaks", f"{breaks['value']} (bound {breaks['bound']})"),
        (
            "timetable",
            f"{timetable.status}, {timetable.seconds:.1f} s, version {timetable.version}",
        ),
        ("all steps", f"{seconds:.1f} s"),
    )
    for name, value in rows:
        table.add_row(name, str(value))
    return table


def _print_links(forum: Forum, base: str) -> None:
    people = {
        delegate.code: delegate.person.email
        for delegate in forum.delegates.filter(code__in=DELEGATES).select_related("person")
    }
    out.print(f"\nThe site: {base}/   (Ctrl-C ends it)")
    out.print("Sign in with one of these links; each works once:")
    for who, email in (
        ("organiser", ORGANISER),
        *sorted(people.items(), reverse=True),
        ("fact-check", LEAD),
    ):
        out.print(f"  {who:10} {link_for(email, base)}", soft_wrap=True, highlight=False)

"""Commands that work on files alone: schedule, check, match, extract."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .output import INFEASIBLE, err, existing, out, refuse, refuse_files
from .progress import following, matching
from .words import Language, told

if TYPE_CHECKING:
    from saphan.engine.matching import MatchingProblem, Runner
    from saphan.engine.scheduling import Forum


def add_commands(app: typer.Typer) -> None:
    app.command()(schedule)
    app.command()(check)
    app.command("match")(match_organisations)
    app.command("extract")(extract_facts)


def _read_problem(path: Path) -> Forum:
    from saphan.engine.scheduling import read_input
    from saphan.engine.sheets.forum_sheets import UnusableFiles

    try:
        return read_input(existing(path))
    except UnusableFiles as error:
        refuse_files(path, error.problems)
    except (ValueError, OSError) as error:
        refuse(str(error))


def schedule(
    path: Annotated[Path, typer.Argument(metavar="INPUT", help="A .dzn file or a forum's files.")],
    out_path: Annotated[Path, typer.Option("--out", help="Where the result goes, as JSON.")],
    time_limit: Annotated[float, typer.Option(min=0.1, help="Seconds.")] = 60.0,
    workers: Annotated[int, typer.Option(min=1, help="Threads.")] = 2,
    seed: Annotated[int, typer.Option(help="One worker and one seed: one timetable.")] = 0,
    memory_limit: Annotated[
        int | None, typer.Option(min=1, help="Megabytes that the search may take, about.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
    language: Annotated[
        Language, typer.Option(help="In which an impossible timetable is explained.")
    ] = Language.ENGLISH,
) -> None:
    """Make the timetable of a forum, as good as can be proven in the time given."""
    problem = _read_problem(path)
    from saphan.engine.scheduling import solve
    from saphan.engine.scheduling.formats.result_json import write_result

    title = f"{len(problem.meetings)} meetings, {len(problem.slots)} slots"
    with following(title, quiet=quiet) as watch:
        result = solve(
            problem,
            time_limit=time_limit,
            workers=workers,
            seed=seed,
            progress=watch,
            memory_limit=memory_limit,
        )
    try:
        write_result(result, out_path)
    except OSError as error:
        refuse(f"cannot write {out_path}: {error.strerror}")
    out.print(f"{result.status} in {result.seconds:.1f} s: {len(result.meetings)} meetings")
    for goal in result.goals:
        out.print(f"  {goal.name}: {goal.value} (bound {goal.bound})")
    if result.status == "infeasible":
        for reason in result.reasons:
            for line in told(reason, language):
                out.print(f"  {line}", markup=False, highlight=False)
        raise typer.Exit(INFEASIBLE)
    if result.status == "unknown":
        out.print("  no timetable found in the time given, and none excluded")
        raise typer.Exit(1)


def check(
    path: Annotated[Path, typer.Argument(metavar="INPUT", help="A .dzn file or a forum's files.")],
    result_path: Annotated[Path, typer.Argument(metavar="RESULT.json")],
    before_path: Annotated[
        Path | None,
        typer.Option("--before", help="The timetable before it was replanned."),
    ] = None,
) -> None:
    """Judge a result by code of its own: each rule, each figure."""
    from saphan.engine.scheduling.formats.replan_json import read_steps
    from saphan.engine.scheduling.formats.result_json import read_result
    from saphan.engine.scheduling.replan.judge import judge

    problem = _read_problem(path)
    try:
        result = read_result(existing(result_path))
        steps = read_steps(result_path, problem)
        before = None if before_path is None else read_result(existing(before_path)).meetings
        report = judge(problem, result.meetings, steps, before)
    except (ValueError, OSError) as error:
        refuse(str(error))
    for name in sorted({name for step in steps for name in step.given_up}):
        out.print(f"given up on the day: {name}", markup=False, highlight=False)
    for rule in report.rules:
        out.print(f"{'ok    ' if not rule.broken else 'BROKEN'} {rule.name}", highlight=False)
        for line in rule.broken:
            out.print(f"       {line}", markup=False, highlight=False)
    for name, value in report.figures.items():
        out.print(f"{name}: {value}", markup=False, highlight=False)
    if not report.ok:
        raise typer.Exit(1)


def match_organisations(
    path: Annotated[
        Path, typer.Argument(metavar="ORGANISATIONS", help="A JSON Lines file or a forum's files.")
    ],
    out_path: Annotated[Path, typer.Option("--out", help="Where the matches go, as JSON Lines.")],
    top: Annotated[int, typer.Option(min=1, help="Most offers a need.")] = 10,
    cross_border: Annotated[
        bool, typer.Option("--cross-border/--any-border", help="Only pairs of two countries.")
    ] = True,
    kept_path: Annotated[
        Path | None,
        typer.Option("--keep", help="Folder that keeps what is done, to go on after a break."),
    ] = None,
    cluster: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Scheduler of a Dask cluster that does the work.")
    ] = "",
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
) -> None:
    """Match every need with the offers that would meet it, each with its reason."""
    from saphan.engine.language import TextCutWarning
    from saphan.engine.language.vectors import UnusableModel
    from saphan.engine.matching import MatchingProblem, match, read_profiles
    from saphan.engine.matching.formats.jsonl import write_matches
    from saphan.engine.sheets.forum_sheets import UnusableFiles
    from saphan.work.cluster import NoCluster

    try:
        problem = MatchingProblem(
            profiles=read_profiles(existing(path)), cross_border=cross_border, top=top
        )
        _tell_what_is_cut(problem)
        with ExitStack() as closing, matching(quiet=quiet) as progress:
            closing.enter_context(warnings.catch_warnings())
            warnings.simplefilter("ignore", TextCutWarning)
            runner = _runner(problem, kept_path, cluster, closing)
            result = match(problem, runner=runner, progress=progress)
    except UnusableFiles as error:
        refuse_files(path, error.problems)
    except (ValueError, OSError, NoCluster, UnusableModel) as error:
        refuse(str(error))
    try:
        write_matches(result, out_path)
    except OSError as error:
        refuse(f"cannot write {out_path}: {error.strerror}")
    out.print(f"{len(result.matches)} matches of {len(problem.profiles)} organisations")


def _tell_what_is_cut(problem: MatchingProblem) -> None:
    from saphan.engine.language import MAX_TEXT

    for profile in problem.profiles:
        for listing in (*profile.offers, *profile.needs):
            if len(listing.text) > MAX_TEXT:
                err.print(
                    f"{profile.id}, {listing.id}: the text has {len(listing.text):,} characters; "
                    f"the first {MAX_TEXT:,} are read",
                    markup=False,
                    highlight=False,
                )


def _runner(
    problem: MatchingProblem, kept_path: Path | None, cluster: str, closing: ExitStack
) -> Runner:
    from saphan.engine.language import model_name
    from saphan.engine.matching import Here
    from saphan.engine.matching.kept import Kept, fingerprint
    from saphan.work.cluster import Cluster

    runner: Runner = closing.enter_context(Cluster(cluster)) if cluster else Here()
    if kept_path is None:
        return runner
    return Kept(kept_path, runner, fingerprint(problem, model_name()))


def extract_facts(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Releases (text, HTML, DOCX), or folders of them."),
    ],
    out_path: Annotated[Path, typer.Option("--out", help="Where the facts go, as JSON Lines.")],
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; by default one for each core.")
    ] = None,
) -> None:
    """Find the facts of news releases: parties, people, dates, topics, promises.

    What is amiss with a file is told; a file that cannot be used costs only its own line.
    """
    from saphan.engine.extraction.batch import facts_of_all

    written = unusable = 0
    with out_path.open("w", encoding="utf-8") as file:
        for found in facts_of_all(_releases_in(paths), workers):
            for problem in found.problems:
                err.print(f"{found.path}: {problem}", markup=False, highlight=False, soft_wrap=True)
            if found.line:
                file.write(found.line + "\n")
                written += 1
            else:
                unusable += 1
    out.print(f"Wrote {out_path}: the facts of {written} release(s)", highlight=False)
    if unusable:
        refuse(f"{unusable} file(s) could not be used; see above.")


def _releases_in(paths: list[Path]) -> Iterator[Path]:
    """Files as they are given, and those of folders by name."""
    kinds = {".txt", ".html", ".htm", ".docx"}
    for path in paths:
        if path.is_dir():
            yield from sorted(f for f in path.rglob("*") if f.suffix.lower() in kinds)
        else:
            yield path

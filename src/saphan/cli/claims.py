"""Commands about claims that work on files alone: factcheck ingest, claims match."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .output import err, existing, out, refuse

if TYPE_CHECKING:
    from saphan.engine.claims import Source

factcheck = typer.Typer(help="Claims that were checked.", no_args_is_help=True)


def add_commands(app: typer.Typer) -> None:
    app.add_typer(factcheck, name="factcheck")


@factcheck.callback()
def _factcheck() -> None:
    """Claims that were checked."""


@factcheck.command()
def ingest(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH…", help="News releases (.txt), or folders of them."),
    ],
    out_path: Annotated[Path, typer.Option("--out", help="Where the claims go, as JSON Lines.")],
) -> None:
    """Find the checked claims that releases list, each once, with verdict, dates and sources."""
    from saphan.engine.claims import gather
    from saphan.engine.claims.formats.jsonl import write_known

    sources, left_out = _sources(paths)
    known = gather(sources)
    try:
        write_known(known, out_path)
    except OSError as error:
        refuse(f"cannot write {out_path}: {error.strerror}")
    releases = {seen.release for claim in known for seen in claim.mentions}
    mentions = sum(len(claim.mentions) for claim in known)
    out.print(
        f"{len(known)} claims, {mentions} mentions in {len(releases)} of {len(sources)} releases"
    )
    if left_out:
        out.print(f"{left_out} files are no releases and were left out")


def _sources(paths: Sequence[Path]) -> tuple[list[Source], int]:
    """The releases of files and folders, and how many files of the folders are none."""
    from saphan.engine.claims import Source
    from saphan.engine.extraction import UnusableRelease, read_release

    sources: list[Source] = []
    left_out = 0
    for path in paths:
        files = sorted(existing(path).rglob("*.txt")) if path.is_dir() else [path]
        for file in files:
            try:
                release = read_release(file)
            except (UnusableRelease, OSError) as error:
                if not path.is_dir():
                    refuse(f"{file}: {error}")
                err.print(f"{file}: {error}", markup=False, highlight=False)
                left_out += 1
                continue
            assert release.published is not None  # without a dated line it is no release
            name = file.relative_to(path).as_posix() if path.is_dir() else file.name
            sources.append(Source(name, release.text, release.published, release.source_url))
    return sources, left_out

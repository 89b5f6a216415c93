"""Commands about claims: factcheck ingest and desk, claims match."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .output import err, existing, out, refuse, refuse_files
from .record import open_record, require_address

if TYPE_CHECKING:
    from saphan.engine.claims import Answer, KnownClaim, Source

factcheck = typer.Typer(help="Claims that were checked.", no_args_is_help=True)
claims = typer.Typer(help="Messages that repeat a claim already checked.", no_args_is_help=True)


def add_commands(app: typer.Typer) -> None:
    app.add_typer(factcheck, name="factcheck")
    app.add_typer(claims, name="claims")


@claims.callback()
def _claims() -> None:
    """Messages that repeat a claim already checked."""


@claims.command("match")
def match_claims(
    messages_path: Annotated[
        Path, typer.Argument(metavar="MESSAGES.jsonl", help="Messages: id and text a line.")
    ],
    claims_path: Annotated[
        Path, typer.Option("--claims", help="Claims: id, text, language and verdict a line.")
    ],
    out_path: Annotated[Path, typer.Option("--out", help="Where the answers go, as JSON Lines.")],
    top: Annotated[int, typer.Option(min=1, help="Most claims named for a message.")] = 10,
    processes: Annotated[
        int | None, typer.Option(min=1, help="How many work side by side; one a core by default.")
    ] = None,
) -> None:
    """Tell for each message whether it repeats a checked claim, looks like one, or is new."""
    processes = processes or cores()
    if processes > 1:  # each with one thread: more would wait for each other
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from collections import Counter

    from saphan.engine.claims import ClaimsProblem, Matcher
    from saphan.engine.claims.formats.jsonl import read_claims, read_messages, write_answers
    from saphan.engine.language.vectors import UnusableModel
    from saphan.engine.sheets.forum_sheets import UnusableFiles

    path = claims_path
    try:
        known = read_claims(existing(claims_path))
        path = messages_path
        problem = ClaimsProblem(known, read_messages(existing(messages_path)), top)
    except UnusableFiles as error:
        refuse_files(path, error.problems)
    except (ValueError, OSError) as error:
        refuse(str(error))
    started = time.perf_counter()
    try:
        ids, texts = [x.id for x in problem.claims], [x.text for x in problem.claims]
        matcher = Matcher(ids, texts, processes=processes)
    except UnusableModel as error:
        refuse(str(error))
    ready = time.perf_counter()
    told: Counter[str] = Counter()

    def counted() -> Iterator[Answer]:
        for answer in matcher.answers(problem.messages, problem.top, processes):
            told[answer.answer] += 1
            yield answer

    try:
        write_answers(counted(), out_path)
    except OSError as error:
        refuse(f"cannot write {out_path}: {error.strerror}")
    seconds = time.perf_counter() - ready
    out.print(
        f"{len(problem.messages):,} messages: {told['checked']:,} repeat a checked claim, "
        f"{told['similar']:,} look like one, {told['new']:,} are new",
        highlight=False,
    )
    out.print(
        f"{len(problem.claims):,} claims read in {ready - started:.1f} s, "
        f"{len(problem.messages) / max(seconds, 1e-6):,.0f} messages a second",
        highlight=False,
    )


@factcheck.callback()
def _factcheck() -> None:
    """Claims that were checked."""


@factcheck.command()
def ingest(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH…", help="News releases (.txt), or folders of them."),
    ],
    out_path: Annotated[
        Path | None, typer.Option("--out", help="Where the claims go, as JSON Lines.")
    ] = None,
    desk: Annotated[
        str, typer.Option("--desk", help="Country of the desk into whose claims they go.")
    ] = "",
) -> None:
    """Find the checked claims that releases list, each once, with verdict, dates and sources.

    They go into a file, or into the record of a desk; there, what is known already is left alone.
    """
    from saphan.engine.claims import gather
    from saphan.engine.claims.formats.jsonl import write_known

    if out_path is None and not desk:
        refuse("Say where the claims go: --desk COUNTRY, --out FILE or both.")
    sources, left_out = _sources(paths)
    known = gather(sources)
    if out_path is not None:
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
    if desk:
        _record(desk, known, {x.release: x.text for x in sources if x.release in releases})


def _record(country: str, known: Sequence[KnownClaim], texts: dict[str, str]) -> None:
    code = _country(country)
    open_record()
    from saphan.record.factcheck.actions import ingest as record
    from saphan.record.factcheck.actions import make_desk
    from saphan.record.register.actions import digest_of

    desk, _created = make_desk(None, code)
    done = record(None, desk, known, {name: digest_of(text) for name, text in texts.items()})
    out.print(f"Desk {code}: {done.claims} new claims, {done.mentions} new mentions")


@factcheck.command("desk")
def make_desk_of(
    country: Annotated[str, typer.Argument(help="ISO 3166 code of the country, such as TH.")],
    lead: Annotated[str, typer.Option("--lead", help="E-mail address of who leads it.")],
) -> None:
    """Set up the fact-check desk of a country and let somebody lead it."""
    code = _country(country)
    open_record()
    from saphan.record.factcheck.actions import give_role, make_desk
    from saphan.record.factcheck.models import DeskRole

    require_address(lead)
    desk, created = make_desk(None, code)
    give_role(None, desk, lead, DeskRole.Role.LEAD)
    out.print(f"Desk {code}{' set up' if created else ''}; {lead} leads it", markup=False)


@factcheck.command("receive")
def receive_files(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="Letters (.eml), .csv or .jsonl files.")
    ],
    desk: Annotated[str, typer.Option("--desk", help="Country of the desk that checks them.")],
    preview: Annotated[
        bool, typer.Option("--preview", help="Show what is in them and stop.")
    ] = False,
) -> None:
    """Take messages out of files into a desk's queue; what is here already counts once."""
    code = _country(desk)
    for path in paths:
        existing(path)
    open_record()
    from saphan.record.errors import Refused
    from saphan.record.factcheck.actions import receive_all
    from saphan.record.factcheck.models import Desk
    from saphan.record.factcheck.reading import read_messages

    found = Desk.objects.filter(country=code).first()
    if found is None:
        refuse(f"There is no desk {code}: saphan factcheck desk {code} --lead EMAIL")
    for path in paths:
        try:
            read = read_messages(path.name, path.read_bytes())
        except (Refused, OSError) as error:
            refuse(f"{path}: {error}")
        for problem in read.problems:
            err.print(f"{path}: {problem}", markup=False, highlight=False)
        new = 0 if preview else receive_all(found, read.sent)
        told = "nothing was written" if preview else f"{new} new"
        out.print(f"{path}: {len(read.sent)} messages, {told}", markup=False, highlight=False)


@factcheck.command()
def partner(
    source: Annotated[str, typer.Argument(metavar="URL|FILE", help="The partner's signed feed.")],
    desk: Annotated[str, typer.Option("--desk", help="Country of the desk that takes it in.")],
    key: Annotated[
        str, typer.Option("--key", help="The partner's public key, as the partner has told it.")
    ],
    signature: Annotated[
        str, typer.Option("--signature", help="Of a file; of an address it comes with the answer.")
    ] = "",
    preview: Annotated[
        bool, typer.Option("--preview", help="Show what would change and stop.")
    ] = False,
) -> None:
    """Take the claims that a partner's desk shares in as proposals, when its signature is right.

    Nothing of them is published: somebody of the desk takes a proposal up, a second one publishes.
    """
    code = _country(desk)
    if "://" not in source:
        existing(Path(source))
    open_record()
    from saphan.record.errors import Refused
    from saphan.record.factcheck.actions import compare, take_in
    from saphan.record.factcheck.models import Desk
    from saphan.record.factcheck.partner import read_feed

    found = Desk.objects.filter(country=code).first()
    if found is None:
        refuse(f"There is no desk {code}: saphan factcheck desk {code} --lead EMAIL")
    body, given = _fetched(source) if "://" in source else (Path(source).read_bytes(), "")
    try:
        feed = read_feed(body, signature or given, key)
        told = compare(found, feed) if preview else take_in(None, found, feed)
    except Refused as error:
        refuse(f"{source}: {error}")
    for mark, claims in (
        ("new", told.new),
        ("changed", [one for _before, one in told.changed]),
        ("known here already", told.known),
    ):
        for one in claims:
            out.print(f"{mark}: {one.verdict}: {one.text}", markup=False, highlight=False)
    for gone in told.gone:
        out.print(f"gone: {gone.data['text']}", markup=False, highlight=False)
    out.print(
        f"Desk {feed.country}: {len(feed.claims)} claims, {len(told.new)} new, "
        f"{len(told.changed)} changed, {len(told.gone)} gone, {len(told.known)} known here already"
        + ("; nothing was written" if preview else ""),
        markup=False,
        highlight=False,
    )


def _fetched(address: str) -> tuple[bytes, str]:
    """A feed and its signature; how much there is of it is limited, wherever it comes from."""
    import requests

    from saphan.record.factcheck.partner import MOST_BYTES

    try:
        with requests.get(address, timeout=30, allow_redirects=False, stream=True) as response:
            if response.status_code != requests.codes.ok:
                refuse(f"{address}: {response.status_code}")
            body = response.raw.read(MOST_BYTES + 1, decode_content=True)
            return body, response.headers.get("Saphan-Signature", "")
    except (requests.RequestException, OSError, ValueError) as error:
        refuse(f"{address}: {error}")


def _country(code: str) -> str:
    from pycountry import countries

    if countries.get(alpha_2=code.upper()) is None:
        refuse(f"{code}: no ISO 3166 code of a country, such as TH.")
    return code.upper()


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


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

"""Reading many releases, on all cores: files in, what they say out, nothing kept in memory.

The processes that read import the engine alone, no database.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import re
import unicodedata
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from saphan.engine.extraction import UnusableRelease, extract, parse_release
from saphan.engine.extraction.formats.sources import MOST_BYTES, read_bytes
from saphan.engine.extraction.problem import ReleaseText
from saphan.engine.extraction.release import SOURCE
from saphan.engine.extraction.twins import Sketch, sketch

from .found import FoundFact, found_in

KINDS = frozenset({".txt", ".html", ".htm", ".docx"})
"""Files of a folder or an archive that are read; a file named by itself may be called anything."""
SAME_NUMBERS = 0.75
"""Share of common numbers, of all of both, from which one release can be a copy of the other."""
_NUMBER = re.compile(r"[0-9]+")
_ALONE = 48  # files from which further processes are worth their start
_PIECE, _PIECE_SIZE = 16, 4 * 1024 * 1024  # what goes to a process together
_AHEAD = 3  # pieces that wait for each process: bounds the memory


@dataclass(frozen=True)
class Item:
    """A file to be read.

    Attributes:
        name: What it is called to people: its path below the folder or archive that was named.
        raw: Its bytes.
        problem: Why it could not be opened; empty when it could.
    """

    name: str
    raw: bytes
    problem: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes: a file of the same digest says the same."""
        return hashlib.sha256(self.raw).hexdigest()


@dataclass(frozen=True)
class ReadRelease:
    """A release understood, ready to be recorded.

    Attributes:
        digest: See `digest_of`.
        sketch: By which releases that say the same are found.
        found: Its facts.
    """

    text: str
    digest: str
    sketch: Sketch
    title: str
    published: date
    language: str
    publisher: str
    source_url: str
    found: list[FoundFact]


@dataclass(frozen=True)
class Read:
    """What became of a file.

    Attributes:
        name: The file.
        raw_digest: Of its bytes.
        release: What it says; None when it cannot be used.
        problems: What is wrong with it, in words.
    """

    name: str
    raw_digest: str
    release: ReadRelease | None = None
    problems: tuple[str, ...] = field(default=())


def items_in(paths: Iterable[Path]) -> Iterator[Item]:
    """The files of paths (files, folders, .zip archives), those of a folder by name."""
    for path in paths:
        if path.is_dir():
            for file in sorted(f for f in path.rglob("*") if f.suffix.lower() in {*KINDS, ".zip"}):
                yield from _items(file, file.relative_to(path).as_posix())
        else:
            yield from _items(path, path.name)


def count_in(paths: Iterable[Path]) -> int:
    """How many files `items_in` will give; an archive that cannot be opened is one."""
    count = 0
    for path in paths:
        files = path.rglob("*") if path.is_dir() else (path,)
        for file in files:
            if file.suffix.lower() == ".zip":
                try:
                    with zipfile.ZipFile(file) as packed:
                        count += sum(_is_release(member) for member in packed.infolist())
                except (zipfile.BadZipFile, OSError):
                    count += 1
            elif not path.is_dir() or file.suffix.lower() in KINDS:
                count += 1
    return count


def _items(file: Path, name: str) -> Iterator[Item]:
    if file.suffix.lower() == ".zip":
        yield from _packed(file, name)
        return
    try:
        size = file.stat().st_size
        yield (
            Item(name, b"", _too_large(size))
            if size > MOST_BYTES
            else Item(name, file.read_bytes())
        )
    except OSError as error:
        yield Item(name, b"", error.strerror or str(error))


def _packed(file: Path, name: str) -> Iterator[Item]:
    try:
        with zipfile.ZipFile(file) as packed:
            for member in sorted(packed.infolist(), key=lambda member: member.filename):
                if not _is_release(member):
                    continue
                inside = f"{name}/{member.filename}"
                if member.file_size > MOST_BYTES:
                    yield Item(inside, b"", _too_large(member.file_size))
                    continue
                try:
                    with packed.open(member) as opened:  # no more than it says, whatever it holds
                        yield Item(inside, opened.read(MOST_BYTES))
                except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
                    yield Item(inside, b"", str(error))
    except (zipfile.BadZipFile, OSError) as error:
        yield Item(name, b"", f"no archive that can be opened: {error}")


def _is_release(member: zipfile.ZipInfo) -> bool:
    path = Path(member.filename)
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return not member.is_dir() and not hidden and path.suffix.lower() in KINDS


def _too_large(size: int) -> str:
    return f"{size / 1024**2:.0f} MB; expected at most {MOST_BYTES // 1024**2} MB"


def digest_of(text: str) -> str:
    """What two copies of a release share, however their lines are spaced."""
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(folded.encode()).hexdigest()


def numbers_of(release: ReleaseText) -> frozenset[int]:
    """The numbers that a release names below its headline: reports of each day differ in them."""
    body = SOURCE.sub("", release.plain[release.body :])
    return frozenset(int(number[-18:]) for number in _NUMBER.findall(body))


def same_numbers(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two releases name mostly the same numbers."""
    return len(one & other) >= SAME_NUMBERS * len(one | other)


def understand(release: ReleaseText) -> ReadRelease:
    """Find the facts of a release that has a day.

    Raises:
        UnusableRelease: No line says when it was published.
    """
    if release.published is None:
        raise UnusableRelease("; ".join(release.problems))
    return ReadRelease(
        text=release.text,
        digest=digest_of(release.text),
        sketch=sketch(release.text),
        title=release.title,
        published=release.published,
        language=release.language,
        publisher=release.publisher,
        source_url=release.source_url,
        found=found_in(extract(release)),
    )


def read_item(item: Item, published: date | None = None) -> Read:
    """Read a file and find its facts; what cannot be used is told, not raised.

    Args:
        item: The file.
        published: The day of releases of which no line says it.
    """
    if item.problem:
        return Read(item.name, "", problems=(item.problem,))
    try:
        source = read_bytes(item.raw)
        release = parse_release(source.text, strict=False, language=source.language)
        problems = (*source.problems, *release.problems)
        if release.published is None and published is not None:
            release = replace(release, published=published)
        return Read(item.name, item.digest, understand(release), problems)
    except UnusableRelease as error:
        return Read(item.name, item.digest, problems=(str(error),))


def read_all(
    items: Iterable[Item], *, workers: int | None = None, published: date | None = None
) -> Iterator[Read]:
    """Read many files.

    Args:
        items: The files.
        workers: Processes; by default one for each core, and none beside this one for few files.
        published: See `read_item`.

    Yields:
        What became of each, in the order given.
    """
    return on_all(items, partial(read_item, published=published), _raw_size, workers)


@dataclass(frozen=True)
class Stored:
    """A recorded release that is to be read again."""

    pk: int
    text: str
    language: str
    published: date


def read_stored(stored: Stored) -> tuple[int, ReadRelease]:
    """Find the facts of a recorded release again."""
    release = parse_release(stored.text, strict=False, language=stored.language)
    return stored.pk, understand(replace(release, published=stored.published))


def read_all_again(
    releases: Iterable[Stored], *, workers: int | None = None
) -> Iterator[tuple[int, ReadRelease]]:
    """Find the facts of many recorded releases again; see `read_all`."""
    return on_all(releases, read_stored, _text_size, workers)


def _raw_size(item: Item) -> int:
    return len(item.raw)


def _text_size(stored: Stored) -> int:
    return len(stored.text)


In = TypeVar("In")
Out = TypeVar("Out")


def on_all(
    things: Iterable[In],
    work: Callable[[In], Out],
    size: Callable[[In], int],
    workers: int | None,
) -> Iterator[Out]:
    waiting = iter(things)
    first = list(islice(waiting, _ALONE))
    count = workers or len(os.sched_getaffinity(0))
    if count == 1 or len(first) < _ALONE:
        yield from map(work, chain(first, waiting))
        return
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
        running: deque[Future[list[Out]]] = deque()
        try:
            for piece in _pieces(chain(first, waiting), size):
                running.append(pool.submit(_piece, work, piece))
                if len(running) >= count * _AHEAD:
                    yield from running.popleft().result()
            while running:
                yield from running.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _pieces(things: Iterable[In], size: Callable[[In], int]) -> Iterator[list[In]]:
    piece: list[In] = []
    total = 0
    for thing in things:
        piece.append(thing)
        total += size(thing)
        if len(piece) == _PIECE or total > _PIECE_SIZE:
            yield piece
            piece, total = [], 0
    if piece:
        yield piece


def _piece(work: Callable[[In], Out], things: list[In]) -> list[Out]:
    return [work(thing) for thing in things]


def arrivals(folders: Iterable[Path], wait: Callable[[], None]) -> Iterator[list[Path]]:
    """Files that come into folders, or change there, from now on.

    Args:
        folders: Where to look.
        wait: Called between two looks; a file is given once its size and time stayed the same from
            one look to the next, so that none is read half.

    Yields:
        The files of a look.
    """
    folders = list(folders)
    given = before = _stamps(folders)
    while True:
        wait()
        now = _stamps(folders)
        ready = [
            file
            for file, stamp in now.items()
            if given.get(file) != stamp and before.get(file) == stamp
        ]
        before = now
        if ready:
            given = {**given, **{file: now[file] for file in ready}}
            yield ready


def _stamps(folders: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    stamps = {}
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.suffix.lower() in {*KINDS, ".zip"}:
                try:
                    stat = file.stat()
                except OSError:  # gone again
                    continue
                stamps[file] = (stat.st_size, stat.st_mtime_ns)
    return stamps

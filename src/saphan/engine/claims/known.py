"""Claims known from releases: each once, with every place that names it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from saphan.engine.language import identify

from .folding import key
from .lists import find_mentions


@dataclass(frozen=True)
class Source:
    """A release that may name checked claims.

    Attributes:
        release: What tells it from others, such as its file's name.
        text: All of it.
        day: When it was published.
        url: Where; empty when unknown.
    """

    release: str
    text: str
    day: date
    url: str = ""


@dataclass(frozen=True)
class Seen:
    """One place that names a claim: `text` is `release[start:end]`."""

    day: date
    rank: int | None
    verdict: str
    source: str
    release: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class KnownClaim:
    """A claim with all that names it.

    Attributes:
        id: The same for the same wording, whenever it is gathered.
        text: The wording named most often, the longest of equals.
        language: ISO 639-1.
        verdict: The verdict given most often; the last one of equals.
        mentions: Every place that names it, oldest first.
    """

    id: str
    text: str
    language: str
    verdict: str
    mentions: tuple[Seen, ...]

    @property
    def first(self) -> date:
        return self.mentions[0].day

    @property
    def last(self) -> date:
        return self.mentions[-1].day

    @property
    def texts(self) -> tuple[str, ...]:
        """Other wordings, in order of appearance."""
        worded = dict.fromkeys(" ".join(seen.text.split()) for seen in self.mentions)
        return tuple(text for text in worded if text != self.text)


def gather(sources: Iterable[Source]) -> tuple[KnownClaim, ...]:
    """Find the checked claims of releases and join those of one wording.

    Spaces, punctuation, case and invisible characters make no wording another one. A release that
    was collected twice counts once.

    Args:
        sources: The releases.

    Returns:
        The claims in order of their first mention.
    """
    places: dict[tuple[str, str, str], Seen] = {}
    for source in sources:
        for found in find_mentions(source.text):
            seen = Seen(
                day=source.day,
                rank=found.rank,
                verdict=found.verdict,
                source=source.url,
                release=source.release,
                start=found.start,
                end=found.end,
                text=found.text,
            )
            place = (source.url or source.release, source.day.isoformat(), key(found.text))
            places.setdefault(place, seen)
    worded: dict[str, list[Seen]] = {}
    for seen in sorted(places.values(), key=lambda seen: (seen.day, seen.release, seen.start)):
        worded.setdefault(key(seen.text), []).append(seen)
    return tuple(joined(mentions) for mentions in worded.values())


def joined(mentions: Iterable[Seen]) -> KnownClaim:
    """One claim of all mentions that mean the same.

    Args:
        mentions: At least one.
    """
    ordered = sorted(mentions, key=lambda seen: (seen.day, seen.release, seen.start))
    times = Counter(" ".join(seen.text.split()) for seen in ordered)
    text = max(times, key=lambda text: (times[text], len(text)))
    verdicts = Counter(seen.verdict for seen in ordered if seen.verdict)
    latest = {seen.verdict: at for at, seen in enumerate(ordered)}
    verdict = max(verdicts, key=lambda one: (verdicts[one], latest[one]), default="")
    named = hashlib.blake2b(key(ordered[0].text).encode(), digest_size=6).hexdigest()
    return KnownClaim(f"c{named}", text, identify(text), verdict, tuple(ordered))

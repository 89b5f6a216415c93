"""Claims known from releases: each once, with every place that names it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from saphan.engine.language import identify

from .cluster import cluster
from .folding import key
from .lists import find_mentions
from .problem import Claim


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


SAME_WORDING = 0.9
"""Probability from which two wordings are one claim."""


def gather(sources: Iterable[Source]) -> tuple[KnownClaim, ...]:
    """Find the checked claims of releases and join those that are worded nearly alike.

    Spaces, punctuation, case and invisible characters make no wording another one; wordings that
    very likely mean the same (`cluster`) and have one verdict are one claim. A release that was
    collected twice counts once.

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
    return _alike([joined(mentions) for mentions in worded.values()])


def _alike(claims: Sequence[KnownClaim]) -> tuple[KnownClaim, ...]:
    by_id = {claim.id: claim for claim in claims}
    groups = cluster([Claim(x.id, x.text) for x in claims], SAME_WORDING) if claims else ()
    found = []
    for group in groups:
        verdicts: dict[str, list[Seen]] = {}
        for name in group:
            claim = by_id[str(name)]
            verdicts.setdefault(claim.verdict, []).extend(claim.mentions)
        found += [joined(mentions) for mentions in verdicts.values()]
    return tuple(sorted(found, key=lambda x: (x.first, x.mentions[0].release, x.mentions[0].start)))


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

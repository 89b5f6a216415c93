"""Whether a message repeats a claim that a desk has checked and published."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Count, Max, QuerySet

from saphan.engine.claims import Candidate, Matcher, Message
from saphan.engine.language.vectors import UnusableModel
from saphan.record.factcheck.models import Claim, Desk, Report
from saphan.record.factcheck.texts import digest_of

TOP = 3
WORTH_A_LOOK = 0.1
"""How likely a claim besides the likeliest has to be to be named."""
IN_WORK = 200
"""Claims in work with which messages are compared: the latest ones."""
DESKS = 8
"""Of how many desks a process keeps the matcher of the claims in work."""
FEW = 200
"""Texts that are read again at once when one has changed; more are read beside the answers."""

Version = tuple[int, datetime | None]


@dataclass(frozen=True)
class Likely:
    """A published claim that a message may repeat.

    Attributes:
        probability: That it does.
        words: Of the message, which the claim shares in any language; none where the whole
            wording is the same, or a person said so.
    """

    claim: Claim
    probability: float
    words: tuple[str, ...] = ()

    @property
    def is_told(self) -> bool:
        """Whether it was recognised by what is said, and not by its very wording or a person."""
        return self.probability < 1


@dataclass(frozen=True)
class Told:
    """What is said of a message at once.

    Attributes:
        answer: A `Report.Answer`.
        likely: The claims named with it, likeliest first; none for what is new.
    """

    answer: str
    likely: tuple[Likely, ...] = ()

    @property
    def claim(self) -> Claim | None:
        return self.likely[0].claim if self.likely else None

    @property
    def probability(self) -> float | None:
        return self.likely[0].probability if self.likely else None


def published() -> QuerySet[Claim]:
    """The claims that everybody may see."""
    return Claim.objects.filter(state=Claim.State.PUBLISHED)


def answer(text: str) -> Told:
    """Tell whether a message repeats a published claim, looks like one, or is new.

    The same wording is found in the database, whatever it is dressed in; what means the same, by
    the engine's matcher.

    Args:
        text: The message, all of it.
    """
    exact = published().filter(digest=digest_of(text)).first()
    if exact is not None:
        return Told(Report.Answer.CHECKED, (Likely(exact, 1.0),))
    try:
        matcher = _matcher()
    except UnusableModel:
        return Told(Report.Answer.NEW)
    if matcher is None:
        return Told(Report.Answer.NEW)
    found = next(matcher.answers([Message(0, text)], top=2 * TOP))
    if found.answer == "new":
        return Told(Report.Answer.NEW)
    likely: dict[int, Candidate] = {}
    for one in found.claims:
        likely.setdefault(int(str(one.claim).split(".")[0]), one)
    claims = published().in_bulk(list(likely))  # what was withdrawn meanwhile is not named
    named = [
        Likely(claims[pk], one.probability, one.words) for pk, one in likely.items() if pk in claims
    ][:TOP]
    named = [one for at, one in enumerate(named) if not at or one.probability >= WORTH_A_LOOK]
    if not named:
        return Told(Report.Answer.NEW)
    return Told(Report.Answer(found.answer), tuple(named))


def likely_in_work(desk: Desk, text: str) -> list[Likely]:
    """The claims on which a desk works that a message may repeat, likeliest first; nobody else is
    told of them.

    Args:
        desk: Whose.
        text: The message.
    """
    states = (Claim.State.DRAFT, Claim.State.IN_REVIEW)
    claims = {one.pk: one for one in desk.claims.filter(state__in=states)[:IN_WORK]}
    if not claims or not text.strip():
        return []
    try:
        matcher = _matcher_in_work(tuple((pk, one.text) for pk, one in claims.items()))
    except UnusableModel:
        return []
    found = next(matcher.answers([Message(0, text)], top=TOP))
    if found.answer == "new":
        return []
    return [
        Likely(claims[int(one.claim)], one.probability, one.words)
        for one in found.claims
        if one.probability >= WORTH_A_LOOK
    ]


@lru_cache(maxsize=DESKS)
def _matcher_in_work(texts: tuple[tuple[int, str], ...]) -> Matcher:
    """A matcher of a desk's claims in work, made anew when one of them has changed."""
    return Matcher([pk for pk, _text in texts], [text for _pk, text in texts])


@dataclass
class _Ready:
    """The matcher of this process, and of which state of the claims it is."""

    version: Version = (0, None)
    matcher: Matcher | None = None


_ready = _Ready()
_reading = threading.Lock()


def _matcher() -> Matcher | None:
    """A matcher of the published claims; None where there are none.

    Many texts take seconds to read: meanwhile it is answered by what they were.
    """
    told = published().aggregate(n=Count("pk"), at=Max("changed_at"))
    version: Version = (told["n"], told["at"])
    if version == _ready.version:
        return _ready.matcher
    ids, texts = _texts()
    if _ready.matcher is None or len(texts) <= FEW:
        with _reading:
            if version != _ready.version:
                _read(version, ids, texts)
    elif _reading.acquire(blocking=False):
        threading.Thread(target=_read_beside, args=(version, ids, texts), daemon=True).start()
    return _ready.matcher


def _texts() -> tuple[list[str], list[str]]:
    """Every wording of the published claims, in every language, named by claim and place."""
    ids, texts = [], []
    rows = published().order_by("pk").values_list("pk", "text", "texts", "wordings")
    for pk, text, others, wordings in rows:
        for at, one in enumerate(dict.fromkeys([text, *others.values(), *wordings])):
            if one.strip():
                ids.append(f"{pk}.{at}")
                texts.append(one)
    return ids, texts


def _read(version: Version, ids: list[str], texts: list[str]) -> None:
    _ready.matcher = Matcher(ids, texts) if texts else None
    _ready.version = version


def _read_beside(version: Version, ids: list[str], texts: list[str]) -> None:
    try:
        _read(version, ids, texts)
    finally:
        _reading.release()

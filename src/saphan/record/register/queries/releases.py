"""A release and what it says."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from saphan.engine.language import sentences

from ..models import Fact, Release


@dataclass(frozen=True)
class Piece:
    """A stretch of a release's text with the same facts.

    Attributes:
        text: Its words.
        kind: The kind of the shortest fact there; empty where there is none.
        begins: Facts that begin here.
        here: Whether it belongs to the sentence that is pointed at.
    """

    text: str
    kind: str
    begins: tuple[int, ...]
    here: bool


def facts_of(release: Release, *, rejected: bool = False) -> list[Fact]:
    """What is said of a release, in order of place.

    Args:
        release: The release.
        rejected: Whether what people rejected is there too.
    """
    facts = release.facts.select_related("agency", "by")
    return list(facts if rejected else facts.exclude(state=Fact.State.REJECTED))


def pieces_of(release: Release, facts: list[Fact], pointed: Fact | None = None) -> list[Piece]:
    """The text cut wherever a fact begins or ends.

    Args:
        release: The release.
        facts: Those that are marked.
        pointed: The fact of which the sentence is marked.
    """
    text = release.text
    shown = [fact for fact in facts if fact.end > fact.start]
    start, end = sentence_of(text, pointed) if pointed else (0, 0)
    cuts = {0, len(text), start, end}
    for fact in shown:
        cuts |= {min(fact.start, len(text)), min(fact.end, len(text))}
    ordered = sorted(cuts)
    pieces = []
    for begin, finish in itertools.pairwise(ordered):
        over = [fact for fact in shown if fact.start <= begin and finish <= fact.end]
        least = min(over, key=lambda fact: fact.end - fact.start, default=None)
        pieces.append(
            Piece(
                text[begin:finish],
                least.kind if least else "",
                tuple(fact.pk for fact in over if fact.start == begin),
                start <= begin and finish <= end,
            )
        )
    return pieces


def sentence_of(text: str, fact: Fact) -> tuple[int, int]:
    """Where the sentence of a fact stands; its paragraph where sentences are not told apart."""
    begin = text.rfind("\n", 0, fact.start) + 1
    finish = text.find("\n", fact.end)
    finish = len(text) if finish < 0 else finish
    inside = [
        (begin + one.start, begin + one.end)
        for one in sentences(text[begin:finish])
        if begin + one.start < fact.end and fact.start < begin + one.end
    ]
    return (min(inside)[0], max(inside)[1]) if inside else (begin, finish)

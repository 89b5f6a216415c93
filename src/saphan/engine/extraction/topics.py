"""What a release is about: words of each topic, weighed by where they stand.

A word of the headline counts five times, one of the first paragraph twice, one further down once,
and no more than so many of each: a topic named over and over is not three topics.
"""

from __future__ import annotations

import csv
import math
import re
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Any

from saphan.engine.language import lowered

from .problem import ReleaseText
from .result import Fact

LEAD = 700
"""Characters of the first paragraphs."""
MOST_TOPICS = 8
NO_TOPIC = "-"
"""Marks longer words in which a topic's word means something else."""
_TITLE, _LEAD, _BODY = 5.0, 2.0, 1.0
_ENOUGH = 12.0
_ENOUGH_ABROAD = 8.0
_ALONE = 4.0  # of the weightiest topic, where none weighs enough
_FIELD = 2.0  # a word that is named as a field counts twice: `ด้านการค้า`
_NAMED = re.compile(r"(?:ด้าน|มิติ|สาขา)\s?$|\n-\s?$")
# Of a topic with words of its own that nobody says in passing, one mention tells.
_ENOUGH_OF = {
    "scholarship": 3.5,
    "mou": 6.0,
    "business_matching": 3.0,
    "fake_news": 4.5,
    "cyber_security": 3.0,
    "human_resources": 6.0,
    "summit": 5.0,
}
_SHARE = 0.45  # of the weightiest topic's weight
_LONG = 2_000  # from this length on a word further down counts for less


@cache
def _automaton() -> Any:
    import ahocorasick

    text = (files(__package__) / "topics.tsv").read_text(encoding="utf-8")
    words: dict[str, tuple[str, float]] = {}
    for row in csv.DictReader(text.splitlines(), delimiter="\t"):
        for word in row["words"].split("|"):
            words.setdefault(word.lower(), (row["topic"], float(row["weight"])))
    automaton = ahocorasick.Automaton()
    for word, (topic, weight) in words.items():
        automaton.add_word(word, (len(word), topic, weight))
    automaton.make_automaton()
    return automaton


def find_topics(release: ReleaseText, plain: str, *, foreign: bool = False) -> list[Fact]:
    """Find what a release is about.

    Args:
        release: A release.
        plain: Its `plain`.
        foreign: Whether it joins countries: talks go through many fields, each in a sentence.

    Returns:
        A fact for each topic, the weightiest first, at the first word that told it.
    """
    head = max(0, plain.find(release.title))
    heading = (head, head + len(release.title))
    lead_end = release.body + LEAD
    rest = max(1.0, (len(plain) - lead_end) / _LONG)
    first: dict[str, tuple[int, int]] = {}
    counts: dict[tuple[str, int], float] = defaultdict(float)
    low = lowered(plain)
    # Of words that end in one another the longest counts: hits come by their ends.
    taken = -1
    for start, end, topic, weight in _longest(low):
        if start < taken:
            continue
        if not _whole(low, start, end):
            continue
        taken = end
        if topic == NO_TOPIC:
            continue
        if heading[0] <= start < heading[1]:
            zone = 0
        elif start < release.body:
            continue  # the headline once more
        else:
            zone = 1 if start < lead_end else 2
        first.setdefault(topic, (start, end))
        counts[topic, zone] += weight * (_FIELD if _NAMED.search(low, start - 8, start) else 1)
    scores: dict[str, float] = {}
    for topic in first:
        scores[topic] = (
            _TITLE * min(counts[topic, 0], 4)
            + _LEAD * min(counts[topic, 1], 6)
            + _BODY * min(counts[topic, 2] / rest, 12)
        )
    share = _SHARE * (0.6 if foreign else 1)
    best = max(scores.values(), default=0.0)
    ranked = sorted(scores, key=lambda topic: (-scores[topic], topic))
    chosen = [
        topic
        for topic in ranked
        if scores[topic]
        >= _ENOUGH_OF.get(topic, max(_ENOUGH_ABROAD if foreign else _ENOUGH, share * best))
    ]
    if not chosen and best >= _ALONE:
        chosen = ranked[:1]
    return [
        Fact("topic", topic, *first[topic], _confidence(scores[topic]), "topic_words")
        for topic in chosen[:MOST_TOPICS]
    ]


def _longest(low: str) -> list[tuple[int, int, str, float]]:
    hits = [
        (end + 1 - length, end + 1, topic, weight)
        for end, (length, topic, weight) in _automaton().iter(low)
    ]
    return sorted(hits, key=lambda hit: (hit[0], -hit[1]))


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a word in Latin letters stands alone; longer ones may go on (`agricultur`)."""
    if not text[start].isascii():
        return not ("\u0400" <= text[start] <= "\u04ff" and start and text[start - 1].isalpha())
    if start and text[start - 1].isalnum() and text[start - 1].isascii():
        return False
    short = end - start <= 4
    return not (short and end < len(text) and text[end].isascii() and text[end].isalpha())


def _confidence(score: float) -> float:
    return round(min(0.97, 0.4 + 0.57 * (1 - math.exp(-score / 20))), 2)

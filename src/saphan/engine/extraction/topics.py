"""What a release is about: the words of each topic, and where they stand.

Words of a topic (`topics.tsv`) make it a candidate. How likely it is one of the topics of the whole
release, and no word in passing, a table of learned weights says (`topic_weights.tsv`, made by
`python -m training.topics`): of the place of its words, their share among those of other topics,
the topic, and each word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from saphan.engine.language import lowered

from .problem import ReleaseText
from .result import Fact
from .tables import likely, rows, weights

LEAD = 700
"""Characters of the first paragraphs."""
MOST_TOPICS = 8
NO_TOPIC = "-"
"""Marks longer words in which a topic's word means something else."""
_TITLE, _LEAD, _REST = range(3)
_SPREAD = 2_000  # characters further down: from there on the number of words is taken in proportion
_NAMED = ("ด้าน", "มิติ", "สาขา", "\n-")  # a word that is named as a field counts twice
_OFFICES = (
    *("กระทรวง", "รมว.", "รมช.", "ก.", "กรม", "ปลัด", "สำนักงาน"),
    *("รัฐมนตรีว่าการ", "รัฐมนตรีช่วยว่าการ"),
)
_FEW_WORDS = 2_600  # characters of a release of talks that names only what they were about
_SECTION = 28  # characters of a line within which its subject is named
_OF_TALKS = 0.5
"""How sure it is that talks are about what one telling word names."""
_OF_EACH = ("title_0.5", "lead_2", "rest_3", "score_12", "share_0.6", "foreign", "field")
"""What weighs otherwise from topic to topic."""
_TELLING = {
    "scholarship": 3.5,
    "business_matching": 3,
    "fake_news": 4.5,
    "cyber_security": 3,
    "human_resources": 6,
    "mou": 6,
    "summit": 5,
}
"""From which score on topics with words of their own, that few say in passing, are mostly meant."""


@dataclass
class Mentions:
    """The words of one topic in a release.

    Attributes:
        first: Where the first of them stands.
        last: Where the last of them begins.
        counts: Their weights, in headline, first paragraphs and further down.
        words: Each of them, and whether the headline has it.
        named: Whether one is named as a field.
        heads: Whether one stands where a line further down begins.
        offices: Whether all are part of an office's name.
    """

    first: tuple[int, int]
    last: int = 0
    counts: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])
    words: dict[str, bool] = field(default_factory=dict)
    named: bool = False
    heads: bool = False
    offices: bool = True


@dataclass(frozen=True)
class Candidate:
    """A topic that a release may have.

    Attributes:
        topic: Which.
        start: Where its first word stands.
        end: Where that ends.
        features: What tells whether the release has it; each of `topic_weights.tsv`.
        rule: `topic_words`; `topic_of_talks` where few words on talks have a telling one.
    """

    topic: str
    start: int
    end: int
    features: frozenset[str]
    rule: str


def find_topics(
    release: ReleaseText, plain: str, *, foreign: bool = False, talks: bool = False
) -> list[Fact]:
    """Find what a release is about.

    Args:
        release: A release.
        plain: Its `plain`.
        foreign: Whether it joins countries: talks go through many fields, each in a sentence.
        talks: Whether it mainly tells of talks.

    Returns:
        A fact for each topic, the likeliest first, at the first word that told it.
    """
    learned = weights("topic_weights.tsv")
    found = [
        (likely(learned, item.features), item)
        for item in candidates(release, plain, foreign=foreign, talks=talks)
    ]
    return [
        Fact("topic", item.topic, item.start, item.end, _confidence(probability, item), item.rule)
        for probability, item in chosen(found, learned["enough"], learned["alone"])
    ]


def _confidence(probability: float, item: Candidate) -> float:
    least = _OF_TALKS if item.rule == "topic_of_talks" else 0.0
    return round(max(least, min(0.97, probability)), 2)


def chosen(
    found: list[tuple[float, Candidate]], enough: float, alone: float
) -> list[tuple[float, Candidate]]:
    """Choose the topics that are likely enough; where none is, the likeliest if it is so alone."""
    ranked = sorted(found, key=lambda pair: (-pair[0], pair[1].topic))
    kept = [pair for pair in ranked if pair[0] >= enough or pair[1].rule == "topic_of_talks"]
    return kept[:MOST_TOPICS] or [pair for pair in ranked[:1] if pair[0] >= alone]


def candidates(
    release: ReleaseText, plain: str, *, foreign: bool = False, talks: bool = False
) -> list[Candidate]:
    """Find the topics that a release has words of, with what tells whether it has them."""
    found = _mentions(release, plain)
    length = len(plain)
    rest = max(1.0, (length - release.body - LEAD) / _SPREAD)
    scores = {
        topic: 5 * min(of.counts[_TITLE], 4)
        + 2 * min(of.counts[_LEAD], 6)
        + min(of.counts[_REST] / rest, 12)
        for topic, of in found.items()
    }
    best = max(scores.values(), default=1.0)
    in_title = {topic for topic, of in found.items() if of.counts[_TITLE]}
    about = {"always"}
    if length < 1_500:
        about.add("short")
    elif length > 5_000:
        about.add("long")
    items = []
    ranked = sorted(scores, key=lambda topic: (-scores[topic], topic))
    for rank, topic in enumerate(ranked, 1):
        of, score = found[topic], scores[topic]
        told = about | {topic}
        told |= set(_of_place(of, rest, length - release.body, release.body))
        told |= set(_of_rivals(topic, in_title))
        told |= set(_steps("share", score / best, (0.2, 0.4, 0.6, 0.8)))
        told |= set(_steps("score", score, (4, 8, 12, 16, 24)))
        told |= {f"rank_{limit}" for limit in (1, 2, 3, 5) if rank <= limit}
        if score >= _TELLING.get(topic, score + 1):
            told.add("telling")
        if foreign:
            told |= {"foreign", "foreign_title" if of.counts[_TITLE] else "foreign_below"}
            if score >= 8:
                told.add("foreign_score_8")
            if of.named or of.heads:
                told.add("foreign_field")
        told |= {f"{topic}:{name}" for name in _OF_EACH if name in told}
        for word, title in of.words.items():
            told |= {f"{topic}:“{word}”"} | ({f"{topic}:title“{word}”"} if title else set())
        in_talks = talks and foreign and length < _FEW_WORDS and "telling" in told
        rule = "topic_of_talks" if in_talks else "topic_words"
        items.append(Candidate(topic, *of.first, frozenset(told), rule))
    return items


def _of_place(of: Mentions, rest: float, length: int, body: int) -> Iterator[str]:
    yield from _steps("title", of.counts[_TITLE], (0.5, 2, 4))
    yield from _steps("lead", of.counts[_LEAD], (1, 2, 4, 8))
    yield from _steps("rest", of.counts[_REST] / rest, (1, 3, 6, 12))
    yield from _steps("words", len(of.words), (2, 3, 5))
    if of.named:
        yield "field"
    if of.heads:
        yield "section"
    if of.offices:
        yield "office_only"
    if of.first[0] - body > length / 2:
        yield "late"
    if of.last - body > length * 0.7:
        yield "to_the_end"


def _of_rivals(topic: str, in_title: set[str]) -> Iterator[str]:
    if in_title == {topic}:
        yield "title_alone"
    elif in_title and topic not in in_title:
        yield "title_other"
    if "fake_news" in in_title and topic != "fake_news":
        yield "of_fake_news"


def _steps(name: str, value: float, limits: tuple[float, ...]) -> Iterator[str]:
    """The limits that a value reaches, each a feature."""
    return (f"{name}_{limit:g}" for limit in limits if value >= limit)


def _mentions(release: ReleaseText, plain: str) -> dict[str, Mentions]:
    head = max(0, plain.find(release.title))
    heading_end = head + len(release.title)
    lead_end = release.body + LEAD
    found: dict[str, Mentions] = {}
    low = lowered(plain)
    # Of words that end in one another the longest counts: hits come by their ends.
    taken = -1
    for start, end, topics in _longest(low):
        if start < taken or not _whole(low, start, end):
            continue
        taken = end
        if head <= start < heading_end:
            zone = _TITLE
        elif start < release.body:
            continue  # the headline once more
        else:
            zone = _LEAD if start < lead_end else _REST
        before = low[max(0, start - 18) : start].rstrip(" ")
        named = before.endswith(_NAMED)
        office = before.endswith(_OFFICES)
        heads = zone == _REST and "\n" in low[max(0, start - _SECTION) : start]
        for topic, weight in topics:
            if topic == NO_TOPIC:
                continue
            of = found.setdefault(topic, Mentions((start, end)))
            of.last = start
            of.counts[zone] += 2 * weight if named else weight
            of.words[low[start:end]] = of.words.get(low[start:end], False) or zone == _TITLE
            of.named |= named
            of.heads |= heads
            of.offices &= office
    return found


@cache
def _automaton() -> Any:
    import ahocorasick

    words: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows("topics.tsv"):
        for word in row["words"].split("|"):
            words[word.lower()].setdefault(row["topic"], float(row["weight"]))
    automaton = ahocorasick.Automaton()
    for word, topics in words.items():
        automaton.add_word(word, (len(word), tuple(topics.items())))
    automaton.make_automaton()
    return automaton


def _longest(low: str) -> list[tuple[int, int, tuple[tuple[str, float], ...]]]:
    hits = [(end + 1 - length, end + 1, topics) for end, (length, topics) in _automaton().iter(low)]
    return sorted(hits, key=lambda hit: (hit[0], -hit[1]))


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a word in Latin letters stands alone; longer ones may go on (`agricultur`)."""
    if not text[start].isascii():
        return not ("\u0400" <= text[start] <= "\u04ff" and start and text[start - 1].isalpha())
    if start and text[start - 1].isalnum() and text[start - 1].isascii():
        return False
    short = end - start <= 4
    return not (short and end < len(text) and text[end].isascii() and text[end].isalpha())

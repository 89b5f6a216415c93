"""Promises: the clauses in which somebody says that they will do something.

A clause of a Thai text may be one when its verb says so (`จะ…`, `พร้อมสนับสนุน…`, `ยินดีที่จะ…`,
`เตรียม…`); how likely, a small table of learned weights says of its verb, its subject, its place and
its neighbours (`promise_weights.tsv`, made by `python -m training.promises`). What is hoped for,
asked of others, or only expected is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .clauses import begin, finish
from .moments import Moment
from .problem import ReleaseText
from .promise_verbs import (
    AT_A_MEETING,
    BEGINNINGS,
    DOING,
    ENGLISH,
    HOPES,
    NOBODY,
    NOT_BEFORE,
    NOT_DONE,
    RUSSIAN,
    SAID,
    STRONG_END,
    TELLS,
    VERB,
    WARNS,
    WILLING,
)
from .result import Promise
from .starts import starts_of
from .tables import likely, weights

MOST_PROMISES = 6
_SHORTEST, _LONGEST = 18, 420
_MOST_OF_ONE_EVENT = 40_000
_DOING = re.compile(DOING)
_ORDER = re.compile(r"(?:มอบหมาย|สั่งการ|กำชับ|ขอให้|ให้)\S{0,40}$")
_RULE = re.compile(r"มาตรา|ต้องระวาง|ประกาศ(?:กระทรวง|ฉบับ)|ตามกฎหมาย|หลักเกณฑ์|เงื่อนไข")
_PARTICIPANT = re.compile(
    r"(?:ผู้|ประชาชน|ลูกค้า|นายจ้าง|ลูกจ้าง|นักเรียน|เกษตรกร|แรงงาน|ผู้ประกอบการ)[ก-๎]{0,30}\s?$"
)
_IF = re.compile(r"หาก|เมื่อ|กรณี")
_NUMBERED = re.compile(r"\s*(?:\d+[.)]|[-–•])")


@dataclass(frozen=True)
class Candidate:
    """A clause that may be a promise.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        who: Where its subject stands.
        rule: What found it.
        features: What tells whether it is one; each of `promise_weights.tsv`.
    """

    start: int
    end: int
    who: tuple[int, int] | None
    rule: str
    features: frozenset[str]


def find_promises(
    release: ReleaseText, plain: str, moments: list[Moment], *, foreign: bool = False
) -> list[Promise]:
    """Find the promises of a release, in order of place; the surest when there are many.

    Args:
        release: A release.
        plain: Its `plain`.
        moments: What it says of days, in order.
        foreign: Whether it joins countries.
    """
    learned = weights("promise_weights.tsv")
    found = [
        (likely(learned, item.features), item)
        for item in candidates(release, plain, foreign=foreign)
    ]
    return [
        Promise(
            text=release.text[item.start : item.end],
            who=release.text[slice(*item.who)] if item.who else "",
            due=_due(moments, item.start, item.end, release),
            start=item.start,
            end=item.end,
            confidence=round(min(0.95, probability), 2),
            rule=item.rule,
        )
        for probability, item in chosen(found, plain, learned["enough"])
    ]


def chosen(
    found: list[tuple[float, Candidate]], plain: str, enough: float
) -> list[tuple[float, Candidate]]:
    """Choose the likely ones that do not overlap and do not begin alike, in order of place."""
    kept: list[tuple[float, Candidate]] = []
    for probability, item in sorted(found, key=lambda pair: (-pair[0], pair[1].start)):
        if len(kept) >= MOST_PROMISES or probability < enough:
            break
        opening = plain[item.start : item.start + 30]
        again = any(plain.startswith(opening, other.start) for _, other in kept)
        apart = all(item.end <= other.start or other.end <= item.start for _, other in kept)
        if apart and not again:
            kept.append((probability, item))
    return sorted(kept, key=lambda pair: pair[1].start)


def candidates(release: ReleaseText, plain: str, *, foreign: bool = False) -> list[Candidate]:
    """Find the clauses that may be promises, with what tells whether they are."""
    if len(plain) > _MOST_OF_ONE_EVENT:  # a summary of many meetings: only its beginning is its own
        plain = plain[: release.body + 1_500]
    thai = list(_thai(release, plain, foreign=foreign))
    return [*thai, *_other(release, plain)]


def _thai(release: ReleaseText, plain: str, *, foreign: bool) -> Iterator[Candidate]:
    about = {"always"}
    if foreign:
        about.add("foreign")
    if WARNS.search(release.title):
        about.add("warns")
    done = release.body
    for place in starts_of(BEGINNINGS, plain):
        hit = VERB.match(plain, place) if place >= done else None
        if hit is None:
            continue
        done = hit.end()
        rule = hit.lastgroup or "will"
        line_start = plain.rfind("\n", 0, hit.start()) + 1
        line_end = plain.find("\n", hit.start())
        line_end = len(plain) if line_end < 0 else line_end
        before = plain[line_start : hit.start()]
        if _no_promise(plain, hit, rule, before):
            continue
        clause = begin(plain, line_start, hit.start())
        if HOPES.search(plain[max(line_start, clause.start - 24) : hit.start()]):
            continue
        end = finish(plain, hit.start(), hit.end(), line_end)
        words = plain[clause.start : end]
        if not _SHORTEST <= len(words) <= _LONGEST or words.endswith("ไม่ได้"):
            continue
        told = about | {rule, f"{rule}_acts" if clause.acts else f"{rule}_free"}
        told |= set(_of_subject(plain, clause.start, clause.who, hit.start(), acts=clause.acts))
        told |= set(_of_place(plain, release, line_start, clause.start))
        told |= set(_of_words(plain, hit.start(), hit.end(), words))
        yield Candidate(clause.start, end, clause.who, rule, frozenset(told))


def _no_promise(plain: str, hit: re.Match[str], rule: str, before: str) -> bool:
    """Whether a verb promises nothing, by itself or by what stands right before it."""
    if before.endswith("จาก") or (NOT_BEFORE.search(before[-24:]) and rule != "agree"):
        return True
    if rule == "will":
        return bool(NOT_DONE.match(plain, hit.start()))
    if rule == "plan":
        return plain.startswith("เตรียมรับ", hit.start()) or before.endswith(("การ", "ความ"))
    if rule == "pledge":
        return bool(AT_A_MEETING.search(hit.group()))
    ready = hit.group().startswith(("ความพร้อม", "มีความพร้อม"))
    return ready and not TELLS.search(before[-44:])


def _of_subject(
    plain: str, start: int, who: tuple[int, int] | None, verb: int, *, acts: bool
) -> Iterator[str]:
    if acts and who:
        name = plain[who[0] : who[1]]
        if name.startswith(("ทั้งสอง", "สองฝ่าย")):
            yield "who_both"
        elif name.startswith(("ไทย", "ประเทศไทย", "รัฐบาล", "ฝ่าย")):
            yield "who_side"
        elif name.startswith(("กระทรวง", "กรม", "สำนักงาน")) or name.endswith("."):
            yield "who_agency"
        elif name.startswith(("ตน", "ผม", "เรา")):
            yield "who_self"
    elif who:
        yield "who_thing"
        if _PARTICIPANT.search(plain[who[0] : who[1]]):
            yield "who_participant"
    elif verb - start > 3:
        yield "who_else"
    if _ORDER.search(plain[max(0, start - 50) : start]):
        yield "ordered"


def _of_place(plain: str, release: ReleaseText, line: int, start: int) -> Iterator[str]:
    before = plain[max(line, start - 14) : start]
    for name, ends in (
        ("after_by", ("โดย",)),
        ("after_which", ("ซึ่ง",)),
        ("after_and", ("และ", "พร้อม", "พร้อมทั้ง", "รวมทั้ง", "ตลอดจน")),
        ("after_that", ("ว่า", "“", '"')),
        ("after_also", ("ทั้งนี้", "นอกจากนี้", "อย่างไรก็ตาม", "โอกาสนี้", "จากนั้น")),
    ):
        if before.rstrip().endswith(ends):
            yield name
    if SAID.search(plain[max(line, start - 90) : start]):
        yield "said"
    elif SAID.search(plain[line:start]):
        yield "said_before"
    if start < release.body + 500:
        yield "early"
    elif start > len(plain) * 0.8:
        yield "late"
    if _NUMBERED.match(plain, line):
        yield "numbered"


def _of_words(plain: str, verb: int, after: int, words: str) -> Iterator[str]:
    if not _DOING.match(plain, after):
        yield "no_deed"
    if plain.startswith(("จะมีการ", "จะได้มีการ"), verb):
        yield "passive"
    if plain.startswith("จะต้อง", verb):
        yield "must"
    if words.endswith(STRONG_END):
        yield "strong_end"
    if re.search(r"เร่ง|ต่อเนื่อง|เต็มที่|อย่างใกล้ชิด", words):
        yield "eager"
    if re.search(r"(?:ใน|ภายใน|ระหว่าง)?(?:วันที่|เดือน|ปี|สัปดาห์|ช่วง)\s?[\dก-ฮ]", words):
        yield "dated"
    elif re.search(r"\d", words):
        yield "number"
    if _IF.search(words):
        yield "if"
    if _RULE.search(words):
        yield "of_a_rule"
    if re.search(r"ความร่วมมือ|ความสัมพันธ์", words):
        yield "cooperation"
    if len(words) < 36:
        yield "short"
    elif len(words) > 180:
        yield "long"


def _other(release: ReleaseText, plain: str) -> Iterator[Candidate]:
    for pattern, letters in ((ENGLISH, r"[a-z]{4} [a-z]{2,} "), (RUSSIAN, r"[а-яё]{4}")):
        if not re.search(letters, plain):
            continue
        for hit in pattern.finditer(plain, release.body):
            start, end = hit.span("clause")
            will = plain.startswith("will ", hit.end("who") + 1)
            if NOBODY.match(hit["who"]) or (will and not WILLING.search(hit["who"])):
                continue
            if plain.startswith("and ", start):
                start += 4
            end = start + len(plain[start:end].rstrip(' ,.;:”"'))
            first = max(start, hit.start("who"))
            who = (first, hit.end("who")) if first < hit.end("who") else None
            yield Candidate(start, end, who, "says_will", frozenset({"says_will"}))


def _due(moments: list[Moment], start: int, end: int, release: ReleaseText) -> str:
    for moment in moments:
        if start <= moment.start < end and (
            release.published is None or moment.last > release.published
        ):
            return moment.when
    return ""

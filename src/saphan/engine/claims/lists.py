"""Claims that a government release says were checked: lists of the most shared, and single ones.

The Anti-Fake News Center of Thailand tells every week what false claims people shared most. The
lists come in four shapes, each told by its own words rather than by its place in the release:

- *ranked*: `อันดับที่ 1 เรื่อง … อันดับที่ 2 เรื่อง …`
- *numbered*: `… ที่มีคนสนใจสูงสุด 10 อันดับแรก ได้แก่ 1. … 2. …`, over several paragraphs;
- *named*: `… 3 อันดับแรก ได้แก่ เรื่อง … เรื่อง … และเรื่อง … ตามลำดับ`
- *single*: `ตามที่มีการแชร์ข้อความ … เรื่อง … ทางศูนย์ต่อต้านข่าวปลอมได้ตรวจสอบ … เป็นข้อมูลเท็จ`
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Verdict = Literal["false", "misleading", "true", ""]
Shape = Literal["ranked", "numbered", "named", "single"]

MOST_RANKS = 20
LONGEST = 400
"""Characters of a claim: what runs on longer is a paragraph, not a claim."""
SHORTEST = 8

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_RANK = re.compile(r"อันดับ(?:ที่)?[^\S\n]*(\d{1,2})(?!\d)[^\S\n]*")
_LEAD = re.compile(r"ข่าว|เฟคนิวส์|เฟกนิวส์")
# What follows a rank in prose that counts or compares: "อันดับ 1 จำนวน 59 เรื่อง", "ของโลก".
_NO_CLAIM = re.compile(
    r"(?:จำนวน|คือ\s|อยู่ใน|ของโลก|ของคนไทย|ยัง|ขณะที่|ในรอบ|ใน\s*ช่วง|แรก|ข่าว(?:ที่|ปลอม)|ด้าน|หมวด|กลุ่ม)"
)
_LISTED = re.compile(r"(?:ข่าว|เฟคนิวส์|เฟกนิวส์)[^\n]{0,400}?(?:ได้แก่|ดังนี้|ประกอบด้วย|ตัวอย่างข่าวปลอม)\s*")
_NAMED = re.compile(r"(?:และ\s*)?(?:ข่าวปลอม\s*)?เรื่อง\s*")
_TITLE = re.compile(r"(?:คือ\s*)?เรื่อง\s*")
_CLOSES = re.compile(
    r"\s*(?:ตามลำดับ|โดยทั้ง\s*\d+\s*อันดับ|ซึ่งทั้ง(?:สอง|\s*\d+)\s*อันดับ|[”“\"]\s*นาง|เป็นต้น(?!ไป))"
)
_NOTE = re.compile(
    r"\s*(?:\((?:เป็น|ซึ่งเป็น)?ข่าว(เก่า|ปลอม|จริง|บิดเบือน)[^()\n]*\)|และเป็นลักษณะข่าวบิดเบือน)"
)
_RANKS = re.compile(r"อันดับ|ลำดับ|ตัวอย่างข่าวปลอม")
_TAIL = re.compile(r"[\s,;…“”\"'\u200b]*(?:และ)?[\s,;…“”\"'\u200b]*$")
_ALL_TRUE = re.compile(r"ทั้ง\s*(\d+|สอง|สาม)\s*อันดับ(แรก|หลัง)(?:นี้)?\s*เป็นข่าวจริง")
_WORDED = {"สอง": 2, "สาม": 3}
_SINGLE = re.compile(
    r"ตามที่(?:ได้)?มี[^\n]{0,200}?(?:ประเด็น(?:ด้าน\S{1,12})?(?:ดังกล่าว)?\s*(?:เรื่อง|ว่า)?|เรื่อง|ว่า)\s*"
    r"(?P<claim>[^\n]{8,400}?)\s*(?:นั้น\s*)?(?:ทางศูนย์ต่อต้านข่าวปลอม|ทางศูนย์ฯ|ศูนย์ต่อต้านข่าวปลอม)"
    r"\s*ได้[^\n]{0,400}?เป็น(?:ข้อมูล|ข่าว)\s*(?P<verdict>เท็จ|ปลอม|จริง|บิดเบือน)"
)
_VERDICTS: dict[str, Verdict] = {
    "เท็จ": "false",
    "ปลอม": "false",
    "จริง": "true",
    "บิดเบือน": "misleading",
}


@dataclass(frozen=True)
class Mention:
    """A claim where a release names it.

    Attributes:
        text: The claim: `release[start:end]`.
        rank: Its place in a list; None when it stands alone.
        verdict: What the release says of it; empty when it does not.
        start: Where it stands, in characters.
        end: Where it ends.
        shape: The shape of what it was found in.
    """

    text: str
    rank: int | None
    verdict: Verdict
    start: int
    end: int
    shape: Shape


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Find the claims that a release lists or names, with rank, verdict and place.

    Args:
        text: A release, all of it.

    Returns:
        The mentions in order of place; none of them overlap. A text that tells of no checked
        claims gives none.
    """
    read = text.translate(_DIGITS)
    if not _LEAD.search(read):
        return ()
    found: list[Mention] = []
    for way in (_ranked, _numbered, _named, _singles):
        for group in way(read):
            taken = [(mention.start, mention.end) for mention in found]
            if all(
                mention.end <= start or mention.start >= end
                for mention in group
                for start, end in taken
            ):
                found += _judged(read, group)
    found.sort(key=lambda mention: mention.start)
    said: dict[str, Mention] = {}
    for mention in found:  # a release repeats its headline
        said.setdefault("".join(mention.text.split()), mention)
    return tuple(replace(x, text=text[x.start : x.end]) for x in said.values())


def _ranked(text: str) -> Iterator[list[Mention]]:
    """Runs of ranks that begin at 1 and go up one by one."""
    hits = list(_RANK.finditer(text))
    at = 0
    while at < len(hits):
        run = [hits[at]]
        if int(run[0].group(1)) == 1:
            while at + len(run) < len(hits) and _goes_on(text, run, hits[at + len(run)]):
                run.append(hits[at + len(run)])
        group = [
            mention
            for index, hit in enumerate(run)
            if (mention := _mention(text, hit, run[index + 1 : index + 2])) is not None
        ]
        if len(run) >= 2 and len(group) == len(run) and _led(text, run[0].start()):
            yield group
        at += len(run) if len(run) >= 2 else 1


def _goes_on(text: str, run: list[re.Match[str]], hit: re.Match[str]) -> bool:
    between = text[run[-1].end() : hit.start()]
    return int(hit.group(1)) == len(run) + 1 <= MOST_RANKS and len(between) <= LONGEST + 200


def _mention(text: str, hit: re.Match[str], following: list[re.Match[str]]) -> Mention | None:
    if _NO_CLAIM.match(text, hit.end()):
        return None
    end = following[0].start() if following else len(text)
    return _claim(text, hit.end(), end, int(hit.group(1)), "ranked")


def _led(text: str, start: int) -> bool:
    """Whether a list is one of news: the sentence before it says so, here or a paragraph above."""
    lines = text[max(0, start - 500) : start].split("\n")
    return _LEAD.search("".join([line for line in lines if line.strip()][-2:])) is not None


def _numbered(text: str) -> Iterator[list[Mention]]:
    for lead in _LISTED.finditer(text):
        if not _RANKS.search(lead.group()):
            continue
        at, near = lead.end(), 80
        hits: list[re.Match[str]] = []
        while len(hits) < MOST_RANKS:
            number = re.compile(rf"(?<![\d.,]){len(hits) + 1}\s?\.(?!\d)\s*")
            hit = number.search(text, at, at + near)
            if hit is None:
                break
            hits.append(hit)
            at, near = hit.end(), LONGEST + 200
        if len(hits) < 2:
            continue
        ends = [hit.start() for hit in hits[1:]] + [len(text)]
        group = [
            mention
            for rank, (hit, end) in enumerate(zip(hits, ends, strict=True), 1)
            if (mention := _claim(text, hit.end(), end, rank, "numbered")) is not None
        ]
        if len(group) == len(hits) and not any(_NO_CLAIM.match(x.text) for x in group):
            yield group


def _named(text: str) -> Iterator[list[Mention]]:
    for lead in _LISTED.finditer(text):
        line = text.find("\n", lead.end())
        stop = len(text) if line < 0 else line
        if closes := _CLOSES.search(text, lead.end(), stop):
            stop = closes.start()
        hits = [
            hit
            for hit in _NAMED.finditer(text, lead.end(), stop)
            if hit.start() == lead.end() or text[hit.start() - 1].isspace() or "และ" in hit.group()
        ]
        if len(hits) < 2 or hits[0].start() > lead.end() + 3:
            continue
        ranked = "อันดับ" in lead.group()
        ends = [hit.start() for hit in hits[1:]] + [stop]
        group = [
            mention
            for rank, (hit, end) in enumerate(zip(hits, ends, strict=True), 1)
            if (mention := _claim(text, hit.end(), end, rank if ranked else None, "named"))
        ]
        if len(group) == len(hits):
            yield group


def _singles(text: str) -> Iterator[list[Mention]]:
    for found in _SINGLE.finditer(text):
        start, end = found.span("claim")
        if (mention := _claim(text, start, end, None, "single")) is not None:
            yield [replace(mention, verdict=_VERDICTS[found.group("verdict")])]


def _claim(text: str, start: int, end: int, rank: int | None, shape: Shape) -> Mention | None:
    """The claim between two places: one line, without the words that lead to or from it."""
    start = _opening(text, start, end)
    line = text.find("\n", start, end)
    if line >= 0:
        end = line
    for mark in (_CLOSES, _NOTE):
        if found := mark.search(text, start, end):
            end = found.start()
    tail = _TAIL.search(text, start, end)
    if tail is not None:
        end = tail.start()
    if not SHORTEST <= end - start <= LONGEST:
        return None
    return Mention(text[start:end], rank, "", start, end, shape)


def _opening(text: str, start: int, end: int) -> int:
    """Where a claim begins, after quotation marks and the word that says it is one."""
    for _ in range(2):
        while start < end and (text[start].isspace() or text[start] in "“”\"'•-"):
            start += 1
        if title := _TITLE.match(text, start, end):
            start = title.end()
    return start


def _judged(text: str, group: list[Mention]) -> list[Mention]:
    """A list's mentions with its verdict, and with the verdict of those it makes exceptions of."""
    if group[0].shape == "single":
        return group
    above = text[: group[0].start]
    told: Verdict = "false" if re.search("ข่าวปลอม|เฟคนิวส์|เฟกนิวส์", above) else ""
    if "ข่าวจริง" in above[above.rfind("\n") + 1 :]:
        told = "true"
    judged = []
    for index, mention in enumerate(group):
        following = group[index + 1].start if index + 1 < len(group) else mention.end + 60
        after = text[mention.end : following].split("\n")[0]
        own = told
        if note := _NOTE.match(after):
            own = _VERDICTS.get(note.group(1) or "บิดเบือน", told)
        judged.append(replace(mention, verdict=own))
    start = group[0].start
    for found in _ALL_TRUE.finditer(text, start, group[-1].end + 120):
        count = _WORDED.get(found.group(1)) or int(found.group(1))
        before = [at for at, mention in enumerate(judged) if mention.end <= found.start()]
        for at in before[:count] if found.group(2) == "แรก" else before[-count:]:
            judged[at] = replace(judged[at], verdict="true")
    return judged

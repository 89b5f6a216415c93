"""The sentences of a text in Thai, Russian or English.

Thai ends no sentence with a mark; a space may end one or only a phrase. PyThaiNLP's CRFCut, a
conditional random field whose model it carries, tells which. Russian and English are cut by rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from .normalise import readable

_THAI = re.compile("[\u0e01-\u0e4e]")
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_END = re.compile(r"(?P<mark>[.!?…。！？]+)(?P<after>[\"'”’»)\]]*)(?=\s|$)")
_BEFORE = re.compile(r"[^\s(«“\"'\[]+$")
_OPENING = re.compile(r"\s*[\"'“‘«(\[–—-]*\s*")
_INITIALS = re.compile(r"(?:[A-ZА-ЯЁ]\.-?)+[A-ZА-ЯЁ](?<!U\.S)(?<!U\.K)(?<!U\.N)(?<!E\.U)")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,4}\.)+[^\W\d_]{1,4}\.")

_TITLE_WORDS = (
    "mr mrs ms dr prof sr jr st mt gen col lt sgt capt rev hon pres gov sen rep amb messrs "
    "pp eds para vs v cf e.g i.e viz approx est tel "
    "г-н г-жа проф акад доц д-р инж ген полк кап см ср разд пп кн "
    "ул пр-т просп пер пл наб б-р корп кв обл р-н пос дер им адм о-в тел "
    "т.е т.н в.т.ч напр прим ред изд сост зам зав нач инст каф лаб "
    "นาย นพ พญ ดร ศ รศ ผศ พล.อ พล.ท พล.ต พ.ต.อ พ.ต.ท น.ส ม.ร.ว ม.ล พ.ศ ค.ศ โทร"
)
_NUMBERED_WORDS = (
    "fig figs no nos vol vols p ch sec eq ed art al рис табл гл ст стр п т вып оф с д к ш"
)
_MONTH_WORDS = (
    "jan feb mar apr jun jul aug sep sept oct nov dec "
    "янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек"
)
_TITLES = frozenset(_TITLE_WORDS.split())
"""After these a capital letter or a number goes on with the sentence: `Dr. Smith`, `ул. Мира`."""
_BEFORE_NUMBERS = frozenset(_NUMBERED_WORDS.split())
"""After these only a number does: `No. 5`, `рис. 3`."""
_MONTHS = frozenset(_MONTH_WORDS.split())
_FIRMS = frozenset({"co", "inc", "ltd", "corp"})
_FIRM_GOES_ON = re.compile(r"(?:Ltd|LLC|Inc|PCL|KG)\b")
_COUNTED = re.compile(r"[\dIVXХ]\s*$")  # a year or a century stands before it
_WINDOW = 1_500  # CRFCut's features of a long text would take gigabytes
_LONGEST_RUN = 600  # a run without a space takes its segmentation long, and has no end inside


@dataclass(frozen=True)
class Sentence:
    """A sentence of a text.

    Attributes:
        start: Offset of its first character in the text.
        end: Offset after its last.
        text: Its words, `text[start:end]` of the whole.
    """

    start: int
    end: int
    text: str


def sentences(text: str, language: str | None = None) -> tuple[Sentence, ...]:
    """Cut a text into its sentences.

    A line break ends a sentence in any language. Full stops of abbreviations (`ул.`, `т. е.`,
    `Dr.`), initials, decimals, dates and addresses on the web end none. A stretch of Thai ends
    where CRFCut says so, unless what follows cannot begin a sentence.

    Args:
        text: Any text; read up to `MAX_TEXT` characters, with a `TextCutWarning` beyond.
        language: Language of the text when known: `ru` and `en` keep Thai names in one piece,
            anything else cuts Thai wherever it stands.

    Returns:
        Sentences in order, without the white space around them; every character of `text` that is
        no white space is in one of them.
    """
    found = []
    text = readable(text)
    for line in _LINE.finditer(text):
        for start, end in _by_marks(text, *line.span()):
            if language not in ("ru", "en") and _THAI.search(text, start, end):
                found += list(_by_spaces(text, start, end))
            else:
                found.append((start, end))
    return tuple(
        Sentence(start, end, text[start:end])
        for start, end in (_trimmed(text, *span) for span in found)
        if start < end
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return end - len(part.lstrip()), start + len(part.rstrip())


def _by_marks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a line after the marks that end a sentence."""
    for found in _END.finditer(text, start, end):
        if found.end() < end and _ends(text, start, found, end):
            yield start, found.end()
            start = found.end()
    yield start, end


def _ends(text: str, start: int, found: re.Match[str], end: int) -> bool:
    opening = _OPENING.match(text, found.end(), end)
    at = opening.end() if opening else found.end()
    following = text[at : min(at + 40, end)]
    small = following[:1].islower()
    if found["mark"] != ".":  # `Согласен!» — сказал он`, `Yahoo! is`
        return not small
    if small:
        return False
    before = _BEFORE.search(text, max(start, found.start() - 40), found.start())
    if before is None or found["after"]:
        return True
    word = before.group()
    return not _goes_on(word, text[max(start, before.start() - 12) : before.start()], following)


def _goes_on(word: str, earlier: str, following: str) -> bool:
    """Whether a full stop after a word, before what is no small letter, ends nothing."""
    low = word.lower()
    number_follows = following[:1].isdigit()
    if (len(word) == 1 and word.isupper()) or _INITIALS.fullmatch(word):
        return True  # `А. С. Иванов`; `витамин C. Он` cannot be told from it
    if low in ("д", "п") and earlier.rstrip().endswith("т."):  # и т. д., и т. п.
        return False
    if low in ("г", "гг", "ч"):  # `в 1998 г. Компания`, but `г. Москва`
        return not _COUNTED.search(earlier)
    if low in _MONTHS:
        return number_follows
    if low in _FIRMS:
        return bool(_FIRM_GOES_ON.match(following))
    if low in _BEFORE_NUMBERS:
        return number_follows
    if low in _TITLES:
        return True
    if _DOTTED.fullmatch(word + "."):
        return low in _TITLES or bool(_THAI.match(word))
    # A number of a list at the start of its line: `1. Первое`.
    return word.isdigit() and not earlier.strip()


def _by_spaces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut Thai at the spaces where CRFCut sees a sentence end."""
    begin = start
    while begin < end:
        last = _window(text, begin, end)
        ends = _ends_in(text[begin:last])
        if last < end and len(ends) > 1:  # the last one may go on beyond the window
            last = begin + ends[-2]
        for at in ends:
            if begin + at < last:
                yield start, begin + at
                start = begin + at
        begin = last
        if begin == end or not _continues(text[begin : begin + 20]):
            yield start, begin
            start = begin
    if start < end:
        yield start, end


def _window(text: str, begin: int, end: int) -> int:
    """The end of a part that CRFCut reads at once, at a space where there is one."""
    if end - begin <= _WINDOW:
        return end
    space = text.rfind(" ", begin + 1, begin + _WINDOW)
    return space + 1 if space > 0 else begin + _WINDOW


def _ends_in(part: str) -> list[int]:
    """Ends of the sentences of some Thai; the last one is that of the part."""
    words = part.split()
    if len(words) < 2 or max(map(len, words)) > _LONGEST_RUN:
        return [len(part)]
    ends, at = [], 0
    for piece in _crfcut()(part):
        at += len(piece)
        if part[at - 1].isspace() and not _continues(part[at : at + 20]):
            ends.append(at)
    return [*(e for e in ends if e < len(part)), len(part)]


_CONTINUING = re.compile(
    "(?:และ|หรือ|แก่|แด่|ของ|ที่(?!ผ่านมา|ประชุม|ปรึกษา|ดิน|พัก)|ซึ่ง|อัน(?!ดับ)|โดย(?!ทั่วไป|เฉพาะ|สรุป|ปกติ)"
    "|เพื่อ|ตลอดจน|รวมทั้ง|รวมถึง|ได้แก่|เช่น(?!เดียวกัน)|จำกัด|ราย(?!งาน|การ|ได้)|ใน(?= )|กับ|ต่อ(?= )|ฯลฯ|ๆ|ฯ)"
)


def _continues(following: str) -> bool:
    """Whether words go on with a sentence: they join, or belong to what stands before them."""
    return bool(_CONTINUING.match(following) or not following[:1].strip())


@cache
def _crfcut() -> Any:
    from pythainlp.tokenize.crfcut import segment

    return segment

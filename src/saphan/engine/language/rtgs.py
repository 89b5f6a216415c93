"""Thai names in Latin letters by the Royal Thai General System of Transcription (RTGS).

Source of the rules: Royal Institute of Thailand, Principles of Romanization for Thai Script by
Transcription Method, 11 January 1999. The system writes how a word is read, without tones or vowel
length, and Thai spelling does not show how names of Pali and Sanskrit are read: the list in
`data/thai_names.tsv` tells the parts that rules read wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from .normalise import normalise

Way = Literal["rtgs", "finals", "letters"]
_RUN = re.compile("[\u0e01-\u0e4e]+")
_TONES = re.compile("[\u0e48-\u0e4b\u0e4e\u0e3a]")
_SILENT = re.compile("[\u0e01-\u0e2e][\u0e34\u0e38]?\u0e4c")
_MUTE = "|"  # stands where silent letters stood: no syllable goes across
_LED = re.compile("([เแโไใ])([\u0e01-\u0e2e][รลว](?![\u0e30-\u0e3a\u0e47])|[\u0e01-\u0e2e])")
_CARRIER = re.compile("อ(?=[\u0e30-\u0e3a\u0e40-\u0e44\u0e47])")
_CONSONANTS = (
    "ก k k,ข kh k,ฃ kh k,ค kh k,ฅ kh k,ฆ kh k,ง ng ng,จ ch t,ฉ ch -,ช ch t,ซ s t,ฌ ch -,ญ y n,"
    "ฎ d t,ฏ t t,ฐ th t,ฑ th t,ฒ th t,ณ n n,ด d t,ต t t,ถ th t,ท th t,ธ th t,น n n,บ b p,ป p p,"
    "ผ ph -,ฝ f -,พ ph p,ฟ f p,ภ ph p,ม m m,ย y -,ร r n,ล l n,ว w -,ศ s t,ษ s t,ส s t,ห h -,"
    "ฬ l n,อ - -,ฮ h -"
)
_ROWS = [row.split() for row in _CONSONANTS.split(",")]
_INITIAL = {letter: initial.strip("-") for letter, initial, _ in _ROWS}
_FINAL = {letter: final for letter, _, final in _ROWS if final != "-"}
# Final letters as foreign names mean them, and all letters and vowels for themselves.
_SPELLED_FINALS = "ซ s,ศ s,ษ s,ส s,ร r,ล l,ฬ l,ฟ f,ญ n,ด d,บ b,จ c,ช c,ก k"
_VOWEL_LETTERS = "ะ a,ั a,า a,ำ am,ิ i,ี i,ึ ue,ื ue,ุ u,ู u,เ e,แ ae,โ o,ไ ai,ใ ai,ฤ rue,อ o,ห h"
_SPELLED = _FINAL | dict(pair.split() for pair in _SPELLED_FINALS.split(","))
_LETTERS = _INITIAL | dict(pair.split() for pair in _VOWEL_LETTERS.split(","))
_SIGNS = frozenset("ะัาำิีึืุู็ๅ")
_CLUSTERS = frozenset(first + second for first in "กขคปพ" for second in "รล") | frozenset(
    {"กว", "ขว", "คว", "ตร", "ผล"}
)
_FOREIGN_CLUSTERS = frozenset({"บร", "บล", "ฟร", "ฟล", "ดร"})
_READ_AS_ONE = {"ทร": "s", "ศร": "s", "สร": "s", "ซร": "s", "จร": "ch"}
_SONORANTS = frozenset("งญณนมยรลว")
_NATIVE_FINALS = frozenset("กงญณดนบมยวรล")
_DOUBLE_FINALS = frozenset(["ตร", "ทร", "ดร", "กร", "ชร", "คร", "ทธ", "ฏฐ", "ตถ", "ตต"])
_NOT_LINKING = _NATIVE_FINALS | frozenset("ปพภฟ")
_LONGEST = 120  # a run beyond is read piece by piece
_A, _CLOSED, _INDIC = 0.7, 0.2, 0.35  # what readings cost that the spelling does not show

# What may stand after an initial: by the vowel before it, the signs after it, the vowel as written
# in Latin, whether a final may follow (o), must (c) or must not (-), and what the reading costs.
_VOWELS: dict[str, tuple[tuple[str, str, str, float], ...]] = {
    "เ": (
        ("ียว", "iao", "-", 0), ("ียะ", "ia", "-", 0), ("ีย", "ia", "o", 0), ("ือย", "ueai", "-", 0),
        ("ือะ", "uea", "-", 0), ("ือ", "uea", "o", 0), ("าะ", "o", "-", 0), ("า", "ao", "-", 0),
        ("อะ", "oe", "-", 0), ("อ", "oe", "o", 0.1), ("ิ", "oe", "c", 0), ("ย", "oei", "-", 0),
        ("็ว", "eo", "-", 0), ("ว", "eo", "-", 0), ("็", "e", "c", 0), ("ะ", "e", "-", 0),
        ("", "e", "o", 0.1),
    ),
    "แ": (("ะ", "ae", "-", 0), ("็", "ae", "c", 0), ("ว", "aeo", "-", 0), ("", "ae", "o", 0.1)),
    "โ": (("ะ", "o", "-", 0), ("ย", "oi", "-", 0), ("", "o", "o", 0.1)),
    "ไ": (("ย", "ai", "-", 0), ("", "ai", "-", 0.1), ("", "ai", "c", 0.9)),
    "ใ": (("", "ai", "-", 0),),
    "": (
        ("ัวะ", "ua", "-", 0), ("ัว", "ua", "-", 0), ("ัย", "ai", "-", 0), ("ั", "a", "c", 0),
        ("ว", "ua", "c", 0.3), ("ะ", "a", "-", 0), ("าว", "ao", "-", 0), ("าย", "ai", "-", 0),
        ("า", "a", "o", 0), ("ำ", "am", "-", 0), ("ิว", "io", "-", 0), ("ิ", "i", "o", 0),
        ("ีว", "io", "-", 0.3), ("ี", "i", "o", 0), ("ึ", "ue", "o", 0), ("ือ", "ue", "-", 0),
        ("ื", "ue", "c", 0), ("ุย", "ui", "-", 0), ("ุ", "u", "o", 0), ("ู", "u", "o", 0),
        ("อย", "oi", "-", 0), ("วย", "uai", "-", 0), ("็อ", "o", "c", 0), ("อ", "o", "o", 0),
        ("็", "o", "-", 0), ("รร", "a", "c", 0), ("รร", "an", "-", 0.2), ("ร", "on", "-", 0.3),
        ("ฤๅ", "rue", "-", 0), ("ฤ", "rue", "o", 0), ("", "o", "c", _CLOSED), ("", "a", "-", _A),
    ),
}  # fmt: skip


def thai_to_latin(name: str) -> str:
    """Write a Thai name in Latin letters by RTGS.

    Args:
        name: A name, or any text.

    Returns:
        The text with each run of Thai letters read and, as names are, capitalised; other
        characters stay.
    """
    return _RUN.sub(lambda found: _read(found.group()).capitalize(), normalise_thai(name))


def normalise_thai(text: str) -> str:
    """A text with its Thai in order, and its other letters as they were."""
    return _RUN.sub(lambda found: normalise(found.group()), text)


def thai_sounds(name: str, way: Way) -> str:
    """Thai in Latin letters for comparing names by sound, in one of three readings.

    Args:
        name: A name, its Thai in order.
        way: `rtgs`; `finals`, the same with final letters as they are spelled (`s`, `l`, `r` where
            RTGS has `t`, `n`), as foreign names are meant; `letters`, each letter for itself.

    Returns:
        The name with its Thai in small Latin letters.
    """
    if way == "letters":
        return _RUN.sub(lambda found: _by_letters(found.group()), name)
    return _RUN.sub(lambda found: _read(found.group(), spelled=way == "finals"), name)


def _by_letters(run: str) -> str:
    letters = _TONES.sub("", run).replace("\u0e4c", "")
    letters = _CARRIER.sub("", _LED.sub(r"\2\1", letters))
    letters = re.sub("เีย(?=[\u0e01-\u0e2e])", "เ", letters)  # Пермь, เปียร์ม
    return "".join(_LETTERS.get(letter, "") for letter in letters)


def _read(run: str, *, spelled: bool = False) -> str:
    return "".join(
        _best_reading(_prepared(run[start : start + _LONGEST]), spelled)
        for start in range(0, len(run), _LONGEST)
    )


def _prepared(run: str) -> str:
    return re.sub(r"\|+", _MUTE, _SILENT.sub(_MUTE, _TONES.sub("", run))).replace("\u0e4c", "")


@lru_cache(maxsize=20_000)
def _best_reading(letters: str, spelled: bool) -> str:
    """The cheapest way to read all letters, syllable by syllable or by known parts."""
    best: list[tuple[float, str] | None] = [None] * (len(letters) + 1)
    best[0] = (0.0, "")
    for at in range(len(letters)):
        here = best[at]
        if here is None:
            continue
        for end, latin, cost in _next_parts(letters, at, spelled):
            way = (here[0] + cost, here[1] + latin)
            there = best[end]
            if there is None or way < there:
                best[end] = way
    last = best[-1]
    return last[1] if last else ""


def _next_parts(letters: str, at: int, spelled: bool) -> Iterator[tuple[int, str, float]]:
    if letters[at] in (_MUTE, "ๆ", "ฯ"):
        yield at + 1, "", 0.0
        return
    parts, longest = _known_parts()
    for length in range(min(longest, len(letters) - at), 1, -1):
        end = at + length
        known = parts.get(letters[at:end])
        if known and letters[end : end + 1] not in _SIGNS:
            final, linked = known
            more = end < len(letters) and letters[end:] != _MUTE
            yield end, linked if more else final, 0.9
    yield from _syllables(letters, at, _SPELLED if spelled else _FINAL)
    yield at + 1, _INITIAL.get(letters[at], ""), 9.0  # no syllable: the letter alone


def _syllables(letters: str, at: int, latin_of: dict[str, str]) -> Iterator[tuple[int, str, float]]:
    lead = letters[at] if letters[at] in "เแโไใ" else ""
    start = at + len(lead)
    if not lead and letters[at] == "ฤ":
        length = 2 if letters[at : at + 2] == "ฤๅ" else 1
        yield at + length, "rue", 1.0
    for used, initial, initial_cost in _initials(letters, start, led=bool(lead)):
        after = start + used
        for signs, vowel, final_rule, cost in _VOWELS[lead]:
            if not letters.startswith(signs, after):
                continue
            end = after + len(signs)
            cost += 1 + initial_cost
            if final_rule != "c" and _may_end(letters, end):
                bare = not lead and not signs
                last = bare and end == len(letters)
                yield end, initial + vowel, cost + (1.0 if last else 0.0)
            if final_rule != "-":
                linking = bool(lead or signs)
                for final_end, final, final_cost in _finals(letters, end, latin_of, linking):
                    yield final_end, initial + vowel + final, cost + final_cost


def _initials(letters: str, at: int, *, led: bool) -> Iterator[tuple[int, str, float]]:
    """Letters used by the initial of a syllable, its Latin and its cost."""
    first, second = letters[at : at + 1], letters[at + 1 : at + 2]
    if first not in _INITIAL:
        return
    yield 1, _INITIAL[first], 0.0
    pair = first + second
    if second not in _INITIAL:
        return
    if pair in _CLUSTERS:
        yield 2, _INITIAL[first] + _INITIAL[second], 0.0
    elif pair in _FOREIGN_CLUSTERS:
        yield 2, _INITIAL[first] + _INITIAL[second], 0.1
    elif pair in _READ_AS_ONE:
        yield 2, _READ_AS_ONE[pair], 0.1
    elif first == "ห" and second in _SONORANTS:
        yield 2, _INITIAL[second], 0.0
    elif led and second in _SONORANTS | frozenset("ดตถสษ"):
        yield 2, _INITIAL[first] + "a" + _INITIAL[second], 0.6  # เสมอ, แสดง


def _may_end(letters: str, at: int) -> bool:
    return at == len(letters) or letters[at] not in _SIGNS


def _finals(
    letters: str, at: int, latin_of: dict[str, str], linking: bool
) -> Iterator[tuple[int, str, float]]:
    """Ends, Latin and cost of the finals that may stand at a place."""
    letter = letters[at : at + 1]
    if letter == _MUTE and letters[at + 1 : at + 2] in _FINAL and at + 2 == len(letters):
        yield at + 2, latin_of[letters[at + 1]], 0.0  # ฟิล์ม
        return
    if letter not in _FINAL or not _may_end(letters, at + 1):
        return
    following = letters[at + 1 : at + 2]
    at_end = following in ("", _MUTE)
    native = letter in _NATIVE_FINALS
    yield at + 1, latin_of[letter], 0.0 if native or at_end else 0.6
    rest = letters[at + 2 : at + 3]
    if following in _FINAL and (
        (rest == _MUTE and following not in _NATIVE_FINALS)
        or (rest in ("", _MUTE) and letter + following in _DOUBLE_FINALS)
    ):
        yield at + 2, latin_of[letter], 0.1  # จันทร์, จักร
    indic = linking and letter not in _NOT_LINKING
    if indic and following in _INITIAL and letters[at + 2 : at + 3] in _SIGNS:
        yield at + 1, latin_of[letter] + _INITIAL[letter] + "a", _INDIC  # วิทยา


@cache
def _known_parts() -> tuple[dict[str, tuple[str, str]], int]:
    text = (files(__package__) / "data" / "thai_names.tsv").read_text(encoding="utf-8")
    parts = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            thai, final, *linked = line.split("\t")
            parts[_prepared(normalise(thai))] = (final, linked[0] if linked else final)
    return parts, max(map(len, parts))

"""Words that sound or look alike, whatever letters they are written in.

For finding by a lexicon: `sound` gives words of like sound one key, and `shortenings` lets a
database find the keys a slip or two away by equality alone.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations

from .normalise import fold

_CYRILLIC = str.maketrans(
    {
        "а": "a",
        "б": "b",
        "в": "v",
        "г": "g",
        "д": "d",
        "е": "e",
        "ж": "zh",
        "з": "z",
        "и": "i",
        "й": "y",
        "к": "k",
        "л": "l",
        "м": "m",
        "н": "n",
        "о": "o",
        "п": "p",
        "р": "r",
        "с": "s",
        "т": "t",
        "у": "u",
        "ф": "f",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ы": "y",
        "ь": "",
        "э": "e",
        "ю": "yu",
        "я": "ya",
    }
)
# What romanisations write in two ways: GOST, BGN and passports for Russian, RTGS and habit for
# Thai.
_TWO_WAYS = (
    ("shch", "sh"),
    ("sch", "sh"),
    ("tch", "ch"),
    ("kh", "h"),
    ("ph", "p"),
    ("th", "t"),
    ("ck", "k"),
    ("x", "ks"),
    ("q", "k"),
    ("w", "v"),
    ("j", "y"),
    ("y", "i"),
    ("ie", "e"),
)
_THAI = re.compile("[\u0e00-\u0e7f]+")
_NOT_KEY = re.compile("[^a-z0-9]+")
_DOUBLED = re.compile(r"(.)\1+")
_MOST_LETTERS = 40
_ONE_SLIP, _TWO_SLIPS = 5, 8
"""Letters from which a word may have one slip, and two: in shorter ones a slip is another word."""
_PREFIX = 10  # letters of a key whose shortenings are kept; the whole key decides in the end


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """The key of a word by its sound, in Latin letters.

    Cyrillic is written in Latin letters as passports do, Thai by the Royal Institute's rules
    (RTGS); what such systems write differently, and doubled letters, is made one.

    Args:
        word: One word.

    Returns:
        The key, at most 40 letters and digits; empty when the word has none that it knows.
    """
    text = fold(word[: 2 * _MOST_LETTERS])
    if _THAI.search(text):
        # Imported here: a program that meets no Thai does not wait for it.
        from pythainlp.transliterate.royin import romanize

        text = _THAI.sub(lambda run: str(romanize(run.group())), text)
    key = _NOT_KEY.sub("", text.translate(_CYRILLIC))
    for one, other in _TWO_WAYS:
        key = key.replace(one, other)
    return _DOUBLED.sub(r"\1", key)[:_MOST_LETTERS]


def slips_allowed(key: str) -> int:
    """How many slips a key of this length may have and still be taken for the same word."""
    return (len(key) >= _ONE_SLIP) + (len(key) >= _TWO_SLIPS)


def shortenings(key: str, most: int = 2) -> list[int]:
    """Numbers of which two keys share one if they are as few slips apart as `slips_allowed` says.

    The numbers stand for what remains of the key's first ten letters when up to two are left
    out (Garbe's symmetric delete, https://github.com/wolfgarbe/SymSpell). A shared number is only
    a hint: `slips` decides.

    Args:
        key: A key.
        most: Leave out no more than so many; with 1, keys a single slip apart still share one.
    """
    start = key[:_PREFIX]
    left = {start}
    for out in range(1, min(most, slips_allowed(key)) + 1):
        left.update("".join(kept) for kept in combinations(start, len(start) - out))
    return sorted(_signed(zlib.crc32(rest.encode())) for rest in left)


def _signed(number: int) -> int:
    return number - (1 << 32) if number >= 1 << 31 else number


def slips(one: str, other: str, most: int) -> int | None:
    """How many letters were added, left out, changed or swapped with a neighbour.

    Args:
        one: A key.
        other: Another key.
        most: More than so many do not count.

    Returns:
        The number (optimal string alignment), or None when there are more than `most`.
    """
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, against in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None


def alike(key: str, candidates: Iterable[str]) -> dict[str, float]:
    """Which keys are a slip or two away, and how alike they are, from 0 to 1."""
    found = {}
    for other in candidates:
        most = min(slips_allowed(key), slips_allowed(other))
        apart = slips(key, other, most) if most else None
        if apart is not None:
            found[other] = 1 - apart / max(len(key), len(other))
    return found

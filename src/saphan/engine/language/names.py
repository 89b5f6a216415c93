"""Whether names written in Thai, Russian and Latin letters are the same name.

Every name is brought into Latin letters, and these into sounds, in which what the scripts and their
spellings do not keep apart costs little: `kh` of `Tomikhin` is the `х` of `Томихин` and the `ฮ` of
`โตมีฮิน`. The distance of two names is the cheapest way to edit the sounds of one into those of the
other (Levenshtein 1966, with costs by sound). Names that are translated (`ธนาคารกรุงเทพ`,
Bangkok Bank) do not meet.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .normalise import fold, fold_lookalikes
from .rtgs import Way, thai_sounds
from .transliterate import to_latin

SAME_NAME = 0.8
"""From this likeness on two names are more likely one than not."""

_MOST = 200  # letters of a name that are read
_MOST_WORDS = 12
_WORD = re.compile(r"[^\W\d_]+(?:['’ʹ”][^\W\d_]+)*|\d+")
_APOSTROPHE = re.compile("['’ʹ”]")
_THAI = re.compile("[\u0e01-\u0e4e]")
# Letters that mostly foreign names have, and silent letters that they keep.
_FOREIGN_IN_THAI = re.compile("[ฟซฮ]|(?<![ทตก])ร์|[ลสคกดต]์")
_PATRONYMIC = re.compile(r"(?:ovich|evich|yevich|ovna|evna|yevna|ichna)$")
_TITLE_WORDS = (
    "mr mrs ms miss dr prof professor doktor khun nai nang g-n g-zha gospodin gospozha "
    "co ltd inc llc corp company limited pcl public plc jsc ojsc cjsc pjsc gmbh ooo oao zao pao ao "
    "ip"
)
_TITLES = frozenset(_TITLE_WORDS.split())
_THAI_TITLES = re.compile(
    r"^(?:นางสาว|นาย|นาง|คุณ|ดร\.?|ศ\.|รศ\.|ผศ\.|น\.ส\.|บริษัท|บมจ\.?|บจก\.?|หจก\.?)\s*"
    r"|\s*(?:จำกัด)?\s*(?:\(มหาชน\)|มหาชน)$|\s*จำกัด$"
)

# Latin letters as sounds. Capitals are sounds that scripts merge: Q is `kh` (х or ค), P is `ph` (พ
# or f), U is `ue` (ื), J is `j` and `zh`, X is `sh`, N is `ng`. Russian writes the aspirated sounds
# of Thai with х: тх, пх, кх.
_SPELLINGS = (
    "shch=X sch=X tch=c tsk=tsk tkh=t pkh=P kkh=Q ngk=Nk eev=eyev eea=ia ch=c sh=X zh=J kh=Q ph=P "
    "th=t gh=g bh=b dh=d ts=c tz=c ck=k ng=N qu=kv ee=i oo=u ou=u ue=U ae=E oe=O ce=se ci=si cy=si "
    "x=ks q=k w=v j=J c=k"
)
_SOUNDS = dict(pair.split("=") for pair in _SPELLINGS.split())
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_VOWELS = frozenset("aeiouUEO")
# What a sound for another costs, where it is less than for any two consonants or vowels.
_CLOSE = {
    pair: float(cost)
    for cost, pairs in (
        (".1", "kQ hQ pP eE"),
        (".15", "fv sz yi iy"),
        (".2", "kg pb td fP cJ cX"),
        (".25", "JX Nn"),
        (".3", "bP vu oO eO Uu"),
        (".4", "gQ sX cs Jz Ng vo Jy pf bv ei aE ou Ue Ui EO UO"),
        (".5", "gh Ei aU aO EU"),
        (".6", "kh Js cz lr ts tc ct ae eo Eo oU"),
        (".8", "ln rn ao eu"),
    )
    for pair in pairs.split()
}
_INITIAL = 0.85  # likeness of a name and an initial that begins it
_VOWEL_WEIGHT = 0.65
_OTHER_VOWEL, _OTHER_CONSONANT = 1.5, 1.2
_DROPPED = {"y": 0.2, "h": 0.35, "r": 0.6, "N": 0.7, "v": 0.7, "l": 0.7}
_LAST = 1.3  # an ending tells Ivanov from Ivanova, Konstantin from Konstantinov
_KEYED = str.maketrans("kgQhpPbtdfvszcJXmnNlr", "KKKKPPPTTFFSSCCCMNNLL", "aeiouyUEO")


def names_alike(a: str, b: str) -> float:
    """How likely two names are the same, by their sound and whatever their script.

    Titles, legal forms and the order of the parts do not count; an initial stands for any
    name it begins, and a patronymic may be missing.

    Args:
        a: A name of a person, a place or a firm.
        b: Another.

    Returns:
        0 (nothing alike) to 1 (the same letters); `SAME_NAME` and above means the same name.
    """
    if not (_clean(a) and _clean(b)):
        return 0.0
    if _clean(a) == _clean(b):
        return 1.0
    best = 0.0
    for first in _readings(a):
        for second in _readings(b):
            best = max(best, _alike(first, second))
    return round(best, 4)


def name_key(name: str) -> str:
    """A key that the same name has in every script, for finding candidates.

    The consonants of its parts in order, each as one of nine classes. Other names may share a key:
    `names_alike` tells them apart. Where a script hides a sound, keys of one name can differ.

    Args:
        name: A name.

    Returns:
        Capital letters and digits, the parts in alphabetical order with a space between; empty when
        there is no letter.
    """
    words = _readings(name)[0] if _clean(name) else ()
    return " ".join(sorted(filter(None, map(_word_key, words))))


def _word_key(sounds: str) -> str:
    key = re.sub(r"(.)\1+", r"\1", sounds.translate(_KEYED))
    return key or sounds[:1].upper()


@lru_cache(maxsize=50_000)
def _clean(name: str) -> str:
    name = fold_lookalikes(name[:_MOST]).strip()
    for _ in range(3):
        shorter = _THAI_TITLES.sub("", name).strip()
        if not shorter or shorter == name:
            break
        name = shorter
    return fold(name)


@lru_cache(maxsize=50_000)
def _readings(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of a name in sounds, in each of the ways it may be read, the likeliest first."""
    clean = _clean(name)
    latins = [to_latin(clean)]
    if _THAI.search(clean):
        ways: tuple[Way, ...] = ("finals", "rtgs", "letters")
        if _FOREIGN_IN_THAI.search(clean):
            ways = ("letters", "finals", "rtgs")
        latins = [to_latin(thai_sounds(clean, way)) for way in ways]
    readings = []
    for latin in latins:
        words = [_APOSTROPHE.sub("", word) for word in _WORD.findall(fold(latin))]
        kept = [word for word in words if word not in _TITLES] or words
        short = [word for word in kept if not _PATRONYMIC.search(word)]
        kept = short if len(short) > 1 else kept
        readings.append(tuple(_sounds(word) for word in kept[:_MOST_WORDS]))
    return tuple(dict.fromkeys(readings))


def _sounds(word: str) -> str:
    sounds = _SOUND.sub(lambda found: _SOUNDS[found.group()], word)
    return re.sub(r"(.)\1+", r"\1", sounds)


def _alike(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    if not first or not second:
        return 0.0
    joined = _words_alike("".join(first), "".join(second))
    if len(first) == 1 and len(second) == 1:
        return joined
    return max(joined, _paired(first, second)) if abs(len(first) - len(second)) < 3 else joined


def _paired(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    """Likeness of the words when the likest are paired, most of it that of the least alike pair."""
    pairs = sorted(
        ((_words_alike(a, b), i, j) for i, a in enumerate(first) for j, b in enumerate(second)),
        reverse=True,
    )
    left, right = set(range(len(first))), set(range(len(second)))
    found = []
    for likeness, i, j in pairs:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            found.append((likeness, max(len(first[i]), len(second[j]))))
    alone = [len(first[i]) for i in left] + [len(second[j]) for j in right]
    total = sum(weight for _, weight in found) + sum(alone)
    mean = sum(likeness * weight for likeness, weight in found) / total
    least = 0.0 if alone else min(likeness for likeness, _ in found)
    return 0.4 * mean + 0.6 * least


@lru_cache(maxsize=200_000)
def _words_alike(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if min(len(a), len(b)) == 1:
        return _INITIAL if _swapped(_opening(a), _opening(b)) <= 0.2 else 0.0
    weight = (sum(map(_weight, a)) + sum(map(_weight, b))) / 2
    return max(0.0, 1 - 1.3 * _distance(a, b) / weight)


def _opening(word: str) -> str:
    """The first sound, that of `E.` and of `Yevgeny` the same."""
    return word[1] if word[0] == "y" and word[1:2] in _VOWELS else word[0]


def _weight(sound: str) -> float:
    return _VOWEL_WEIGHT if sound in _VOWELS else 1.0


@lru_cache(maxsize=4096)
def _swapped(a: str, b: str) -> float:
    """What one sound for another costs."""
    if a == b:
        return 0.0
    close = _CLOSE.get(a + b, _CLOSE.get(b + a))
    if a in _VOWELS and b in _VOWELS:
        return _VOWEL_WEIGHT * (_OTHER_VOWEL if close is None else close)
    return _OTHER_CONSONANT if close is None else close


def _dropped(word: str, at: int) -> float:
    sound = word[at]
    if at == len(word) - 1 and sound not in "yhr":
        return _LAST
    return 0.6 if sound in _VOWELS else _DROPPED.get(sound, 1.0)


def _distance(a: str, b: str) -> float:
    row = [0.0]
    for j in range(len(b)):
        row.append(row[-1] + _dropped(b, j))
    for i, sound in enumerate(a):
        gone = _dropped(a, i)
        previous, row = row, [row[0] + gone]
        for j, other in enumerate(b):
            swapped = previous[j] + _swapped(sound, other)
            row.append(min(swapped, previous[j + 1] + gone, row[j] + _dropped(b, j)))
    return row[-1]

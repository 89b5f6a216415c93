"""Which language a text is in, and its content words in a form that can be compared."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

MOST_CHARACTERS = 200_000
"""Longer texts are cut: no description of an offer is longer, and hostile input may be."""

THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
TAG = re.compile(r"<[^<>]{0,1000}>")
RUN = re.compile(r"[\u0e00-\u0e7f]+|[a-z0-9][a-z0-9+#.\-]*|[\u0400-\u04ff]+(?:-[\u0400-\u04ff]+)*")
ENGLISH_STOP = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "by", "can", "for", "from", "has", "have", "in"}
    | {"into", "is", "it", "its", "of", "on", "or", "our", "that", "the", "their", "this", "to"}
    | {"we", "will", "with", "you", "your"}
)
RUSSIAN_STOP_PARTS = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ"})


def identify(text: str) -> str:
    """The language that most of the letters belong to, told by their script.

    Args:
        text: Any text.

    Returns:
        `th`, `ru`, `en`, or `und` when there is no letter of these scripts.
    """
    counts = {"th": 0, "ru": 0, "en": 0}
    for character in text[:MOST_CHARACTERS]:
        if "\u0e00" <= character <= "\u0e7f":
            counts["th"] += 1
        elif "\u0400" <= character <= "\u04ff":
            counts["ru"] += 1
        elif character.isascii() and character.isalpha():
            counts["en"] += 1
    language = max(counts, key=lambda name: counts[name])
    return language if counts[language] else "und"


def normalise(text: str) -> str:
    """Fold what does not change the meaning: case, width, digits, markup, invisible signs.

    Args:
        text: Any text; more than `MOST_CHARACTERS` is cut.

    Returns:
        Lower-case NFKC text with Arabic digits, `ё` as `е`, without tags.
    """
    text = TAG.sub(" ", html.unescape(text[:MOST_CHARACTERS]))
    text = unicodedata.normalize("NFKC", text).translate(INVISIBLE).translate(THAI_DIGITS)
    # NFKC takes the Thai vowel AM apart; dictionaries have it whole.
    text = text.replace("\u0e4d\u0e32", "\u0e33").replace("เเ", "แ")
    return text.casefold().replace("ё", "е")


def terms(text: str, language: str | None = None) -> list[str]:
    """Content words in a comparable form: Thai words, Russian lemmas, English stems.

    Each run of one script is treated in its own language, for texts mix them.

    Args:
        text: Any text.
        language: Not needed; the script decides. Kept for languages that share one.

    Returns:
        The words in order, stop words left out.
    """
    found: list[str] = []
    for run in RUN.findall(normalise(text)):
        if "\u0e00" <= run[0] <= "\u0e7f":
            found += _thai(run)
        elif "\u0400" <= run[0] <= "\u04ff":
            found += filter(None, [_russian(run)])
        else:
            found += filter(None, [_english(run.rstrip(".-"))])
    return found


@lru_cache(maxsize=50_000)
def _thai(run: str) -> tuple[str, ...]:
    from pythainlp.tokenize import word_tokenize

    stop = _thai_stop_words()
    words = word_tokenize(run, engine="newmm", keep_whitespace=False)
    return tuple(w for w in words if len(w) > 1 and w not in stop)


@cache
def _thai_stop_words() -> frozenset[str]:
    from pythainlp.corpus import thai_stopwords

    return frozenset(thai_stopwords())


@lru_cache(maxsize=50_000)
def _russian(word: str) -> str:
    best = _morphology().parse(word)[0]
    if best.tag.POS in RUSSIAN_STOP_PARTS or len(word) < 2:
        return ""
    return str(best.normal_form).replace("ё", "е")


@cache
def _morphology() -> MorphAnalyzer:
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer()


@lru_cache(maxsize=50_000)
def _english(word: str) -> str:
    if word in ENGLISH_STOP or len(word) < 2:
        return ""
    return str(_stemmer().stemWord(word)) if word.isalpha() else word


@cache
def _stemmer():  # type: ignore[no-untyped-def]
    import snowballstemmer

    return snowballstemmer.stemmer("english")

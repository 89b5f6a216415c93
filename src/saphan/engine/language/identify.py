"""Which language a text is in, told from its letters, and where in a mixed text each one stands.

Thai is told by its script. Languages that share the Latin or the Cyrillic script are told apart by
py3langid, a naive Bayes classifier over byte n-grams (Lui and Baldwin, "langid.py: An Off-the-shelf
Language Identification Tool", ACL 2012), with English and Russian expected more than others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np

_SCRIPTS = re.compile(
    r"(?P<th>[\u0e01-\u0e2e\u0e30\u0e32-\u0e33\u0e40-\u0e46]+)"
    r"|(?P<cyrillic>[\u0400-\u0481\u048a-\u052f]+)"
    r"|(?P<latin>[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]+)"
    r"|(?P<other>[^\W\d_])"
)
_KINDS = ("th", "cyrillic", "latin", "other")
_TABLE = 0x3100  # letters of most scripts have a number below; a text with others takes longer
_THAI_MARKS = re.compile(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")
_MARKUP = re.compile(r"<[^<>]{0,2000}>|https?://\S+|\S{1,200}@\S+\.\S+")
_NOT_RUSSIAN = frozenset("іїєґўјљњћђџѓќѕәғқңөұүһІЇЄҐЎЈЉЊЋЂЏЃЌЅӘҒҚҢӨҰҮҺ")
_SAMPLE = 20_000
_MIXED = 0.3
"""Share of letters that Thai and Cyrillic must both have in a text of two languages."""
_OWN = 0.2
"""Share from which Thai or Cyrillic wins over the Latin terms that technical texts are full of."""
_LATIN = (
    "en de fr es it pt nl sv da no fi pl cs sk hu ro hr sl lv lt et tr vi id ms az uz sq ca eu gl "
    "is ga cy mt tl sw af eo tk bs"
)
_CYRILLIC = "ru uk be bg mk kk ky mn tg sr tt ba"
_LANGUAGES = {"latin": _LATIN.split(), "cyrillic": _CYRILLIC.split()}
_OURS = {"th": "th", "latin": "en", "cyrillic": "ru"}
_CLASSIFIED = 600  # letters of a text that the classifier reads: more do not make it surer
_SHORT = 26
"""Letters below which a text counts as short: the classifier is unsure of it."""
_ODDS = ((13, 32.0), (_SHORT, 16.0))
"""Below so many letters, how much likelier another language must be than ours to be believed."""
_LONG_ODDS = 2.0
_SURE = 0.5
_TERM_WORDS = 4  # so many Latin words in a row inside another script are no term any more
_BREAK = re.compile(r"[\n|;•·–—]|[.!?…]+(?=\s)|\s/\s|(?<=[.!?…]) ")
_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Span:
    """A part of a text in one language.

    Attributes:
        start: Offset of its first character in the text.
        end: Offset after its last.
        language: `th`, `ru`, `en`, the ISO 639-1 code of another language, or `und`.
    """

    start: int
    end: int
    language: str


def identify(text: str) -> str:
    """Tell the language of a text.

    Letters are counted by script. Latin words inside Thai or Russian are taken for terms: they
    decide only when the other script has less than 20 % of the letters.

    Args:
        text: Any text; only its first 20,000 characters are looked at.

    Returns:
        `th`, `ru` or `en`; the ISO 639-1 code of another language in Latin or Cyrillic letters
        (`uk`, `kk`, `de`); `mul` when Thai and Russian both have a large share; `und` when there
        are no letters, letters of another script, or a language that cannot be told.
    """
    sample = text[:_SAMPLE]
    if "<" in sample or "://" in sample or "@" in sample:
        sample = _MARKUP.sub(" ", sample)
    counts = _letters_of(sample)
    total = sum(counts.values())
    if not total or counts["other"] > total / 2:
        return "und"
    thai, cyrillic, latin = (counts[s] / total for s in ("th", "cyrillic", "latin"))
    if min(thai, cyrillic) >= _MIXED:
        return "mul"
    if thai >= _OWN and thai > cyrillic:
        return "th"
    if cyrillic >= _OWN:
        return _language("cyrillic", _words_of(sample, "cyrillic"))
    if latin > 0.5:
        return _language("latin", _words_of(sample, "latin"))
    return "und"


def _letters_of(sample: str) -> dict[str, int]:
    """How many letters of each script a text has, Thai marks left out."""
    numbers = np.frombuffer(sample.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if numbers.size and int(numbers.max()) >= _TABLE:
        found = Counter(script for letter in sample if (script := _script(letter)))
        return {script: found[script] for script in _KINDS}
    counted = np.bincount(_scripts()[numbers], minlength=len(_KINDS) + 1)
    return dict(zip(_KINDS, map(int, counted), strict=False))


@lru_cache(10_000)
def _script(letter: str) -> str | None:
    found = _SCRIPTS.match(letter)
    return found.lastgroup if found else None


@cache
def _scripts() -> np.ndarray:
    """The place in `_KINDS` of every letter; of what is none, the place after the last."""
    kinds = [*_KINDS, None]
    found = [kinds.index(_script(chr(number))) for number in range(_TABLE)]
    return np.array(found, dtype=np.uint8)


def _words_of(sample: str, script: str) -> str:
    plain = _THAI_MARKS.sub("", sample)
    return " ".join(hit.group() for hit in _SCRIPTS.finditer(plain) if hit.lastgroup == script)


def language_spans(text: str) -> tuple[Span, ...]:
    """Find the parts of a mixed text and the language of each.

    A few Latin words within a line of Thai or Russian are a term of that line; four and more, or
    words of their own line or sentence, are a part of their own. A short part is read with
    the others of its script.

    Args:
        text: Any text.

    Returns:
        Spans of `text` in order that do not overlap, each from its first letter to its last;
        neighbours differ in language. Empty when there are no letters.
    """
    runs = list(_runs(text))
    whole = {
        script: _language(script, _joined(text, [run for run in runs if run[2] == script]))
        for script in {run[2] for run in runs}
    }
    spans: list[Span] = []
    for start, end, script in runs:
        own = text[start:end]
        short = sum(map(len, _WORDS.findall(own))) < _SHORT
        language = whole[script] if short else _language(script, own)
        if spans and spans[-1].language == language:
            spans[-1] = Span(spans[-1].start, end, language)
        else:
            spans.append(Span(start, end, language))
    return tuple(spans)


def _joined(text: str, runs: list[tuple[int, int, str]]) -> str:
    parts, length = [], 0
    for start, end, _ in runs:
        parts.append(text[start:end])
        length += end - start
        if length > _SAMPLE:
            break
    return " ".join(parts)


def _runs(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and script of each run of one script, terms taken into the text around them."""
    marked = _MARKUP.sub(lambda found: " " * len(found.group()), text)
    start = 0
    for found in [*_BREAK.finditer(marked), None]:
        end = found.start() if found else len(marked)
        yield from _runs_of_piece(marked, start, end)
        start = found.end() if found else end


def _runs_of_piece(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    runs: list[list[Any]] = []  # start, end, script, words
    for found in _SCRIPTS.finditer(text, start, end):
        script, last = found.lastgroup or "other", found.end()
        if script == "th":
            marks = _THAI_MARKS.match(text, last, end)
            last = marks.end() if marks else last
        if runs and runs[-1][2] == script:
            runs[-1][1] = last
            runs[-1][3] += 1
        else:
            runs.append([found.start(), last, script, 1])
    joined: list[list[Any]] = []
    for at, run in enumerate(runs):
        if run[2] == "latin" and run[3] < _TERM_WORDS:
            around = [*reversed(runs[:at]), *runs[at + 1 :]][:1] if at else runs[1:2]
            if around and around[0][2] in ("th", "cyrillic"):
                run = [run[0], run[1], around[0][2], run[3]]
        if joined and joined[-1][2] == run[2]:
            joined[-1][1] = run[1]
        else:
            joined.append(run)
    for first, last, script, _ in joined:
        yield first, last, script


def _language(script: str, text: str) -> str:
    """Language of a text that is mostly of one script."""
    if script not in _LANGUAGES:
        return _OURS.get(script, "und")
    words = [f.group() for f in _SCRIPTS.finditer(text[:_SAMPLE]) if f.lastgroup == script]
    letters = Counter("".join(words))
    sample: list[str] = []
    length = 0
    for word in words:
        if length + len(word) > _CLASSIFIED and sample:
            break
        sample.append(word[:_CLASSIFIED])
        length += len(word)
    ours = _OURS[script]
    ranks = _ranks(script, " ".join(sample))
    own = ranks[ours]
    best = max(
        (language for language in ranks if language != ours),
        key=lambda language: (ranks[language], language),
    )
    odds = next((odds for most, odds in _ODDS if length < most), _LONG_ODDS)
    if script == "cyrillic":
        strange = sum(letters[letter] for letter in _NOT_RUSSIAN)
        not_ours = strange > 0.02 * letters.total()
    else:
        strange = sum(letters[letter] for letter in letters if not letter.isascii())
        not_ours = strange > 0.06 * letters.total()
    sure = ranks[best] >= _SURE * (1 - own)
    if not not_ours and (ranks[best] <= odds * own or (length < _SHORT and not sure)):
        return ours
    return best if sure else "und"


@lru_cache(maxsize=20_000)
def _ranks(script: str, sample: str) -> dict[str, float]:
    return dict(_classifier(script).rank(sample))


@cache
def _classifier(script: str) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    classifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    classifier.set_languages(_LANGUAGES[script])
    return classifier

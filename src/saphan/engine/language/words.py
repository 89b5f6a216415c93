"""Content words of a text in Thai, Russian or English, or a mixture of them."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib.resources import as_file, files
from typing import Any

from .normalise import MAX_TEXT, normalise, plain, readable

_THAI_RUN = re.compile("[\u0e01-\u0e4e]+")
_TOKEN = re.compile(
    rf"(?P<th>{_THAI_RUN.pattern})"
    r"|(?P<ru>[\u0400-\u052f]+)"
    r"|(?P<en>[0-9]*[a-z\u00df-\u024f][a-z0-9\u00df-\u024f]*(?:\+\+|\#)?)"
)
_THAI_PIECE = 600  # long runs go piece by piece: the cost of one grows faster than its length
_DICTIONARY = "pythainlp"
_THAI_LETTER = re.compile("[\u0e01-\u0e2e]")

_STOP_EN = frozenset(
    [
        "a",
        "about",
        "above",
        "across",
        "after",
        "all",
        "also",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "being",
        "below",
        "between",
        "both",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "during",
        "each",
        "etc",
        "few",
        "for",
        "from",
        "further",
        "get",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "here",
        "hers",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "including",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "just",
        "like",
        "may",
        "more",
        "most",
        "must",
        "my",
        "new",
        "no",
        "nor",
        "not",
        "now",
        "of",
        "off",
        "on",
        "once",
        "only",
        "or",
        "other",
        "our",
        "ours",
        "out",
        "over",
        "own",
        "per",
        "same",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "too",
        "under",
        "until",
        "up",
        "use",
        "used",
        "using",
        "very",
        "via",
        "was",
        "we",
        "well",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "why",
        "will",
        "with",
        "within",
        "without",
        "would",
        "you",
        "your",
    ]
)
_STOP_RU = frozenset(
    [
        "а",
        "без",
        "более",
        "больше",
        "будет",
        "будто",
        "бы",
        "был",
        "была",
        "были",
        "было",
        "быть",
        "в",
        "вам",
        "вас",
        "весь",
        "во",
        "вот",
        "все",
        "всего",
        "всех",
        "вы",
        "г",
        "где",
        "да",
        "даже",
        "для",
        "до",
        "его",
        "ее",
        "если",
        "есть",
        "еще",
        "ж",
        "же",
        "за",
        "здесь",
        "и",
        "из",
        "или",
        "им",
        "их",
        "к",
        "как",
        "какой",
        "когда",
        "который",
        "кто",
        "ли",
        "либо",
        "между",
        "меня",
        "мне",
        "много",
        "может",
        "мы",
        "на",
        "над",
        "надо",
        "наш",
        "не",
        "него",
        "нее",
        "нет",
        "ни",
        "них",
        "но",
        "ну",
        "о",
        "об",
        "однако",
        "он",
        "она",
        "они",
        "оно",
        "от",
        "очень",
        "по",
        "под",
        "при",
        "про",
        "с",
        "сам",
        "свой",
        "себя",
        "сейчас",
        "со",
        "собой",
        "так",
        "также",
        "такой",
        "там",
        "то",
        "тогда",
        "того",
        "тоже",
        "только",
        "том",
        "тот",
        "ты",
        "у",
        "уже",
        "хотя",
        "чего",
        "чей",
        "чем",
        "что",
        "чтобы",
        "чье",
        "эта",
        "эти",
        "это",
        "этот",
        "я",
        "год",
        "мочь",
        "наша",
        "ваш",
        "также",
        "другой",
    ]
)
# Words that every profile of an organisation has, beyond the function words that PyThaiNLP lists.
_STOP_TH = frozenset({"บริษัท", "จำกัด", "ต้องการ", "สำหรับ", "ด้าน", "ต่างๆ", "ประเทศ", "ระบบ"})


@dataclass(frozen=True)
class Token:
    """One word of a normalised text.

    Attributes:
        term: The form in which it is compared: a lemma, a stem, or the Thai word itself.
        surface: The word as the normalised text has it.
        language: `th`, `ru` or `en` (any Latin word).
        stop: Whether it carries no content.
    """

    term: str
    surface: str
    language: str
    stop: bool


@dataclass(frozen=True)
class Words:
    """The words of a text; `cut` says that the text was longer than `MAX_TEXT`."""

    tokens: tuple[Token, ...]
    cut: bool

    @property
    def terms(self) -> list[str]:
        return [token.term for token in self.tokens if not token.stop]


def terms(text: str, language: str | None = None) -> list[str]:
    """Content words of a text, in order, as they are compared with those of another text.

    Thai is segmented by nlpO3's newmm with PyThaiNLP's dictionary, Russian words become
    pymorphy3's lemmas, Latin words Snowball's English stems; stop words and bare numbers are
    dropped. Each run of a script is treated by its own rules, so `AI` inside Thai and inside
    Russian is the same term.

    Args:
        text: Any text, HTML too. Read up to `MAX_TEXT` characters: a `TextCutWarning` tells when
            that was not all of it, and so does `words(text).cut`.
        language: Language of the text when known. Scripts decide; other languages that write
            in Cyrillic or Latin letters (anything but `th`, `ru`, `en`) are left unstemmed.

    Returns:
        Terms, repeated as often as they occur.
    """
    return _read(readable(text), language, cut=False).terms


def words(text: str, language: str | None = None) -> Words:
    """All words of a text with what is known of each. Arguments as `terms`, without the warning."""
    return _read(text[:MAX_TEXT], language, cut=len(text) > MAX_TEXT)


def _read(text: str, language: str | None, *, cut: bool) -> Words:
    return Words(tuple(_tokens(normalise(plain(text)), language)), cut)


def tokenise_normalised(
    text: str, language: str | None = None, *, thai: bool = True
) -> list[Token]:
    """Words of a text that `normalise` has been applied to.

    Args:
        text: The normalised text.
        language: As `terms` takes it.
        thai: Whether Thai is cut into words; a run of it is one otherwise, which costs nothing.
    """
    return list(_tokens(text, language, thai=thai))


def _tokens(text: str, language: str | None, *, thai: bool = True) -> Iterator[Token]:
    known = language in (None, "", "th", "ru", "en", "mul", "und")
    for found in _TOKEN.finditer(text):
        word = found.group()
        if found.lastgroup == "th":
            if thai:
                yield from map(_thai_token, _segment(word))
            else:
                yield Token(word, word, "th", stop=True)
        elif found.lastgroup == "ru":
            lemma = _lemma(word) if known else word
            yield Token(lemma, word, "ru", len(word) < 2 or word in _STOP_RU or lemma in _STOP_RU)
        else:
            stem = _stem(word) if known else word
            yield Token(stem, word, "en", len(word) < 2 or word in _STOP_EN)


def with_breaks(text: str) -> str:
    """A text with a zero-width space between its Thai words, where a line may break.

    For what sets type without a dictionary of Thai; other scripts are left as they are.
    """
    return _THAI_RUN.sub(lambda found: "\u200b".join(_segment(found.group())), text)


def _segment(run: str) -> Iterator[str]:
    segmenter = _thai_segmenter()
    for start in range(0, len(run), _THAI_PIECE):
        yield from segmenter(run[start : start + _THAI_PIECE])


@lru_cache(maxsize=50_000)
def _thai_token(word: str) -> Token:
    meaningless = len(word) < 2 or not _THAI_LETTER.search(word)
    return Token(word, word, "th", meaningless or word in _thai_stop_words())


@cache
def _thai_segmenter() -> Callable[[str], list[str]]:
    # nlpO3 is PyThaiNLP's newmm in Rust: three times as fast, the same words in 99.6 % of runs.
    import nlpo3

    dictionary = files("pythainlp.corpus") / "words_th.txt"
    with as_file(dictionary) as path:
        nlpo3.load_dict(str(path), _DICTIONARY)
    return partial(nlpo3.segment, dict_name=_DICTIONARY)


@cache
def _thai_stop_words() -> frozenset[str]:
    from pythainlp.corpus import thai_stopwords

    return frozenset(thai_stopwords()) | _STOP_TH


@cache
def _morphology() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


_own = threading.local()


def _english() -> Any:
    """The stemmer of this thread: it keeps the word it works at in itself."""
    if not hasattr(_own, "english"):
        import snowballstemmer

        _own.english = snowballstemmer.stemmer("english")
    return _own.english


@lru_cache(maxsize=100_000)
def _lemma(word: str) -> str:
    if len(word) > 40:  # no Russian word: guessing its inflection is slow
        return word
    return str(_morphology().parse(word)[0].normal_form).replace("ё", "е")


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    if len(word) > 40 or not word.isalpha():
        return word
    return str(_english().stemWord(word))

"""One form for texts that read the same."""

from __future__ import annotations

import html
import re
import unicodedata
import warnings

MAX_TEXT = 200_000
"""Characters of one text that are read for words; what lies beyond is cut."""

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
# Joiners, direction marks, fillers, variation selectors and tags: nobody sees them.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TAG = re.compile(
    r"<(script|style)\b[^>]{0,500}>.{0,20000}?</\1\s*>|<!--.{0,20000}?-->|</?[a-z][^<>]{0,2000}>",
    re.IGNORECASE | re.DOTALL,
)
_ONE_LETTER = str.maketrans("ёЁİ", "еЕI")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
_THAI = re.compile("[\u0e00-\u0e7f]")
# All that PyThaiNLP's normaliser mends: a mark at the start or after a space, a tone mark before
# the vowel it stands on or after the vowel it precedes, two sara e for sara ae, nikhahit and a long
# stroke for vowels, a sign twice. Looking first is 20 times as fast as mending what is right.
_THAI_AMISS = re.compile(
    "(?:^|\\s)[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]|[\u0e48-\u0e4c][\u0e31\u0e34-\u0e39\u0e47\u0e4d]"
    "|[\u0e30\u0e32\u0e33\u0e45][\u0e48-\u0e4b]|[^\u0e24\u0e26]\u0e45|\u0e4d"
    "|[\u0e48-\u0e4b]{2}|([\u0e30-\u0e3a\u0e40-\u0e45\u0e47\u0e4c-\u0e4e]) *\\1"
)
_LOOSE = re.compile("[\u0300-\u036f\u0483-\u0489]")
# Where a Latin letter may carry an accent: whole, or with a mark after it.
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]|[A-Za-z][^\x00-\x7f]")
# Small letters that no rule of `normalise` touches, whatever stands beside them.
_SETTLED = re.compile("[a-z0-9+#]+|[а-яі]+|[\u0e01-\u0e3a\u0e40-\u0e4c\u0e4e]+")
_DANGLING = re.compile("^[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z]")
_TWO_SCRIPTS = re.compile("[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
# Letters of one look (Unicode UTS #39), capital pairs for every small pair.
_AS_LATIN = dict(zip("АВЕЅІЈКМНОРСТУХаеѕіјорсух", "ABESIJKMHOPCTYXaesijopcyx", strict=True))
_AS_CYRILLIC = {
    latin: cyrillic for cyrillic, latin in _AS_LATIN.items() if cyrillic not in "ЅІЈѕіј"
}


class TextCutWarning(UserWarning):
    """A text was longer than `MAX_TEXT`: only its beginning was read."""


def readable(text: str) -> str:
    """The part of a text that is read; warns with `TextCutWarning` when that is not all of it."""
    if len(text) <= MAX_TEXT:
        return text
    warnings.warn(
        f"a text of {len(text):,} characters was read up to character {MAX_TEXT:,}",
        TextCutWarning,
        stacklevel=3,
    )
    return text[:MAX_TEXT]


def plain(text: str) -> str:
    """Take HTML tags out of a text and resolve its entities; plain text is left as it is."""
    if "<" in text:
        text = _TAG.sub(" ", text)
    return html.unescape(text) if "&" in text else text


def clean(text: str) -> str:
    """Bring a text into one form that reads as the text itself does.

    Compatibility forms are unified (NFKC), invisible and control characters dropped, Thai digits
    written as ASCII, Thai vowels and tone marks put in the standard order (by PyThaiNLP), and
    spaces made single. Case is kept.

    Args:
        text: Any text.

    Returns:
        The text. Its characters are not those of the original one for one.
    """
    text = _CONTROL.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))
    text = text.translate(_THAI_DIGITS).replace("ํา", "ำ")  # NFKC takes sara am apart
    text = _tidy(text)
    if _THAI.search(text) and _THAI_AMISS.search(text):
        text = _tidy(_mend_thai(text))
    return text


def normalise(text: str) -> str:
    """Bring a text into the form in which texts are compared.

    What `clean` does; letters lower-cased, and `ё` written `е`, as most Russian texts do; letters
    of another script that only look right are replaced (`fold_lookalikes`). Applying it twice
    changes nothing.

    Args:
        text: Any text.

    Returns:
        The normalised text. Its characters are not those of the original one for one.
    """
    text = _normalise_once(text)
    for _ in range(4):
        # Loose accents change places with Thai marks: rare, and not settled in one pass.
        if not _LOOSE.search(text):
            break
        text = _normalise_once(text)
    return text


def lowered(text: str) -> str:
    """The text in small letters, letter for letter, so that places stay."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def is_normal(run: str) -> bool:
    """Whether a run of letters is plainly as `normalise` would leave it; a no may be a yes."""
    return _SETTLED.fullmatch(run) is not None and not _THAI_AMISS.search(run)


def _normalise_once(text: str) -> str:
    text = fold_lookalikes(clean(text).translate(_ONE_LETTER))
    return unicodedata.normalize("NFKC", text.lower()).replace("ํา", "ำ")


def _tidy(text: str) -> str:
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()


def _mend_thai(text: str) -> str:
    # Imported here: a program that meets no such Thai does not wait for it.
    from pythainlp.util import normalize as normalise_thai

    for _ in range(8):  # removing one doubled mark can bring two others together
        before = text
        text = str(normalise_thai(_DANGLING.sub("", text)))
        if text == before:
            break
    return text


def fold(text: str) -> str:
    """Normalise a text and drop the accents of its Latin letters, for finding names.

    Russian `й` and Thai marks are letters of their own and stay.
    """
    # A letter without its accent may let the word be written in one script.
    return _without_accents(fold_lookalikes(_without_accents(normalise(text))))


def _without_accents(text: str) -> str:
    if not _ACCENTED.search(text):
        return text
    kept = []
    on_latin = False
    for sign in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(sign):
            on_latin = sign.isascii() and sign.isalpha()
        elif on_latin:
            continue
        kept.append(sign)
    return unicodedata.normalize("NFC", "".join(kept))


def fold_lookalikes(text: str) -> str:
    """Write each word in one script where letters of another only look like its own.

    A word of Latin and Cyrillic letters takes the script that most of its letters are of (Cyrillic
    when they are as many), provided that each of the others has a letter of the same look there:
    Latin `C` in `Cистема`, Cyrillic `а` in `dаta`. Other words stay, whole look-alikes (`СОМ`) too.

    Args:
        text: Any text.

    Returns:
        The text; as long as it was, so that offsets stay. Applying it twice changes nothing.
    """
    if not _TWO_SCRIPTS.search(text):
        return text
    return _WORD.sub(lambda found: _one_script(found.group()), text)


def _one_script(word: str) -> str:
    cyrillic, latin = len(_CYRILLIC.findall(word)), len(_LATIN.findall(word))
    if not (cyrillic and latin):
        return word
    first, second = (_AS_CYRILLIC, _AS_LATIN) if cyrillic >= latin else (_AS_LATIN, _AS_CYRILLIC)
    for table in (first, second):
        foreign = _LATIN if table is _AS_CYRILLIC else _CYRILLIC
        if all(letter in table for letter in foreign.findall(word)):
            return "".join(table.get(letter, letter) for letter in word)
    return word

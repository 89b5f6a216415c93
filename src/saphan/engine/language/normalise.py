"""One form for texts that read the same."""

from __future__ import annotations

import html
import re
import unicodedata

MAX_TEXT = 200_000
"""Characters of one text that are read for words; what lies beyond is cut."""

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TAG = re.compile(
    r"<(script|style)\b[^>]{0,500}>.{0,20000}?</\1\s*>|<!--.{0,20000}?-->|</?[a-z][^<>]{0,2000}>",
    re.IGNORECASE | re.DOTALL,
)
_THAI = re.compile("[\u0e00-\u0e7f]")
_SPACES = re.compile(r"[^\S\n]+")


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
    text = text.translate(_THAI_DIGITS)
    if _THAI.search(text):
        # Imported here: a program that meets no Thai does not wait for it.
        from pythainlp.util import normalize as normalise_thai

        for _ in range(4):  # removing one doubled mark can bring two others together
            before, text = text, str(normalise_thai(text))
            if text == before:
                break
    return _SPACES.sub(" ", text).strip()


def normalise(text: str) -> str:
    """Bring a text into the form in which texts are compared.

    What `clean` does; letters lower-cased, and `ё` written `е`, as most Russian texts do. Applying
    it twice changes nothing.

    Args:
        text: Any text.

    Returns:
        The normalised text. Its characters are not those of the original one for one.
    """
    text = unicodedata.normalize("NFKC", clean(text).lower()).replace("ํา", "ำ")
    text = text.replace("ё", "е").replace("Ё", "е")
    return _SPACES.sub(" ", text).strip()


def fold(text: str) -> str:
    """Normalise a text and drop the accents of its Latin letters, for finding names.

    Russian `й` and Thai marks are letters of their own and stay.
    """
    folded = []
    for letter in normalise(text):
        parts = unicodedata.normalize("NFD", letter)
        folded.append(parts[0] if len(parts) > 1 and parts[0].isascii() else letter)
    return "".join(folded)

"""Which language a text is in, told from its letters."""

from __future__ import annotations

import re
from collections import Counter

_SCRIPTS = re.compile(
    r"(?P<th>[\u0e01-\u0e2e\u0e30\u0e32-\u0e33\u0e40-\u0e46]+)"
    r"|(?P<cyrillic>[\u0400-\u052f]+)"
    r"|(?P<latin>[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+)"
    r"|(?P<other>[^\W\d_])"
)
_THAI_MARKS = re.compile(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")
_MARKUP = re.compile(r"<[^<>]{0,2000}>|https?://\S+|\S+@\S+\.\S+")
_NOT_RUSSIAN = frozenset("іїєґўјљњћђџѓќѕәғқңөұүһІЇЄҐЎЈЉЊЋЂЏЃЌЅӘҒҚҢӨҰҮҺ")
_SAMPLE = 20_000
_MIXED = 0.3
"""Share of letters that Thai and Cyrillic must both have in a text of two languages."""
_OWN = 0.2
"""Share from which Thai or Cyrillic wins over the Latin terms that technical texts are full of."""


def identify(text: str) -> str:
    """Tell the language of a text from its scripts.

    Letters are counted by script. Latin words inside Thai or Russian are taken for terms: they
    decide only when the other script has less than 20 % of the letters.

    Args:
        text: Any text; only its first 20,000 characters are looked at.

    Returns:
        `th`, `ru` or `en`; `mul` when Thai and Russian both have a large share; `und` when there
        are no letters, or letters that none of the three languages writes with.
    """
    counts: Counter[str] = Counter()
    accented = foreign = 0
    sample = _THAI_MARKS.sub("", _MARKUP.sub(" ", text[:_SAMPLE]))
    for found in _SCRIPTS.finditer(sample):
        script = found.lastgroup or "other"
        word = found.group()
        counts[script] += len(word)
        if script == "latin":
            accented += sum(not letter.isascii() for letter in word)
        elif script == "cyrillic":
            foreign += sum(letter in _NOT_RUSSIAN for letter in word)
    total = sum(counts.values())
    if not total or counts["other"] > total / 2:
        return "und"
    thai, cyrillic, latin = (counts[s] / total for s in ("th", "cyrillic", "latin"))
    if min(thai, cyrillic) >= _MIXED:
        return "mul"
    if thai >= _OWN and thai > cyrillic:
        return "th"
    if cyrillic >= _OWN:
        return "und" if foreign > 0.02 * counts["cyrillic"] else "ru"
    if latin > 0.5:
        return "und" if accented > 0.06 * counts["latin"] else "en"
    return "und"

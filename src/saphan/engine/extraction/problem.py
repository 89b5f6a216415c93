"""The input: a release as published, its parts found but nothing yet understood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

MOST_READ = 400_000
"""Characters of one release in which facts are looked for; the text itself is kept whole."""

# One character for one, so that offsets stay: Thai digits, spaces of all kinds, what nobody sees.
_DIGITS = dict(zip("๐๑๒๓๔๕๖๗๘๙", "0123456789", strict=True))
_OTHER = re.compile("[๐-๙\u00a0\u2002\u2003\u2009\u202f\u3000\u200b\u200c\u200d\ufeff\t\r\x0b\x0c]")


class UnusableRelease(ValueError):
    """The text is no release that can be used; the message says what is missing."""


@dataclass(frozen=True)
class ReleaseText:
    """A news release.

    Attributes:
        text: All of it, as published.
        title: The headline.
        published: When it was published, Common Era; None when no line says it.
        source_url: Where; empty when it does not say.
        publisher: ISO 3166 alpha-2 of the publishing government; empty when unknown.
        language: ISO 639-1.
        dated: Where the dated line stands, start and end in characters; both 0 without one.
        body: Where the text after the dated line and the repeated headline begins.
        problems: What could not be read as it should be.
    """

    text: str
    title: str
    published: date | None
    source_url: str
    publisher: str
    language: str
    dated: tuple[int, int] = (0, 0)
    body: int = 0
    problems: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """The text to read facts in, as many characters at the same places.

        Thai digits are written as ASCII and every space but a line's end is a plain one.
        """
        return _OTHER.sub(lambda found: _DIGITS.get(found.group(), " "), self.text[:MOST_READ])

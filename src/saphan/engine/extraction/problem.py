"""The input: a release as published, its parts found but nothing yet understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


class UnusableRelease(ValueError):
    """The text is no release that can be used; the message says what is missing."""


@dataclass(frozen=True)
class ReleaseText:
    """A news release.

    Attributes:
        text: All of it, as published.
        title: The headline.
        published: When it was published, Common Era.
        source_url: Where; empty when it does not say.
        publisher: ISO 3166 alpha-2 of the publishing government; empty when unknown.
        language: ISO 639-1.
    """

    text: str
    title: str
    published: date
    source_url: str
    publisher: str
    language: str

"""What was found in a release, each finding with its place in the text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Party:
    """A country or an agency that the release speaks of.

    Attributes:
        kind: Which of the two.
        country: Its country, ISO 3166 alpha-2.
        name: Its words in the text: `text[start:end]`.
        names: What it is called in other languages, where known.
        start: Where it stands, in characters.
        end: Where it ends.
        confidence: 0 to 1.
        rule: What found it.
    """

    kind: Literal["country", "agency"]
    country: str
    name: str
    names: dict[str, str]
    start: int
    end: int
    confidence: float
    rule: str


@dataclass(frozen=True)
class ReleaseFacts:
    """A release understood.

    Attributes:
        text: All of it, to which the parties' places refer.
        title: The headline.
        published: Common Era.
        source_url: Empty when it does not say.
        language: ISO 639-1.
        partners: The countries it is about, the publisher's first; not those merely mentioned.
        parties: Countries and agencies in order of their places, each once.
    """

    text: str
    title: str
    published: date
    source_url: str
    language: str
    partners: tuple[str, ...]
    parties: tuple[Party, ...]

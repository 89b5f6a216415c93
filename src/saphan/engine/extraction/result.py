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
class Fact:
    """One finding.

    Attributes:
        kind: `date` (a day that the text writes out) or `mention` (a country that it names and
            that is no party).
        value: The day as YYYY-MM-DD in the Common Era, or the country's ISO 3166 alpha-2 code.
        start: Where its words stand, in characters.
        end: Where they end.
        confidence: 0 to 1.
        rule: What found it.
    """

    kind: Literal["date", "mention"]
    value: str
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
        partners: The countries it joins, the publisher's first; not those merely mentioned. Empty
            when it joins none.
        parties: Countries and agencies in order of their places, each once.
        facts: Whatever else was found, in order of place.
    """

    text: str
    title: str
    published: date
    source_url: str
    language: str
    partners: tuple[str, ...]
    parties: tuple[Party, ...]
    facts: tuple[Fact, ...] = ()

"""What was found in a release, each finding with its place in the text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

EventKind = Literal[
    "courtesy_call",
    "bilateral_meeting",
    "multilateral_meeting",
    "signing",
    "forum",
    "visit",
    "online_meeting",
    "training",
    "announcement",
    "other",
]
EVENT_KINDS: tuple[EventKind, ...] = (
    "courtesy_call",
    "bilateral_meeting",
    "multilateral_meeting",
    "signing",
    "forum",
    "visit",
    "online_meeting",
    "training",
    "announcement",
    "other",
)
TOPICS = (
    "business_matching",
    "trade",
    "investment",
    "digital",
    "cyber_security",
    "fake_news",
    "human_resources",
    "scholarship",
    "education",
    "science",
    "health",
    "energy",
    "environment",
    "agriculture",
    "tourism",
    "transport",
    "defence",
    "culture",
    "labour",
    "law",
    "finance",
    "disaster",
    "migration",
    "mou",
    "summit",
)


@dataclass(frozen=True)
class Party:
    """A country or an agency that the release speaks of.

    Attributes:
        kind: Which of the two.
        country: Its country, ISO 3166 alpha-2; empty for an organisation of many countries, or
            where the text does not tell.
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
    """One finding that is a value.

    Attributes:
        kind: `published` and `event_date` (days as YYYY-MM-DD in the Common Era), `event_kind`,
            `topic`, `date` (a day that the text writes out) or `mention` (a country, ISO 3166
            alpha-2, that it names and that is no party).
        value: What it says.
        start: Where its words stand, in characters.
        end: Where they end.
        confidence: 0 to 1.
        rule: What found it.
    """

    kind: Literal["published", "event_date", "event_kind", "topic", "date", "mention"]
    value: str
    start: int
    end: int
    confidence: float
    rule: str


@dataclass(frozen=True)
class Person:
    """Somebody whom the release names.

    Attributes:
        name: Without titles; `text[start:end]`.
        office: `text[office_start:office_end]`; empty when the text names none.
        side: The country for which they act, ISO 3166 alpha-2; empty when unknown.
        latin: The name in Latin letters where the text gives it beside the other.
        start: Where the name stands, in characters.
        end: Where it ends.
        office_start: Where the office stands; 0 without one.
        office_end: Where it ends; 0 without one.
        confidence: 0 to 1.
        rule: What found them.
    """

    name: str
    office: str
    side: str
    latin: str
    start: int
    end: int
    office_start: int
    office_end: int
    confidence: float
    rule: str


@dataclass(frozen=True)
class Promise:
    """A clause in which somebody says that they will do something.

    Attributes:
        text: The clause: `text[start:end]` of the release.
        who: Who will: words of the release; empty when the clause has no subject.
        due: By when, ISO 8601 to the precision known (`2022`, `2022-03`, `2022-03-31`); empty
            when it does not say.
        start: Where the clause stands, in characters.
        end: Where it ends.
        confidence: 0 to 1.
        rule: What found it.
    """

    text: str
    who: str
    due: str
    start: int
    end: int
    confidence: float
    rule: str


@dataclass(frozen=True)
class NamedEvent:
    """An event other than the main one that the release names.

    Attributes:
        name: Its words in the text: `text[start:end]`.
        when: ISO 8601 to the precision known (`2022`, `2022-11`, `2022-11-18`); empty when only
            wished for.
        future: Whether it was still to come when the release was published.
        start: Where the name stands, in characters.
        end: Where it ends.
        confidence: 0 to 1.
        rule: What found it.
    """

    name: str
    when: str
    future: bool
    start: int
    end: int
    confidence: float
    rule: str


@dataclass(frozen=True)
class Agreement:
    """A memorandum, agreement or treaty that the release speaks of.

    Attributes:
        name: Its words in the text: `text[start:end]`.
        state: `draft`, `signed` or `named`.
        start: Where it stands, in characters.
        end: Where it ends.
        confidence: 0 to 1.
        rule: What found it.
    """

    name: str
    state: Literal["draft", "signed", "named"]
    start: int
    end: int
    confidence: float
    rule: str


@dataclass(frozen=True)
class ReleaseFacts:
    """A release understood.

    Attributes:
        text: All of it, to which all places refer.
        title: The headline.
        published: Common Era; None when no line says it.
        source_url: Empty when it does not say.
        language: ISO 639-1.
        publisher: ISO 3166 alpha-2 of the publishing government; empty when unknown.
        countries: The countries it joins, the publisher's first; not those merely mentioned. Empty
            when it joins none.
        parties: Countries and agencies in order of their places, each once.
        event_date: The day of the main event, the first of several; None when it does not say.
        event_kind: What the main event is.
        people: Who is named, in order of place, each once.
        topics: What it is about, the weightiest first; of `TOPICS`.
        promises: In order of place.
        events: Named events with dates, before and after publication, in order of place.
        agreements: In order of place.
        facts: Every finding that is a value, in order of place.
        problems: What could not be read as it should be, in words.
    """

    text: str
    title: str
    published: date | None
    source_url: str
    language: str
    publisher: str
    countries: tuple[str, ...]
    parties: tuple[Party, ...]
    event_date: date | None
    event_kind: EventKind
    people: tuple[Person, ...] = ()
    topics: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()
    events: tuple[NamedEvent, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    facts: tuple[Fact, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def partners(self) -> tuple[str, ...]:
        """The countries it joins, without the publisher's own."""
        return tuple(country for country in self.countries if country != self.publisher)

    @property
    def organisations(self) -> tuple[Party, ...]:
        """Its agencies and other organisations, in order of place."""
        return tuple(party for party in self.parties if party.kind == "agency")

    @property
    def future_events(self) -> tuple[NamedEvent, ...]:
        """Named events that were still to come."""
        return tuple(event for event in self.events if event.future)

"""A forum as its organiser's files tell it: typed, validated rows and nothing else.

Every door into and out of the engine speaks this: files are read into it, the database is
written from it and exported to it, and the scheduling problem and the profiles are made from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, get_args

Mode = Literal["face_to_face", "online"]
DayMode = Literal["face_to_face", "online", "both"]
OrganisationKind = Literal["company", "agency", "university", "association"]
Side = Literal["offer", "need"]
Cooperation = Literal[
    "sale",
    "purchase",
    "distribution",
    "joint_venture",
    "investment",
    "licensing",
    "research",
    "training",
    "pilot",
    "outsourcing",
    "information",
]
RequestState = Literal["asked", "accepted", "declined", "withdrawn"]
Priority = Literal["must", "may"]
Asking = Literal["participants", "organisers"]
AgendaKind = Literal["opening", "talk", "panel", "signing", "lunch", "break", "visit", "closing"]

Translations = dict[str, str]
"""Text by ISO 639-1 language code."""


def modes_of(mode: DayMode) -> tuple[Mode, ...]:
    """The modes in use on a day of this mode."""
    return get_args(Mode) if mode == "both" else (mode,)


@dataclass(frozen=True)
class SlotRow:
    """One slot of the grid. `id` is `YYYY-MM-DD/HH:MM` in the forum's zone."""

    id: str
    day: date
    mode: DayMode
    session: str
    start: datetime  # aware, in the forum's zone
    end: datetime


@dataclass(frozen=True)
class SessionRow:
    name: str
    start: str  # HH:MM in the forum's zone
    slots: int
    minutes: int
    gap: int


@dataclass(frozen=True)
class DayRow:
    date: date
    mode: DayMode
    city: str
    sessions: tuple[SessionRow, ...]


@dataclass(frozen=True)
class PlaceRow:
    id: str
    name: str
    mode: Mode
    hall: str = ""
    kept_by: tuple[str, ...] = ()  # organisation ids


@dataclass(frozen=True)
class TravelRow:
    """Minutes that a person needs between two halls, either way."""

    one: str  # column `from`
    other: str  # column `to`
    minutes: int


@dataclass(frozen=True)
class Rules:
    max_meetings: int | None = None
    fairness: int | None = 2
    cross_border: bool = True
    min_meetings: int = 0
    max_breaks: int | None = None


@dataclass(frozen=True)
class SiteRules:
    """What the site lets people do.

    Attributes:
        is_open: Whether everybody sees the forum, or its staff alone.
        asking: Whether participants ask, or organisers propose.
        may_ask: Who may ask whom, by country and kind of organisation, such as `TH:company`; empty
            where nobody is kept from asking.
        registration_closes, profiles_close, requests_close, answers_close: Moments, aware, in the
            forum's zone; None for no end.
        join_template: The address of each online meeting, with `{meeting}` and maybe `{forum}`.
    """

    is_open: bool = True
    asking: Asking = "participants"
    may_ask: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    registration_closes: datetime | None = None
    profiles_close: datetime | None = None
    requests_close: datetime | None = None
    answers_close: datetime | None = None
    join_template: str = ""


DEADLINES = ("registration_closes", "requests_close", "answers_close", "profiles_close")


@dataclass(frozen=True)
class OrganisationRow:
    id: str
    country: str
    kind: OrganisationKind
    name: str
    language: str
    about: str
    name_en: str = ""
    languages: tuple[str, ...] = ()
    isic: tuple[str, ...] = ()
    website: str = ""
    city: str = ""
    sample: bool = False
    source: str = ""


@dataclass(frozen=True)
class DelegateRow:
    id: str
    organisation: str
    name: str
    email: str
    languages: tuple[str, ...]
    modes: tuple[Mode, ...]
    name_latin: str = ""
    title: str = ""
    zone: str = ""
    max_meetings: int | None = None
    min_meetings: int | None = None
    max_breaks: int | None = None


@dataclass(frozen=True)
class ListingRow:
    """One offer or one need of an organisation."""

    id: str
    organisation: str
    side: Side
    title: str
    text: str
    cooperation: tuple[Cooperation, ...]
    isic: tuple[str, ...] = ()


@dataclass(frozen=True)
class AvailabilityRow:
    person: str
    status: Literal["available", "away"]
    start: datetime  # aware
    end: datetime


@dataclass(frozen=True)
class InterpreterRow:
    id: str
    name: str
    languages: tuple[str, ...]
    modes: tuple[Mode, ...]
    email: str = ""
    zone: str = ""
    max_run: int | None = None
    max_meetings: int | None = None


@dataclass(frozen=True)
class AgendaRow:
    id: str
    start: datetime  # aware
    end: datetime
    kind: AgendaKind
    title: Translations
    place: str = ""
    attendees: tuple[str, ...] = ()
    for_all: bool = False


@dataclass(frozen=True)
class RequestRow:
    """Who asked to meet whom; each side is a delegate, or an organisation of which one takes part.

    An id that a delegate and an organisation share means the delegate.
    """

    id: str
    sender: str  # delegate id (column `from`)
    receiver: str  # delegate or organisation id (column `to`)
    state: RequestState
    priority: Priority = "may"
    message: str = ""
    fixed_slot: str | None = None  # a SlotRow.id
    others: tuple[str, ...] = ()  # further delegate or organisation ids (column `with`)
    length: int = 1  # slots on end
    after: tuple[str, ...] = ()  # ids of requests whose meetings have ended before
    place: str | None = None  # a PlaceRow.id

    @property
    def sides(self) -> tuple[str, ...]:
        """All sides of the meeting asked for."""
        return (self.sender, self.receiver, *self.others)


@dataclass(frozen=True)
class ForumSheets:
    id: str
    name: Translations
    summary: Translations
    timezone: str
    zones: tuple[str, ...]
    languages: tuple[str, ...]
    countries: tuple[str, ...]
    sample: bool
    rules: Rules
    days: tuple[DayRow, ...]
    slots: tuple[SlotRow, ...]
    places: tuple[PlaceRow, ...]
    organisations: tuple[OrganisationRow, ...] = ()
    delegates: tuple[DelegateRow, ...] = ()
    listings: tuple[ListingRow, ...] = ()
    availability: tuple[AvailabilityRow, ...] = ()
    interpreters: tuple[InterpreterRow, ...] = ()
    agenda: tuple[AgendaRow, ...] = ()
    requests: tuple[RequestRow, ...] = ()
    travel: tuple[TravelRow, ...] = ()
    site: SiteRules | None = None  # None where the files say nothing: it stays as it is

    def session_of(self, slot: SlotRow) -> str:
        """What is equal for the slots of one session of a day, and for them alone: its start.

        Names need not differ, and may be left out.
        """
        clock = f"{slot.start:%H:%M}"
        starts = (
            session.start
            for day in self.days
            if day.date == slot.day
            for session in day.sessions
            if session.start <= clock
        )
        return max(starts, default=slot.session)


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file, said so that its owner can mend it.

    Attributes:
        code: Stable name of the kind of problem, such as `unknown_country` (for translation).
        file: The file (or `workbook.xlsx[sheet]`) it stands in.
        row: Line number in a CSV, row number in a sheet, counted from 1 with the header; None
            when it concerns the whole file.
        column: Header of the column as the file spells it; None when it concerns the whole row.
        value: What stands there, cut to 80 characters.
        expected: What was expected, in English.
    """

    code: str
    file: str
    row: int | None
    column: str | None
    value: str | None
    expected: str


class UnusableFiles(ValueError):
    """The files cannot be used; `problems` lists everything found wrong, all at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problem(s) in the files")
        self.problems = problems

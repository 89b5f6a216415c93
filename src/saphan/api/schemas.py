"""What the API says and hears. Codes and ids are those of the site's addresses."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Schema

from saphan.record.directory.models import Listing
from saphan.record.factcheck.models import Report
from saphan.record.meetings.models import REASON_WORDS, Batch, Meeting, Reason, Request
from saphan.record.meetings.queries import Side, sides_of
from saphan.record.register.models import Fact, Release
from saphan.record.register.queries import facts_of

from .choices import OneOf

Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00/]+$")]
Text = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00]*$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Problem(Schema):
    detail: Any = Field(description="What was wrong, in words or by field")
    field: str | None = Field(
        None, description="Where the state does not allow what one field says: which"
    )


class DayOut(Schema):
    date: date
    mode: str
    city: str


class SlotOut(Schema):
    code: str
    session: str
    start: datetime
    end: datetime


class PlaceOut(Schema):
    code: str
    name: str
    mode: str
    hall: str


class ForumOut(Schema):
    code: str
    name: dict[str, str] = Field(description="By language")
    timezone: str
    languages: list[str]
    countries: list[str]
    is_open: bool
    requests_close: datetime | None
    answers_close: datetime | None
    asking: str


class ForumWhole(ForumOut):
    days: list[DayOut]
    slots: list[SlotOut]
    places: list[PlaceOut]


class AgendaOut(Schema):
    code: str
    kind: str
    titles: dict[str, str]
    start: datetime
    end: datetime
    place: str
    for_all: bool


class OrganisationOut(Schema):
    code: str
    country: str
    kind: str
    name: str
    name_en: str
    city: str
    website: str


class ListingOut(Schema):
    side: Annotated[str, OneOf(Listing.Side)]
    title: str
    text: str
    isic: list[str]
    cooperation: list[str]


class OrganisationWhole(OrganisationOut):
    about: str
    listings: list[ListingOut]


class DelegateOut(Schema):
    code: str = Field(description="Of the delegate at this forum")
    name: str = Field(alias="person.name")
    name_latin: str = Field(alias="person.name_latin")
    title: str = Field(alias="person.title")
    organisation: str = Field(alias="organisation.code", description="Code of the organisation")
    country: str = Field(alias="organisation.country")
    email: str = Field(alias="person.email")
    languages: list[str] = Field(alias="person.languages")
    modes: list[str]
    zone: str = Field(alias="person.zone")


class SideOut(Schema):
    organisation: str = Field(alias="organisation.code")
    delegate: str | None = Field(
        None,
        alias="delegate.code",
        description="Code; nothing where any of the organisation will do",
    )


class RequestOut(Schema):
    id: int
    state: str
    is_proposal: bool
    waits_for: str
    message: str
    sides: list[SideOut]
    created_at: datetime
    answered_at: datetime | None

    @staticmethod
    def resolve_sides(one: Request) -> list[Side]:
        return sides_of(one)


class RequestIn(Schema):
    delegate: Code | None = None
    organisation: Code | None = None
    message: Text = ""


class ProposalIn(Schema):
    one: Code
    other: Code
    message: Text = ""


class AnswerIn(Schema):
    reason: Annotated[str, OneOf(Reason, "")] = ""
    words: Annotated[str, Field(max_length=REASON_WORDS, pattern=r"^[^\x00]*$")] = ""


class SuggestionOut(Schema):
    organisation: OrganisationOut
    contact: str | None = Field(description="Code of the delegate to ask")
    probability: float
    why: list[str]


class MeetingOut(Schema):
    id: int
    request: int = Field(alias="request_id")
    state: str
    sequence: int
    start: datetime
    end: datetime
    slot: str = Field(alias="slot.code")
    place: str = Field(alias="place.code")
    mode: str = Field(alias="place.mode")
    people: list[str] = Field(description="Codes of the delegates")
    interpreter: str | None = Field(None, alias="interpreter.code")

    @staticmethod
    def resolve_people(one: Meeting) -> list[str]:
        return [seat.delegate.code for seat in one.seats.all()]


class MoveIn(Schema):
    slot: Annotated[str, Field(max_length=20, pattern=r"^[^\x00]+$")]
    place: Code
    words: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] = ""


class CancelIn(Schema):
    words: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] = ""


class ChangeOut(Schema):
    id: int
    kind: str
    at: datetime
    words: str
    meetings: list[int]

    @staticmethod
    def resolve_meetings(one: Batch) -> list[int]:
        return [change.meeting_id for change in one.changes.all()]


class TimetableOut(Schema):
    version: int
    state: str
    status: str
    meetings: int = Field(alias="held")


class RegistrationOut(Schema):
    id: int
    state: str
    name: str
    email: str
    country: str
    organisation: str | None = Field(None, alias="organisation.code")
    organisation_name: str = Field(description="Of that one, or of the new one that is described")
    kind: str
    answered_at: datetime | None


class ScanIn(Schema):
    id: Annotated[str, Field(pattern=r"^[0-9a-fA-F-]{36}$")] = Field(
        description="A UUID; the same scan sent again is counted once"
    )
    code: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
    at: datetime


class ScansIn(Schema):
    scans: Annotated[list[ScanIn], Field(max_length=500)]


class ScanOut(Schema):
    id: str
    answer: str


class ReleaseOut(Schema):
    id: int
    title: str
    published: date
    language: str
    countries: list[str]
    source_url: str


class FactOut(Schema):
    id: int
    kind: str
    value: dict[str, Any]
    country: str
    start: int
    end: int
    confidence: float
    rule: str
    state: str


class ReleaseWhole(ReleaseOut):
    text: str
    event_kind: str
    event_date: date | None
    topics: list[str]
    facts: list[FactOut]

    @staticmethod
    def resolve_facts(one: Release) -> list[Fact]:
        return facts_of(one)


class Piece(Schema):
    """A stretch of a text, and whether it answers the question."""

    text: str
    marked: bool


class FoundOut(Schema):
    release: ReleaseOut
    title: list[Piece]
    text: list[Piece] = Field(description="The part of the text that answers best.")
    near: bool = Field(description="Only its meaning is near: nothing is marked.")


class CountOut(Schema):
    value: str
    releases: int


class SearchOut(Schema):
    total: int
    page: int
    pages: int
    concepts: list[str]
    results: list[FoundOut]
    counts: dict[str, list[CountOut]] = Field(
        description="How many releases each value would leave, with the other filters as they are."
    )


class ClaimOut(Schema):
    key: str
    desk: str = Field(alias="desk.country")
    language: str
    text: str
    texts: dict[str, str]
    verdict: str
    explanations: dict[str, str]
    first: date | None
    last: date | None
    checked: date | None = Field(description="When it was found; of a release, its day")
    published_at: datetime = Field(description="When it stood here first as it is")


class MessageIn(Schema):
    text: Annotated[str, Field(max_length=1_000_000)] = ""
    link: Annotated[str, Field(max_length=2000)] = ""
    id: Annotated[
        str,
        Field(max_length=200, pattern=r"^[^\x00]*$", description="Delivered twice, it counts once"),
    ] = ""


class MessageOut(Schema):
    answer: Annotated[str, OneOf(Report.Answer)]
    claim: str | None = Field(description="Key of the claim that it repeats or looks like")
    probability: float | None
    again: bool = Field(description="Whether it was here already")

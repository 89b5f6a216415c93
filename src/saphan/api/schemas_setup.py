"""What the API says and hears of a forum's set-up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import AwareDatetime

from saphan.record.directory.models import Organisation
from saphan.record.forum.checks import CODE
from saphan.record.forum.models import Asking

from .choices import OneOf
from .schemas import AgendaOut, Country, SlotOut
from .schemas_grid import SetupDayOut, SetupPlaceOut, WayOut

Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
Zone = Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_+/-]+$")]
Name = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Summary = Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")]
Side = Annotated[str, Field(pattern=f"^[A-Z]{{2}}:({'|'.join(Organisation.Kind.values)})$")]
NewCode = Annotated[
    str, Field(pattern=f"^{CODE}$", description="Stands in the forum's addresses, and stays")
]
Number = Annotated[int, Field(ge=0, le=200)]


class BasicsIn(Schema):
    name: Annotated[dict[str, Name], Field(max_length=40)] = Field(
        description="By language, each language of the forum among them"
    )
    summary: Annotated[dict[str, Summary], Field(max_length=40)] = Field(description="By language")
    countries: Annotated[list[Country], Field(min_length=2, max_length=4)] = Field(
        description="The sides, in their order"
    )
    languages: Annotated[list[Language], Field(min_length=1, max_length=40)]
    timezone: Zone = Field(description="Of the venue")
    zones: Annotated[list[Zone], Field(max_length=10)] = Field(description="Also shown")


class NewForumIn(BasicsIn):
    code: NewCode
    topics: Annotated[list[Name], Field(max_length=50)] = []
    suggested: Annotated[
        list[Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]], Field(max_length=50)
    ] = Field([], description="Names of organisations to invite")


class CopyIn(Schema):
    code: NewCode
    name: Annotated[dict[str, Name], Field(max_length=40)] = Field(
        description="By language, each language of the earlier forum among them"
    )
    first_day: date


class BasicsOut(Schema):
    name: dict[str, str]
    summary: dict[str, str]
    countries: list[str]
    languages: list[str]
    timezone: str
    zones: list[str]


class RulesIn(Schema):
    asking: Annotated[str, OneOf(Asking)] = Field(description="Who asks for meetings")
    may_ask: Annotated[
        dict[str, Annotated[list[Side], Field(max_length=16)]], Field(max_length=16)
    ] = Field(description="Who may ask whom, as `TH:company`; empty: everybody may ask everybody")
    cross_border: bool = Field(description="Whether a meeting joins two countries")
    max_meetings: Annotated[int, Field(ge=1, le=200)] | None
    min_meetings: Number = Field(description="Guaranteed to each, as far as agreed")
    max_breaks: Number | None
    fairness: Annotated[int, Field(ge=0, le=5)] | None = Field(
        description="Largest difference of breaks between two delegates; nothing: does not count"
    )
    registration_closes: AwareDatetime | None
    profiles_close: AwareDatetime | None
    requests_close: AwareDatetime | None
    answers_close: AwareDatetime | None


class RulesOut(Schema):
    asking: str
    may_ask: dict[str, list[str]]
    cross_border: bool
    max_meetings: int | None
    min_meetings: int
    max_breaks: int | None
    fairness: int | None
    registration_closes: datetime | None
    profiles_close: datetime | None
    requests_close: datetime | None
    answers_close: datetime | None


class MissingOut(Schema):
    step: str
    message: str
    blocks: bool = Field(description="Whether the forum cannot open without it")


class SetupOut(Schema):
    code: str
    is_open: bool
    basics: BasicsOut
    rules: RulesOut
    days: list[SetupDayOut]
    slots: list[SlotOut]
    places: list[SetupPlaceOut]
    join_template: str = Field(description="Where people meet online")
    travel: list[WayOut]
    agenda: list[AgendaOut]
    missing: list[MissingOut]

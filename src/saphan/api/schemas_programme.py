"""What the API says and hears of a forum's agenda, interpreters and roles."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import AwareDatetime

from saphan.record.forum.models import AgendaItem, Availability, ForumRole, Interpreter, Mode

from .choices import OneOf
from .schemas import Country
from .schemas_grid import Hall, said
from .schemas_setup import Language, Zone

Title = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
_PART = r"[^\x00-\x20\x7f-\xa0@]+"  # without \s, which not every reader of patterns has alike
Email = Annotated[str, Field(max_length=254, pattern=f"^{_PART}@{_PART}$")]


class AgendaIn(Schema):
    kind: Annotated[str, OneOf(AgendaItem.Kind)]
    titles: Annotated[dict[str, Title], Field(max_length=40)] = Field(
        description="By language, each language of the forum among them"
    )
    start: AwareDatetime
    end: AwareDatetime
    place: Hall = ""
    for_all: bool = Field(False, description="Nobody has a meeting meanwhile")


class WindowIn(Schema):
    status: Annotated[str, OneOf(Availability.Status)]
    start: AwareDatetime
    end: AwareDatetime


class WindowOut(Schema):
    status: str
    start: datetime
    end: datetime


class InterpreterIn(Schema):
    name: Annotated[str, said(200)]
    email: Email | None = Field(None, description="With it they sign in and see their meetings")
    languages: Annotated[list[Language], Field(min_length=2, max_length=20)] = Field(
        description="Any two of which they join"
    )
    modes: Annotated[list[Annotated[str, OneOf(Mode)]], Field(min_length=1, max_length=2)]
    zone: Zone | None = Field(None, description="Nothing: the venue's")
    max_run: Annotated[int, Field(ge=1, le=200)] | None = Field(
        None, description="Most slots on end before a rest"
    )
    max_meetings: Annotated[int, Field(ge=1, le=500)] | None = None
    availability: Annotated[list[WindowIn], Field(max_length=200)] = Field(
        [], description="When they can work and cannot; nothing: whenever there are meetings"
    )


class InterpreterOut(Schema):
    code: str
    name: str
    email: str
    languages: list[str]
    modes: list[str]
    zone: str
    max_run: int | None
    max_meetings: int | None
    availability: list[WindowOut]

    @staticmethod
    def resolve_availability(one: Interpreter) -> list[Availability]:
        return list(one.availability.all())


class RoleIn(Schema):
    email: Email
    role: Annotated[str, OneOf(ForumRole.Role)]
    country: Country | None = Field(None, description="Of a co-organiser: whose people")


class RoleOut(Schema):
    id: int
    email: str = Field(alias="user.email")
    role: str
    country: str

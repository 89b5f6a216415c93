"""What the API says and hears of a forum's days and places."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Schema

from saphan.engine.sheets.forum_sheets import SessionRow
from saphan.engine.sheets.grid import span
from saphan.record.forum.models import Day, DayMode, Mode, Place, Slot

from .choices import OneOf
from .schemas import DayOut, PlaceOut, SlotOut

HOUR = "([01][0-9]|2[0-3]):[0-5][0-9]"
Clock = Annotated[str, Field(pattern=f"^{HOUR}$", description="By the venue's clock")]
EndClock = Annotated[
    str, Field(pattern=f"^({HOUR}|24:00)$", description="By the venue's clock; 24:00 is midnight")
]
City = Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")]
SessionName = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]
Hall = Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")]
Address = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]


def said(most: int) -> Any:
    """A text of so many characters at most that is not blank."""
    return Field(min_length=1, max_length=most, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")


class BreakIn(Schema):
    start: Clock
    end: EndClock


class SessionIn(Schema):
    """Hours in which slots follow each other."""

    name: SessionName = ""
    start: Clock
    end: EndClock
    minutes: Annotated[int, Field(ge=5, le=480)] = Field(25, description="Of a meeting")
    gap: Annotated[int, Field(ge=0, le=240)] = Field(5, description="Minutes between two meetings")
    breaks: Annotated[list[BreakIn], Field(max_length=20)] = []


class DayIn(Schema):
    mode: Annotated[str, OneOf(DayMode)]
    city: City = ""
    sessions: Annotated[list[SessionIn], Field(min_length=1, max_length=20)]


class DaysIn(DayIn):
    dates: Annotated[list[date], Field(min_length=1, max_length=31)]


class RowOut(Schema):
    start: datetime
    end: datetime
    session: str
    is_break: bool


class SessionOut(Schema):
    name: str
    start: str
    end: str
    slots: int
    minutes: int
    gap: int


class SetupDayOut(DayOut):
    sessions: list[SessionOut] = Field(
        description="By the venue's clock; where a break cuts one, there are two"
    )

    @staticmethod
    def resolve_sessions(one: Day) -> list[dict[str, Any]]:
        return [row | {"end": span(SessionRow(**row))[1]} for row in one.sessions]


class DayWhole(SetupDayOut):
    slots: list[SlotOut]

    @staticmethod
    def resolve_slots(one: Day) -> list[Slot]:
        return list(one.slots.all())


class SetupPlaceOut(PlaceOut):
    address: str = Field(description="Of an online room")
    kept_by: list[str] = Field(description="Codes of the organisations that alone meet there")

    @staticmethod
    def resolve_kept_by(one: Place) -> list[str]:
        return [organisation.code for organisation in one.kept_by.all()]


class PlacesIn(Schema):
    mode: Annotated[str, OneOf(Mode)]
    number: Annotated[int, Field(ge=1, le=200)]
    name: Annotated[str, said(60)] = Field(description="Of each, before its number")
    hall: Hall = Field("", description="Of tables: where they stand")


class PlaceIn(Schema):
    name: Annotated[str, said(120)]
    hall: Hall = Field("", description="Of a table")
    address: Address = Field(
        "", description="Of an online room, instead of the address of each meeting"
    )


class JoinIn(Schema):
    join_template: Address = Field(
        description="An address with {meeting}, and {forum} if wanted; empty for none"
    )


class WayIn(Schema):
    one: Annotated[str, said(120)] = Field(description="A hall")
    other: Annotated[str, said(120)] = Field(description="Another hall")
    minutes: Annotated[int, Field(ge=0, le=1440)]


class WayOut(Schema):
    one: str
    other: str
    minutes: int


class TravelIn(Schema):
    ways: Annotated[list[WayIn], Field(max_length=500)] = Field(
        description="All of them: between what is not named, people need no time"
    )

"""What the API says and hears of a delegate's own profile, and of offers and needs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Field, Schema

from saphan.engine.language import code_path
from saphan.engine.sheets.forum_sheets import Cooperation
from saphan.record.directory.models import Listing
from saphan.record.forum.models import Mode

from .choices import OneOf
from .schemas import ListingOut

MOST_CODES = 8
Line = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Said = Annotated[str, Field(min_length=1, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")]
Language = Annotated[str, Field(min_length=2, max_length=8, pattern=r"^[a-z-]+$")]
SlotCode = Annotated[str, Field(max_length=20, pattern=r"^[^\x00]+$")]


def _activity() -> str:
    """A pattern of the codes that `code_path` knows, for the description to tell them too."""
    divisions: dict[str, list[str]] = {}
    for number in range(1, 100):
        if path := code_path(f"{number:02}"):
            divisions.setdefault(path[0], []).append(path[1])
    sections = (
        f"{section}|{section}?(?:{'|'.join(of)})(?:[.]?[0-9]{{1,2}})?"
        for section, of in divisions.items()
    )
    return f"^(?:{'|'.join(sections)})$"


Activity = Annotated[str, Field(max_length=8, pattern=_activity())]


class TimeOut(Schema):
    slot: str
    start: datetime
    end: datetime
    free: bool = Field(description="Whether you can meet then")


class ProfileOut(Schema):
    delegate: str = Field(description="Your code at this forum")
    organisation: str = Field(description="Code of your organisation")
    name: str
    name_latin: str
    title: str
    languages: list[str]
    zone: str
    modes: list[str]
    max_meetings: int | None = Field(description="Nothing: as many as the forum allows")
    profiles_close: datetime | None = Field(description="Until when it can be changed")
    times: list[TimeOut] = Field(description="Slots of the days on which you take part")


class ColleagueOut(Schema):
    delegate: str = Field(alias="code", description="Code at this forum")
    name: str = Field(alias="person.name")
    title: str = Field(alias="person.title")


class ProfileIn(Schema):
    name: Annotated[Said, Field(max_length=200)]
    name_latin: Line
    title: Line
    languages: Annotated[list[Language], Field(min_length=1, max_length=40)] = Field(
        description="Of the forum, of the site, or what you speak already"
    )
    zone: Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_+/-]+$")] = Field(
        description="IANA time zone"
    )
    modes: Annotated[list[Annotated[str, OneOf(Mode)]], Field(min_length=1, max_length=2)]
    max_meetings: Annotated[int, Field(ge=1, le=99)] | None


class TimesIn(Schema):
    free: Annotated[list[SlotCode], Field(max_length=500)] = Field(
        description="Codes of all slots in which you can meet; in the others you are away"
    )


class OwnListingOut(ListingOut):
    id: int


class ListingIn(Schema):
    title: Annotated[Said, Field(max_length=300)]
    text: Annotated[str, Field(max_length=4000, pattern=r"^[^\x00]*$")] = ""
    cooperation: Annotated[list[Cooperation], Field(min_length=1, max_length=20)]
    isic: Annotated[list[Activity], Field(max_length=MOST_CODES)] = Field(
        [], description="Fields of activity: codes of ISIC Rev. 4"
    )


class NewListingIn(ListingIn):
    side: Annotated[str, OneOf(Listing.Side)]

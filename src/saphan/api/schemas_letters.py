"""What the API says and hears of letters to groups."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import AwareDatetime

from saphan.record.directory.models import Organisation
from saphan.record.mailing.actions.writing import BODY, SUBJECT
from saphan.record.mailing.models import Letter

from .choices import OneOf
from .schemas import Country

Subject = Annotated[str, Field(max_length=SUBJECT, pattern=r"^[^\x00]*$")]
Body = Annotated[str, Field(max_length=BODY, pattern=r"^[^\x00]*$")]


class LetterOut(Schema):
    id: int
    state: str = Field(description="draft, scheduled, sending or sent")
    group: str
    countries: list[str] = Field(description="Only from these; none: from all")
    kinds: list[str] = Field(description="Only of these; none: of all")
    needed: bool = Field(description="To all of the group, whether they want news or not")
    subjects: dict[str, str] = Field(description="By language")
    created_at: datetime
    send_at: datetime | None
    finished_at: datetime | None
    of: int = Field(description="To how many addresses it goes, once it is being sent")
    sent: int
    failed: int


class LetterWhole(LetterOut):
    bodies: dict[str, str] = Field(description="By language, with {placeholders}")


class LetterIn(Schema):
    group: Annotated[str, OneOf(Letter.Group)] = "all"
    countries: Annotated[list[Country], Field(max_length=20)] = Field(
        [], description="Only to these; of a co-organiser the own country"
    )
    kinds: Annotated[list[Annotated[str, OneOf(Organisation.Kind)]], Field(max_length=5)] = []
    needed: bool = False
    subjects: Annotated[dict[str, Subject], Field(max_length=20)] = Field(
        {}, description="By language of the forum that the site speaks"
    )
    bodies: Annotated[dict[str, Body], Field(max_length=20)] = {}


class SendIn(Schema):
    at: AwareDatetime | None = Field(None, description="Nothing: at once")


class SampleOut(Schema):
    name: str = Field(description="Of the first who reads this language")
    subject: str
    body: str


class ReadingOut(Schema):
    code: str = Field(description="Of the language")
    people: int
    missing: bool = Field(description="Whether they get a text in another language")
    sample: SampleOut | None


class PreviewOut(Schema):
    people: int
    unwilling: int = Field(description="How many of the group want no news, and do not get it")
    languages: list[ReadingOut]

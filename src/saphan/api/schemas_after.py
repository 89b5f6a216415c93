"""What the API says and hears of meetings that were held."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Schema

from saphan.record.meetings.models import Came, Outcome
from saphan.record.meetings.queries import OwnMeeting

from .choices import OneOf
from .schemas import Code, Text


class FeedbackIn(Schema):
    came: Annotated[str, OneOf(Came)]
    rating: Annotated[int, Field(ge=1, le=5)] | None = Field(
        None, description="1 (poor) to 5 (excellent), of a meeting that was held"
    )
    words: Text | None = None


class OutcomeIn(Schema):
    next_step: Annotated[str, OneOf(Outcome.NextStep)] = "nothing"
    deal: Annotated[str, OneOf(Outcome.Deal, "")] = ""
    value: Annotated[str, Field(pattern=r"^[0-9]{1,14}(\.[0-9]{1,2})?$")] | None = Field(
        None, description="A number with at most two decimals, written as text"
    )
    currency: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = Field("", description="ISO 4217")
    follow_up: date | None = None
    owner: Code | None = Field(None, description="Who of your organisation sees to it: a code")
    note: Text = ""
    state: Annotated[str, OneOf(Outcome.State)] = "open"


class FeedbackOut(Schema):
    came: str
    rating: int | None
    words: str


class OutcomeOut(Schema):
    next_step: str
    deal: str
    value: str | None
    currency: str
    follow_up: date | None
    owner: str | None = Field(None, alias="owner.code")
    note: str
    state: str

    @staticmethod
    def resolve_value(one: Outcome) -> str | None:
        return None if one.value is None else str(one.value)


class ToldOut(Schema):
    request: int = Field(alias="meeting.request_id")
    start: datetime = Field(alias="meeting.start")
    standing: str = Field(description="held, no_show or untold, as your side says")
    others: list[str] = Field(description="Codes of the other organisations")
    feedback: FeedbackOut | None = Field(description="What you said")
    outcome: OutcomeOut | None = Field(description="What your organisation says came of it")

    @staticmethod
    def resolve_others(one: OwnMeeting) -> list[str]:
        return [organisation.code for organisation in one.others]

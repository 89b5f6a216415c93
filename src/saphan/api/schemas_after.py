"""What the API says and hears of meetings that were held."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema

from .schemas import Code, Text

Step = Literal["nothing", "documents", "visit", "samples", "talks", "mou", "contract", "else"]
Deal = Literal[
    "",
    "sale",
    "purchase",
    "distribution",
    "joint_venture",
    "investment",
    "licensing",
    "outsourcing",
    "research",
    "training",
    "pilot",
    "else",
]


class FeedbackIn(Schema):
    came: Literal["held", "they_did_not", "we_did_not"]
    rating: Annotated[int, Field(ge=1, le=5)] | None = Field(
        None, description="1 (poor) to 5 (excellent), of a meeting that was held"
    )
    words: Text | None = None


class OutcomeIn(Schema):
    next_step: Step = "nothing"
    deal: Deal = ""
    value: Annotated[str, Field(pattern=r"^[0-9]{1,14}(\.[0-9]{1,2})?$")] | None = Field(
        None, description="A number with at most two decimals, written as text"
    )
    currency: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = Field("", description="ISO 4217")
    follow_up: date | None = None
    owner: Code | None = Field(None, description="Who of your organisation sees to it: a code")
    note: Text = ""
    state: Literal["open", "done", "dropped"] = "open"


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
    owner: str | None
    note: str
    state: str


class ToldOut(Schema):
    request: int
    start: datetime
    standing: str = Field(description="held, no_show or untold, as your side says")
    others: list[str] = Field(description="Codes of the other organisations")
    feedback: FeedbackOut | None = Field(description="What you said")
    outcome: OutcomeOut | None = Field(description="What your organisation says came of it")

"""What the API says and hears of incidents and replans."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import AwareDatetime

from saphan.record.meetings.models import Incident, Replanning

from .choices import OneOf
from .replans import proposal_out
from .schemas import Code

Words = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class IncidentIn(Schema):
    kind: Annotated[str, OneOf(Incident.Kind)]
    delegate: Code | None = Field(None, description="Who is missing; or name an interpreter")
    interpreter: Code | None = None
    place: Code | None = Field(None, description="Of the kind `place`: which table or room")
    start: AwareDatetime | None = Field(None, description="Nothing: now")
    until: AwareDatetime | None = Field(None, description="Nothing: for the rest of the forum")


class ApplyIn(Schema):
    words: Words = Field("", description="Why, for those whose meetings change")


class IncidentOut(Schema):
    id: int
    kind: str
    delegate: str | None = Field(None, alias="delegate.code")
    interpreter: str | None = Field(None, alias="interpreter.code")
    place: str | None = Field(None, alias="place.code")
    start: datetime
    until: datetime | None


class HoldingOut(Schema):
    change: int = Field(description="To be undone, so that these hold no longer")
    incidents: list[IncidentOut]


class ReplanningOut(Schema):
    id: int
    state: str
    created_at: datetime
    finished_at: datetime | None
    change: int | None = Field(None, alias="batch_id", description="Of one that is applied")
    incidents: list[IncidentOut]

    @staticmethod
    def resolve_incidents(one: Replanning) -> list[Incident]:
        return list(one.incidents.all())


class StandOut(Schema):
    called_off: bool
    start: datetime
    end: datetime
    place: str
    interpreter: str | None
    people: list[str] = Field(description="Codes of the delegates")


class ProposedOut(Schema):
    meeting: int
    before: StandOut
    after: StandOut
    incident: int | None = Field(description="Why; nothing where it broke a rule even before")
    makes_room_for: int | None = Field(description="The meeting for whose sake it moves")
    lack: str = Field(description="Of one called off: time, place, room")


class ProposalOut(Schema):
    changes: list[ProposedOut]
    kept: int = Field(description="How many meetings stay as they are")
    proven: bool = Field(description="Fewer changes are not possible")
    fits: bool = Field(description="The timetable is still what this was made for")


class ReplanningWhole(ReplanningOut):
    proposal: ProposalOut | None

    @staticmethod
    def resolve_proposal(one: Replanning) -> dict[str, Any] | None:
        return proposal_out(one)

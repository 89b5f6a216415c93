"""What the API says and hears of invitations, join links and registrations."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import AwareDatetime

from saphan.engine.sheets.invitations import MOST_INVITEES
from saphan.record.directory.models import Organisation
from saphan.record.forum.actions import Invitee
from saphan.record.forum.models import JoinLink
from saphan.record.forum.queries import link_closed_because
from saphan.work.mail import address

from .choices import OneOf
from .schemas import Code, Country, RegistrationOut
from .schemas_profile import Language, Line, Said
from .schemas_programme import Email

Kind = Annotated[str, OneOf(Organisation.Kind, "")]
Trusted = Annotated[
    bool, Field(description="Whether who answers takes part at once, without approval")
]
ANY = "Empty: any; of a co-organiser the own one"


class InviteeIn(Schema):
    email: Email
    name: Line = ""
    country: Country | None = Field(None, description="Of the organisation. " + ANY)
    kind: Kind = ""
    language: Language | None = Field(None, description="Of the letter; nothing: by the country")

    def invitee(self) -> Invitee:
        return Invitee(
            self.email, self.language or "", self.name.strip(), self.country or "", self.kind
        )


class InviteesIn(Schema):
    people: Annotated[list[InviteeIn], Field(min_length=1, max_length=MOST_INVITEES)]
    trusted: Trusted = True


class InviteeOut(Schema):
    email: str
    name: str
    country: str
    kind: str
    language: str


class WrongOut(Schema):
    number: int = Field(description="In the list, from 0")
    field: str
    message: str


class InvitationsPreviewOut(Schema):
    new: list[InviteeOut] = Field(description="Whom it would invite")
    left: list[str] = Field(description="Who is invited, waits or takes part already")
    wrong: list[WrongOut] = Field(description="Nobody is invited before it is put right")


class InvitedOut(Schema):
    invited: list[RegistrationOut]
    left: list[str] = Field(description="Who is left as they are")


class LinkIn(Schema):
    label: Annotated[Said, Field(max_length=120)] = Field(description="For the organisers alone")
    country: Country | None = Field(None, description=ANY)
    kind: Kind = ""
    limit: Annotated[int, Field(ge=1, le=100_000)] | None = Field(
        None, description="Places; nothing: any number"
    )
    expires_at: AwareDatetime | None = None
    trusted: Trusted = False


class LinkOut(Schema):
    id: int
    label: str
    address: str = Field(description="Whoever has it can register")
    country: str
    kind: str
    limit: int | None
    taken: int = Field(description="Places")
    expires_at: datetime | None
    trusted: bool
    closed: str = Field(description="Why nobody can register by it; empty where people can")

    @staticmethod
    def resolve_address(one: JoinLink) -> str:
        return address("join", one.token)

    @staticmethod
    def resolve_closed(one: JoinLink) -> str:
        return str(link_closed_because(one) or "")


class LikeOut(Schema):
    code: str = Field(alias="organisation.code")
    name: str = Field(alias="organisation.name")


class RegistrationWhole(RegistrationOut):
    title: str
    languages: list[str]
    modes: list[str]
    language: str
    new_organisation: dict[str, Any] = Field(description="What is said of a new one")
    like: list[LikeOut] = Field(description="Organisations that the new one may be")
    words: str = Field(description="Why it was declined or withdrawn")


class ApproveIn(Schema):
    organisation: Code | None = Field(
        None, description="One of those that the new one may be, where it is that"
    )


class WordsIn(Schema):
    words: Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")] = Field(
        "", description="Told to the person"
    )


class ColleagueIn(Schema):
    email: Email
    name: Line = ""
    language: Language = Field(description="Of the letter: one of the site")


class InvitedColleagueOut(Schema):
    id: int
    state: str
    name: str
    email: str

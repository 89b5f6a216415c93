"""Every write about commitments, one function an intention."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.forum.models import Forum
from saphan.record.register.models import Agency, Fact, Release

from .models import Commitment, Evidence
from .rules import may_look_after, require

State = Commitment.State


@dataclass(frozen=True)
class Terms:
    """What a commitment says.

    Attributes:
        text: What will be done.
        who: By whom, in words.
        countries: ISO 3166 alpha-2 codes of the sides.
        due: Until when; None where nothing is known.
        agency: The organisation that will do it.
        owner: The desk officer who looks after it.
    """

    text: str
    who: str
    countries: tuple[str, ...]
    due: date | None = None
    agency: Agency | None = None
    owner: User | None = None


def commit(
    actor: User, terms: Terms, *, fact: Fact | None = None, release: Release | None = None
) -> Commitment:
    """Make a commitment, of a promise in a release or of one known otherwise.

    Raises:
        PermissionDenied: The actor is no desk officer of the register.
        Refused: The promise is looked after already or rejected, its text is empty, its sides are
            not two countries and more, or who is to look after it is no desk officer.
    """
    require(actor)
    _check(terms)
    if fact is not None and (fact.kind != Fact.Kind.PROMISE or fact.state == Fact.State.REJECTED):
        raise Refused(_("This is no promise."))
    try:
        with transaction.atomic():
            made = Commitment.objects.create(
                fact=fact, release=fact.release if fact else release, **_fields(terms)
            )
            note(actor, "commitments.commit", made, due=_day(terms.due))
    except IntegrityError as error:
        raise Refused(_("This promise is looked after already.")) from error
    return made


def _check(terms: Terms) -> None:
    if not terms.text.strip():
        raise Refused(_("Say what will be done."))
    if len(set(terms.countries)) < 2:
        raise Refused(_("Name the two countries, or more, whose cooperation it is."))
    if terms.owner is not None and not may_look_after(terms.owner):
        raise Refused(_("Only a desk officer of the register can look after it."))


def _fields(terms: Terms) -> dict[str, object]:
    return {
        "text": terms.text.strip()[:1000],
        "who": terms.who.strip()[:300],
        "countries": sorted(set(terms.countries)),
        "due": terms.due,
        "agency": terms.agency,
        "owner": terms.owner,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


@transaction.atomic
def change(actor: User, commitment: Commitment, terms: Terms) -> Commitment:
    """Change what it says. Raises as `commit` does."""
    require(actor)
    _check(terms)
    found = _locked(commitment)
    before = {"due": _day(found.due), "text": found.text}
    fields = _fields(terms)
    for name, value in fields.items():
        setattr(found, name, value)
    if found.due != commitment.due:
        found.reminded_on = None
    found.save()
    note(actor, "commitments.change", found, before=before, due=_day(found.due))
    return found


def _locked(commitment: Commitment) -> Commitment:
    return Commitment.objects.select_for_update().get(pk=commitment.pk)


@transaction.atomic
def fulfil(
    actor: User,
    commitment: Commitment,
    on: date,
    *,
    forum: Forum | None = None,
    agreement: Fact | None = None,
) -> Commitment:
    """Say that it was done.

    Args:
        actor: Who says so.
        commitment: The commitment.
        on: The day on which it was.
        forum: The forum by which it was.
        agreement: The agreement by which it was, a fact of a release.

    Raises:
        PermissionDenied: The actor is no desk officer of the register.
        Refused: It is done already, nothing shows that it was, or the fact is no agreement.
    """
    require(actor)
    found = _locked(commitment)
    if found.state == State.DONE:
        raise Refused(_("This is done already."))
    if agreement is not None and agreement.kind != Fact.Kind.AGREEMENT:
        raise Refused(_("This is no agreement."))
    found.forum, found.agreement = forum or found.forum, agreement or found.agreement
    shown = found.forum or found.agreement or found.evidence.exists()
    if not shown:
        raise Refused(_("First add what shows it: evidence, a forum or an agreement."))
    found.state, found.done_on = State.DONE, on
    found.save()
    note(actor, "commitments.fulfil", found, on=on.isoformat())
    return found


@transaction.atomic
def drop(actor: User, commitment: Commitment, why: str) -> Commitment:
    """Say that it will not be done, and why.

    Raises:
        PermissionDenied: The actor is no desk officer of the register.
        Refused: It is not open, or no reason is given.
    """
    require(actor)
    found = _locked(commitment)
    if found.state != State.OPEN:
        raise Refused(_("Only what is open can be dropped."))
    if not why.strip():
        raise Refused(_("Say why it will not be done."))
    found.state = State.DROPPED
    found.save()
    Evidence.objects.create(commitment=found, text=why.strip()[:1000], by=actor)
    note(actor, "commitments.drop", found)
    return found


@transaction.atomic
def reopen(actor: User, commitment: Commitment) -> Commitment:
    """Have it open again.

    Raises:
        PermissionDenied: The actor is no desk officer of the register.
        Refused: It is open.
    """
    require(actor)
    found = _locked(commitment)
    if found.state == State.OPEN:
        raise Refused(_("This is open."))
    found.state, found.done_on, found.reminded_on = State.OPEN, None, None
    found.save()
    note(actor, "commitments.reopen", found)
    return found


@transaction.atomic
def link(actor: User, commitment: Commitment, forum: Forum | None) -> Commitment:
    """Name the forum that is to fulfil it, or none.

    Raises:
        PermissionDenied: The actor is no desk officer of the register.
    """
    require(actor)
    found = _locked(commitment)
    found.forum = forum
    found.save(update_fields=["forum"])
    note(actor, "commitments.link", found, linked=forum.code if forum else None)
    return found


@transaction.atomic
def add_evidence(
    actor: User, commitment: Commitment, text: str, url: str = "", release: Release | None = None
) -> Evidence:
    """Add what shows that something came of it.

    Raises:
        PermissionDenied: The actor is no desk officer of the register.
        Refused: There are no words, or the address is none.
    """
    require(actor)
    text, url = text.strip(), url.strip()
    if not text:
        raise Refused(_("Say in words what it shows."))
    if url:
        try:
            URLValidator(["https", "http"])(url)
        except ValidationError as error:
            raise Refused(_("Give a whole web address, or none.")) from error
    made = Evidence.objects.create(
        commitment=commitment, text=text[:1000], url=url, release=release, by=actor
    )
    note(actor, "commitments.add_evidence", commitment)
    return made


def note_reminded(commitments: Iterable[Commitment], today: date) -> None:
    """Keep that whoever looks after these was reminded."""
    keys = [one.pk for one in commitments]
    Commitment.objects.filter(pk__in=keys).update(reminded_on=today)

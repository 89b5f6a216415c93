"""What people make of facts: confirmed, corrected or rejected, with history and the way back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused

from ..found import ORGANISATION, SINGLE, FoundFact, key_of
from ..models import Agency, Fact, FactChange, Release
from .releases import agencies_of, describe

Verb = FactChange.Verb
_KEPT = ("state", "value", "key", "country", "agency_id")


@transaction.atomic
def confirm(actor: User, fact: Fact) -> Fact:
    """Say that a fact is true as it stands."""
    fact = _locked(fact)
    if fact.state in (Fact.State.CONFIRMED, Fact.State.CORRECTED):
        raise Refused(_("It is confirmed already."))
    return _judge(actor, fact, Verb.CONFIRM, state=Fact.State.CONFIRMED)


@transaction.atomic
def reject(actor: User, fact: Fact, reason: str = "") -> Fact:
    """Say that a fact is wrong; nobody is shown it any more, and reading again does not find it."""
    fact = _locked(fact)
    if fact.state == Fact.State.REJECTED:
        raise Refused(_("It is rejected already."))
    return _judge(actor, fact, Verb.REJECT, reason, state=Fact.State.REJECTED)


@transaction.atomic
def correct(actor: User, fact: Fact, value: dict[str, Any], reason: str = "") -> Fact:
    """Say what a fact is in truth; its place in the text stays.

    Args:
        actor: Who says so.
        fact: The fact.
        value: What it says now, whole; see `found.FoundFact`.
        reason: Why, for the history.

    Raises:
        Refused: Nothing is different, or the release has such a fact already.
    """
    fact = _locked(fact)
    agency = None
    if fact.kind == ORGANISATION:
        agency, value = _organisation(fact, value)
    if value == fact.value:
        raise Refused(_("Nothing was changed."))
    key = agency.key if agency else key_of(fact.kind, value)
    others = fact.release.facts.filter(kind=fact.kind).exclude(pk=fact.pk)
    others = others.exclude(state=Fact.State.REJECTED)
    if fact.kind not in SINGLE and others.filter(key=key).exists():
        raise Refused(_("The release says so already at another place: reject this one instead."))
    if fact.found is None:
        fact.found = fact.value
    return _judge(
        actor,
        fact,
        Verb.CORRECT,
        reason,
        state=Fact.State.CORRECTED,
        value=value,
        key=key,
        country=value.get("side") or value.get("country") or "",
        agency_id=agency.pk if agency else None,
    )


@transaction.atomic
def undo(actor: User, fact: Fact) -> Fact:
    """Take back what was last said of a fact, and once more what was said before that.

    Raises:
        Refused: Nobody has said anything that still stands.
    """
    fact = _locked(fact)
    last = fact.changes.filter(undone=False).exclude(verb=Verb.UNDO).first()
    if last is None:
        raise Refused(_("There is nothing to take back."))
    FactChange.objects.filter(pk=last.pk).update(undone=True)
    return _judge(actor, fact, Verb.UNDO, **last.before)


def _locked(fact: Fact) -> Fact:
    """The fact as it is now; its release is locked first, since it repeats its facts."""
    Release.objects.select_for_update().get(pk=fact.release_id)
    return Fact.objects.select_related("release").get(pk=fact.pk)


def _judge(actor: User, fact: Fact, verb: str, reason: str = "", **changed: Any) -> Fact:
    before = {name: getattr(fact, name) for name in _KEPT}
    for name, new in changed.items():
        setattr(fact, name, new)
    fact.by, fact.at = actor, timezone.now()
    fact.save()
    after = {name: getattr(fact, name) for name in _KEPT}
    FactChange.objects.create(
        fact=fact, verb=verb, by=actor, reason=reason[:300], before=before, after=after
    )
    refresh_release(fact.release)
    note(actor, f"register.{verb}", fact, release=fact.release_id, kind=fact.kind, reason=reason)
    return fact


def refresh_release(release: Release) -> None:
    """Make again what a release is found by, from its facts."""
    describe(release, release.facts.exclude(state=Fact.State.REJECTED))
    release.save(update_fields=["countries", "topics", "agencies", "event_kind", "event_date"])


def _organisation(fact: Fact, value: dict[str, Any]) -> tuple[Agency, dict[str, Any]]:
    """The organisation meant: a known one of this name, or a new one."""
    name, country = value["name"], value["country"]
    named = Q(name=name)
    for language in ("th", "ru", "en"):
        named |= Q(**{f"names__{language}": name})
    known = Agency.objects.filter(named, country=country).order_by("-names", "pk").first()
    whole = {"name": name, "names": known.names if known else {}, "country": country}
    if known is not None:
        return known, whole
    key = key_of(ORGANISATION, whole)
    found = FoundFact(ORGANISATION, key, whole, country, fact.start, fact.end, 1, "person")
    return Agency.objects.get(pk=agencies_of([found])[key]), whole

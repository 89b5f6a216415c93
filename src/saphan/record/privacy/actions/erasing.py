"""Erasing somebody: nothing that is kept says any more who they were."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.audit.models import AuditEntry
from saphan.record.directory.models import Person, User
from saphan.record.errors import Refused
from saphan.record.factcheck.actions import erase_submitter, forget_messages
from saphan.record.factcheck.models import Submitter
from saphan.record.forum.models import Delegate, Forum, Interpreter, Invitation, Registration
from saphan.record.holding import ERASED, Fate, Holding
from saphan.record.mailing.actions import stop_letters_of
from saphan.record.mailing.queries import language_of
from saphan.record.meetings.actions import drop_without_trace, forget_words, leave
from saphan.record.meetings.models import CalendarFeed

from ..queries import HOLDINGS, Somebody, find_somebody
from ..queries.erasing import any_address, obstacles
from .scrubbing import empty_entries, scrub
from .sessions import end_sessions

LAST = frozenset({"directory.User", "audit.AuditEntry", "factcheck.Submitter"})
"""Tables of which the rows are seen to by themselves."""


@dataclass(frozen=True)
class Gone:
    """Whom a last letter goes to; kept nowhere."""

    email: str
    language: str


@transaction.atomic
def erase(actor: User | None, email: str, action: str = "privacy.erase", **why: str) -> Gone:
    """Erase all that says who somebody is, as each holding says; what is others' stays.

    Meetings to come are called off and requests withdrawn first, so that the others are told.

    Args:
        actor: Who does it: the person, an organiser on request; None for the command line.
        email: An address of the person.
        action: The name of it on the trail.
        why: What the trail says besides.

    Raises:
        Refused: Nobody has this address, or something has to be done first.
    """
    somebody = _locked(email)
    if first := obstacles(somebody):
        raise Refused(" ".join(first))
    gone = last_letter(somebody, email)
    forums = list(Forum.objects.filter(pk__in=somebody.forums))
    delegates, interpreters = somebody.delegates, somebody.interpreters
    for delegate in delegates:
        leave(actor, delegate)
    if somebody.user is not None:
        stop_letters_of(actor, somebody.user)
    scrub(somebody)
    empty_entries(somebody)
    end_sessions(somebody.user_id, somebody.emails)
    _forget_apart(somebody)
    _by_holdings(somebody)
    if somebody.user is not None and actor is not None and actor.pk == somebody.user_id:
        actor = nobody()
    _drop(somebody, delegates, interpreters)
    for forum in forums:
        note(actor, action, forum, **why)
    if not forums:
        note(actor, action, nobody(), **why)
    return gone


def nobody() -> User:
    """The account that stands on the trail for everybody who was erased: nobody can sign in to it,
    and it does not tell one from another."""
    found, _made = User.objects.get_or_create(
        email=f"erased{ERASED}", defaults={"is_active": False, "password": "!"}
    )
    return found


def _locked(email: str) -> Somebody:
    somebody = find_somebody(email)
    if somebody is None:
        raise Refused(_("Nobody here has this address."))
    if somebody.user is not None:
        User.objects.select_for_update().get(pk=somebody.user.pk)
    return somebody


def last_letter(somebody: Somebody, email: str) -> Gone:
    """Where and in which language somebody is written to who will be gone."""
    address = somebody.user.email if somebody.user else email.strip().lower()
    if somebody.person is not None:
        return Gone(address, language_of(somebody.person))
    return Gone(address, somebody.user.language if somebody.user else "")


def _forget_apart(somebody: Somebody) -> None:
    """What hangs on them by other ways than those of the holdings."""
    theirs = any_address("email", somebody.emails) | any_address("handle", somebody.emails)
    for submitter in Submitter.objects.filter(theirs):
        forget_messages(submitter)
        erase_submitter(None, submitter)
    registrations = Registration.objects.filter(
        any_address("email", somebody.emails) | Q(delegate__in=somebody.delegates)
    )
    Invitation.objects.filter(registration__in=registrations).delete()
    through = apps.get_model("forum.AgendaItem").attendees.through
    through._base_manager.filter(delegate__in=somebody.delegates).delete()
    CalendarFeed.objects.filter(
        Q(delegate__in=somebody.delegates) | any_address("interpreter__email", somebody.emails)
    ).delete()
    if somebody.user is not None:
        forget_words(somebody.user)


def _by_holdings(somebody: Somebody) -> None:
    # Whose a row is may hang on what is erased of another: so all are found first.
    found = [
        (one, list(one.about(somebody.user_id, somebody.emails).values_list("pk", flat=True)))
        for one in HOLDINGS
        if one.table not in LAST
    ]
    for holding, keys in found:
        _apply(holding, keys)


def _apply(holding: Holding, keys: list[int]) -> None:
    rows = apps.get_model(holding.table)._base_manager.filter(pk__in=keys)
    if holding.fate is Fate.DELETE:
        rows.delete()
        return
    if not holding.blank:
        return
    for row in rows:
        for name, value in holding.blank.items():
            setattr(row, name, value(row) if callable(value) else value)
        row.save(update_fields=list(holding.blank))


def _drop(somebody: Somebody, delegates: list[Delegate], interpreters: list[Interpreter]) -> None:
    """Delete the rows that nothing of others' hangs on, and the account."""
    for delegate in delegates:
        drop_without_trace(delegate)
    for interpreter in interpreters:
        if not interpreter.meetings.exists():
            interpreter.delete()
    person = somebody.person
    if person is not None and not person.delegations.exists():
        Person.objects.filter(pk=person.pk).delete()
    user = somebody.user
    if user is not None:
        AuditEntry.objects.filter(actor=user).update(actor=nobody())
        User.objects.get(pk=user.pk).delete()

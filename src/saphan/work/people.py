"""Letters to those who are invited and who registered, each a job of its own."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from saphan.engine.language import day_in
from saphan.record.directory.models import User
from saphan.record.forum import actions
from saphan.record.forum.actions import Invitee, note_sent
from saphan.record.forum.models import Forum, Invitation, Registration

from .mail import address, write

State = Registration.State


def order_invitations(invitations: Iterable[Invitation]) -> None:
    """Hand letters with an invitation to the workers, in the caller's transaction."""
    for invitation in invitations:
        write_invitation.defer(invitation_id=invitation.pk)


@transaction.atomic
def invite(
    actor: User,
    forum: Forum,
    people: Iterable[Invitee],
    *,
    trusted: bool,
    countries: frozenset[str] | None,
) -> list[Invitation]:
    """Invite people and hand the letters to the workers, both or neither; see `actions.invite`."""
    made = actions.invite(actor, forum, people, trusted=trusted, countries=countries)
    order_invitations(made)
    return made


def order_decision(registration: Registration) -> None:
    """Hand the letter that tells what became of a registration to the workers."""
    write_decision.defer(registration_id=registration.pk)


@app.task(name="write_invitation")
def write_invitation(invitation_id: int) -> None:
    """Send an invitation, or remind of it, while it can be answered."""
    invitation = (
        Invitation.objects.select_related("registration__forum", "registration__link")
        .filter(pk=invitation_id)
        .first()
    )
    if invitation is None or not invitation.is_live:
        return
    registration = invitation.registration
    write(registration.email, registration.language, lambda: _invitation(invitation))
    note_sent(invitation)


def _invitation(invitation: Invitation) -> tuple[str, str]:
    registration = invitation.registration
    told = {
        "forum": registration.forum.title,
        "date": day_in(invitation.expires_at, get_language() or "en"),
    }
    if registration.link is not None:
        subject = _("Your registration: %(forum)s")
        asks = _("This letter lets you register for %(forum)s.")
    elif invitation.sent_at is not None:
        subject = _("Reminder: %(forum)s")
        asks = _("You are invited to %(forum)s and have not answered yet.")
    else:
        subject = _("Invitation: %(forum)s")
        asks = _("You are invited to take part in %(forum)s.")
    lines = [
        _("Dear %(name)s,") % {"name": registration.name} if registration.name else _("Good day,"),
        "",
        asks % told,
        _("Please register here; the link is yours alone, works once, and is good until %(date)s:")
        % told,
        "",
        address("registration", invitation.token),
        "",
        _("If this letter is not meant for you, you need not do anything."),
    ]
    return subject % told, "\n".join(lines) + "\n"


@app.task(name="write_decision")
def write_decision(registration_id: int) -> None:
    """Tell somebody what became of their registration."""
    registration = Registration.objects.select_related("forum").filter(pk=registration_id).first()
    if registration is not None and registration.state in _TOLD:
        write(registration.email, registration.language, lambda: _decision(registration))


_TOLD = (State.WAITING, State.APPROVED, State.DECLINED, State.WITHDRAWN)


def _decision(registration: Registration) -> tuple[str, str]:
    forum = registration.forum
    told = {"forum": forum.title}
    said = {
        State.WAITING: _("Your registration for %(forum)s waits for the organisers' approval."),
        State.APPROVED: _("You take part in %(forum)s."),
        State.DECLINED: _("The organisers could not accept your registration for %(forum)s."),
        State.WITHDRAWN: _("You no longer take part in %(forum)s."),
    }
    lines = [_("Dear %(name)s,") % {"name": registration.name or registration.email}, ""]
    lines += [said[State(registration.state)] % told]
    if registration.words and registration.state in (State.DECLINED, State.WITHDRAWN):
        lines += ["", registration.words]
    if registration.state == State.APPROVED:
        lines += [
            "",
            _("Say what you offer and need, and see who fits:"),
            address("my_profile", forum.code),
            "",
            _("You sign in by a link that we send to this address."),
        ]
    return _("Your registration: %(forum)s") % told, "\n".join(lines) + "\n"

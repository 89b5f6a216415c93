"""Writing who is invited, and by which links anybody can register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.directory.models import Organisation, User
from saphan.record.errors import Refused

from ..checks import require_years
from ..models import Forum, Invitation, JoinLink, Registration
from ..queries.registrations import closed_because, link_closed_because

VALID = timedelta(days=60)
"""How long an invitation can be answered, where registration closes no sooner."""

State = Registration.State


@dataclass(frozen=True)
class Invitee:
    """Somebody to be invited.

    Attributes:
        language: Of the letters, as far as nobody knows better.
        country, kind: What the organisation is expected to be; empty for any.
        organisation: For which alone the person can register; None for any.
    """

    email: str
    language: str
    name: str = ""
    country: str = ""
    kind: str = ""
    organisation: Organisation | None = None


def require_open(forum: Forum) -> None:
    """Raise Refused where nobody can register."""
    if reason := closed_because(forum):
        raise Refused(reason)


@transaction.atomic
def invite(
    actor: User | None,
    forum: Forum,
    invitees: Iterable[Invitee],
    *,
    trusted: bool = True,
    countries: frozenset[str] | None = None,
) -> list[Invitation]:
    """Invite people, each address once; who is invited, waits or takes part is left alone.

    Args:
        actor: Who invites.
        forum: The forum.
        invitees: Whom.
        trusted: Whether they take part as soon as they answer.
        countries: Of whose people alone an earlier registration may be taken up again; None for
            all.

    Returns:
        The invitations to be sent.

    Raises:
        Refused: Registration has closed.
    """
    require_open(forum)
    made = []
    # In one order, so that two lists with the same addresses never wait for each other.
    for _email, invitee in sorted({one.email.lower(): one for one in invitees}.items()):
        registration = _to_invite(forum, invitee, countries)
        if registration is not None:
            made.append(_invitation(actor, registration, trusted))
    for invitation in made:
        note(actor, "forum.invite", invitation.registration, trusted=trusted)
    return made


def _to_invite(
    forum: Forum, invitee: Invitee, countries: frozenset[str] | None
) -> Registration | None:
    email = invitee.email.lower()
    if forum.delegates.filter(person__email=email).exists():
        return None
    found = forum.registrations.select_for_update().filter(email=email).first()
    if found is None:
        found = Registration(forum=forum, email=email)
    elif (
        found.state in (State.WAITING, State.APPROVED)
        or (found.state == State.INVITED and _open_invitation(found) is not None)
        or (countries is not None and found.country not in countries)
    ):
        return None
    user = User.objects.filter(email=email).first()
    found.state = State.INVITED
    found.language = (user.language if user else "") or invitee.language
    found.name = invitee.name or found.name
    found.country, found.kind = invitee.country, invitee.kind
    found.organisation, found.new_organisation, found.link = invitee.organisation, {}, None
    found.answered_at = found.decided_at = found.decided_by = None
    found.words = ""
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError:
        # Somebody else invited the address at the same moment.
        if found.pk is None and forum.registrations.filter(email=email).exists():
            return None
        raise
    return found


def _open_invitation(registration: Registration) -> Invitation | None:
    return registration.invitations.filter(used_at=None, expires_at__gt=timezone.now()).first()


def _invitation(actor: User | None, registration: Registration, trusted: bool) -> Invitation:
    now = timezone.now()
    registration.invitations.filter(used_at=None).update(used_at=now)
    expires = [now + VALID]
    if registration.forum.registration_closes is not None:
        expires.append(registration.forum.registration_closes)
    return Invitation.objects.create(
        registration=registration, trusted=trusted, created_by=actor, expires_at=min(expires)
    )


@transaction.atomic
def invite_again(actor: User, registration: Registration) -> Invitation:
    """Prepare a reminder for somebody who has not answered; an invitation too old is made anew.

    Raises:
        Refused: There is nothing to remind of, or registration has closed.
    """
    require_open(registration.forum)
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    if registration.state != State.INVITED:
        raise Refused(_("There is nothing to remind of: the invitation was answered."))
    latest = registration.invitations.first()
    invitation = _open_invitation(registration) or _invitation(
        actor, registration, trusted=latest is not None and latest.trusted
    )
    note(actor, "forum.remind", registration)
    return invitation


@transaction.atomic
def ask_by_link(link: JoinLink, email: str, language: str) -> Registration:
    """Let an address register by a join link, once its owner opens the letter.

    Args:
        link: The link.
        email: A whole address.
        language: In which the visitor reads.

    Returns:
        The registration of the address: one that is answered already is left as it is.

    Raises:
        Refused: The link or registration is closed.
    """
    link = JoinLink.objects.select_for_update().select_related("forum").get(pk=link.pk)
    if reason := link_closed_because(link):
        raise Refused(reason)
    email = email.lower()
    user = User.objects.filter(email=email).first()
    registration, is_new = Registration.objects.select_for_update().get_or_create(
        forum=link.forum,
        email=email,
        defaults={
            "language": (user.language if user else "") or language,
            "country": link.country,
            "kind": link.kind,
            "link": link,
        },
    )
    if registration.state == State.INVITED and _open_invitation(registration) is None:
        _invitation(None, registration, trusted=link.trusted)
    if is_new:
        note(None, "forum.ask_by_link", registration, link=link.pk)
    return registration


@transaction.atomic
def open_link(
    actor: User,
    forum: Forum,
    label: str,
    *,
    country: str = "",
    kind: str = "",
    limit: int | None = None,
    expires_at: datetime | None = None,
    trusted: bool = False,
) -> JoinLink:
    """Make an address by which anybody who has it can register.

    Raises:
        Refused: Registration is closed, or the link would end in the past.
    """
    require_open(forum)
    require_years("expires_at", expires_at)
    if expires_at is not None and expires_at <= timezone.now():
        raise Refused(_("Please choose a day that is still to come."), "expires_at")
    link = JoinLink.objects.create(
        forum=forum,
        label=label,
        country=country,
        kind=kind,
        limit=limit,
        expires_at=expires_at,
        trusted=trusted,
        created_by=actor,
    )
    note(actor, "forum.open_link", link, label=label)
    return link


@transaction.atomic
def close_link(actor: User, link: JoinLink) -> None:
    """Let nobody register by the link any more."""
    if JoinLink.objects.filter(pk=link.pk, closed_at=None).update(closed_at=timezone.now()):
        note(actor, "forum.close_link", link)


@transaction.atomic
def note_sent(invitation: Invitation) -> None:
    """Remember that a letter with the invitation has left; each after the first reminds."""
    invitation.refresh_from_db()
    if invitation.sent_at is not None:
        invitation.reminders += 1
    invitation.sent_at = timezone.now()
    invitation.save(update_fields=["sent_at", "reminders"])

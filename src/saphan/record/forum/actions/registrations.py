"""Writing who is invited, who registers, and what organisers decide of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.directory.actions import make_admin, refresh_search, set_consents
from saphan.record.directory.consents import current
from saphan.record.directory.models import Organisation, Person, User
from saphan.record.errors import Refused

from ..models import Delegate, Invitation, JoinLink, Registration
from ..queries.registrations import link_closed_because, same_organisations
from .invitations import require_open

DESCRIBED = ("name", "name_en", "city", "website", "about")
"""What is said of a new organisation, beside its country and kind."""

State = Registration.State


@dataclass(frozen=True)
class Answers:
    """What somebody says when registering.

    Attributes:
        organisation: The one chosen; None for a new one.
        new_organisation: Of a new one: `name`, `name_en`, `city`, `website`, `about`.
        consents: Values of `Consent.Purpose` that are agreed to.
        language: In which the person reads.
    """

    name: str
    title: str
    languages: tuple[str, ...]
    modes: tuple[str, ...]
    zone: str
    country: str
    kind: str
    consents: frozenset[str]
    language: str
    name_latin: str = ""
    organisation: Organisation | None = None
    new_organisation: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Registered:
    """A registration, the account of who registered, and whether it was made for it."""

    registration: Registration
    user: User
    is_new_user: bool


@transaction.atomic
def register(invitation: Invitation, answers: Answers) -> Registered:
    """Answer an invitation: its address registers, and takes part if the invitation is trusted.

    A trusted answer waits all the same where its organisation is of another country or kind than
    was expected, or a new one that may be here already; and where somebody who came by a join link
    speaks for an organisation that has people already.

    Args:
        invitation: The invitation, whose token only the owner of the address knows.
        answers: What they say.

    Raises:
        Refused: The invitation was used or is too old, registration has closed, the consent that is
            needed is missing, or the country or the organisation is not among those asked for.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self", "registration"))
        .select_related("registration__forum", "registration__link")
        .get(pk=invitation.pk)
    )
    registration = invitation.registration
    expected = registration.country, registration.kind
    if not invitation.is_live:
        raise Refused(_("This invitation has been used or is too old."))
    require_open(registration.forum)
    _check(registration, answers)
    user = User.objects.filter(email=registration.email).first()
    is_new_user = user is None
    if user is None:
        user = User.objects.create_user(
            registration.email, language=answers.language, zone=answers.zone
        )
    set_consents(user, user, answers.consents, answers.language)
    now = timezone.now()
    for name in ("name", "name_latin", "title", "zone", "language", "country", "kind"):
        setattr(registration, name, getattr(answers, name))
    registration.organisation = answers.organisation
    registration.new_organisation = {} if answers.organisation else answers.new_organisation
    registration.languages, registration.modes = list(answers.languages), list(answers.modes)
    registration.state, registration.answered_at = State.WAITING, now
    registration.save()
    invitation.used_at = now
    invitation.save(update_fields=["used_at"])
    note(user, "forum.register", registration)
    if invitation.trusted and _is_plain(registration, expected):
        registration = approve(None, registration)
    return Registered(registration, user, is_new_user)


def _is_plain(registration: Registration, expected: tuple[str, str]) -> bool:
    """Whether there is nothing in the answers that an organiser should look at."""
    got = registration.country, registration.kind
    if any(want not in ("", given) for want, given in zip(expected, got, strict=True)):
        return False
    if registration.organisation is None:
        return not same_organisations(registration)
    return registration.link is None or not registration.organisation.people.exists()


def _check(registration: Registration, answers: Answers) -> None:
    needed = {purpose for purpose, wording in current().items() if wording.needed}
    if not needed <= answers.consents:
        raise Refused(_("Nobody can take part without agreeing to the first of the questions."))
    if answers.country not in registration.forum.countries:
        raise Refused(_("Organisations of this country do not take part in this forum."))
    if registration.organisation and answers.organisation != registration.organisation:
        raise Refused(_("This invitation is for one organisation alone."))
    link = registration.link
    if link is None:
        return
    # Two who answer at once do not both get the last place.
    link = JoinLink.objects.select_for_update().select_related("forum").get(pk=link.pk)
    if reason := link_closed_because(link):
        raise Refused(reason)
    if link.country not in ("", answers.country):
        raise Refused(_("This link is for organisations of another country."))
    if link.kind not in ("", answers.kind):
        raise Refused(_("This link is for organisations of another kind."))


@transaction.atomic
def approve(
    actor: User | None, registration: Registration, organisation: Organisation | None = None
) -> Registration:
    """Let somebody who registered take part.

    A new organisation is made with its first delegate, who then looks after its people; for a
    colleague that registered in the same name, it is the same one.

    Args:
        actor: Who approves; None for a trusted invitation.
        registration: One that waits, or was declined.
        organisation: Which one it is, where the organiser knows better than the answer.

    Raises:
        Refused: Nothing was answered yet, or it is decided already.
    """
    registration = (
        Registration.objects.select_for_update(of=("self",))
        .select_related("forum", "organisation")
        .get(pk=registration.pk)
    )
    if registration.state not in (State.WAITING, State.DECLINED) or not registration.answered_at:
        raise Refused(_("This registration cannot be approved: it does not wait for an answer."))
    user = User.objects.get(email=registration.email)
    chosen = organisation or registration.organisation or _same_name(registration)
    if chosen is None:
        chosen = _new_organisation(registration)
        make_admin(actor, chosen, user)
    person, _is_new = Person.objects.update_or_create(
        email=registration.email,
        defaults={
            "organisation": chosen,
            "user": user,
            "name": registration.name,
            "name_latin": registration.name_latin,
            "title": registration.title,
            "languages": registration.languages,
            "zone": registration.zone,
        },
    )
    delegate, _is_new = Delegate.objects.update_or_create(
        forum=registration.forum,
        person=person,
        defaults={"organisation": chosen, "modes": registration.modes},
        create_defaults={
            "organisation": chosen,
            "modes": registration.modes,
            "code": f"P{registration.pk}",
        },
    )
    registration.organisation, registration.delegate = chosen, delegate
    registration.country, registration.kind = chosen.country, chosen.kind
    registration.new_organisation = {}
    _decide(actor, registration, State.APPROVED, "forum.approve")
    refresh_search([chosen.code])
    return registration


def _same_name(registration: Registration) -> Organisation | None:
    """The organisation of exactly this name that a colleague has made meanwhile."""
    name = str(registration.new_organisation["name"])
    for found in same_organisations(registration):
        if found.organisation.name.casefold() == name.casefold():
            return found.organisation
    return None


def _new_organisation(registration: Registration) -> Organisation:
    described = registration.new_organisation
    return Organisation.objects.create(
        code=f"{registration.country}-P{registration.pk}",
        country=registration.country,
        kind=registration.kind,
        language=registration.language,
        languages=registration.languages,
        **{
            name: described.get(name, "")
            for name in ("name", "name_en", "city", "website", "about")
        },
    )


@transaction.atomic
def decline(actor: User, registration: Registration, words: str = "") -> Registration:
    """Do not let somebody who registered take part.

    Raises:
        Refused: The registration does not wait for an answer.
    """
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    if registration.state != State.WAITING:
        raise Refused(_("This registration cannot be declined: it does not wait for an answer."))
    registration.words = words
    return _decide(actor, registration, State.DECLINED, "forum.decline")


@transaction.atomic
def withdraw_registration(
    actor: User | None, registration: Registration, words: str = ""
) -> Registration:
    """Take an invitation or a registration back; who takes part already is `withdraw_person`'s.

    Raises:
        Refused: It is withdrawn already, or somebody takes part by it.
    """
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    if registration.state == State.WITHDRAWN or registration.delegate_id is not None:
        raise Refused(_("This registration cannot be withdrawn."))
    registration.invitations.filter(used_at=None).update(used_at=timezone.now())
    registration.words = words
    return _decide(actor, registration, State.WITHDRAWN, "forum.withdraw")


def _decide(
    actor: User | None, registration: Registration, state: str, action: str
) -> Registration:
    registration.state = state
    registration.decided_at, registration.decided_by = timezone.now(), actor
    registration.save()
    note(actor, action, registration)
    return registration

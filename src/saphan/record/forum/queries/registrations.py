"""Reading who is invited, who waits, and who takes part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.record.directory.models import User
from saphan.record.directory.queries import Named, organisations_named
from saphan.record.holding import still_here

from ..models import Delegate, Forum, Invitation, JoinLink, Registration

State = Registration.State
FIRST = (State.WAITING, State.INVITED, State.APPROVED, State.DECLINED, State.WITHDRAWN)
"""States in the order in which people are listed."""


def closed_because(forum: Forum) -> Any:
    """Why nobody can register at the forum now; nothing where people can."""
    if not forum.is_open:
        return _("This forum is not open yet.")
    if forum.registration_closes is not None and forum.registration_closes <= timezone.now():
        return _("Registration has closed.")
    return None


def link_closed_because(link: JoinLink) -> Any:
    """Why nobody can register by the link now; nothing where people can."""
    now = timezone.now()
    if link.closed_at is not None or (link.expires_at is not None and link.expires_at <= now):
        return _("This link is closed. Please ask who gave it to you.")
    if link.limit is not None and registered_by(link) >= link.limit:
        return _("All places of this link are taken. Please ask who gave it to you.")
    return closed_because(link.forum)


def registered_by(link: JoinLink) -> int:
    """How many places of the link are taken."""
    return link.registrations.filter(state__in=[State.WAITING, State.APPROVED]).count()


def find_invitation(token: str) -> Invitation | None:
    """The invitation of this token, used or not; None while its forum is not open."""
    return (
        Invitation.objects.select_related("registration__forum", "registration__organisation")
        .filter(token=token, registration__forum__is_open=True)
        .first()
    )


def waiting_invitation(user: User) -> Invitation | None:
    """The invitation under which the newest registration of somebody waits for approval."""
    return (
        Invitation.objects.filter(
            registration__email__iexact=user.email,
            registration__state=State.WAITING,
            registration__forum__is_open=True,
        )
        .order_by("-registration__forum_id", "-created_at", "-pk")
        .first()
    )


def find_link(token: str) -> JoinLink | None:
    """The join link of this token, closed or not; None while its forum is not open."""
    return JoinLink.objects.select_related("forum").filter(token=token, forum__is_open=True).first()


def same_organisations(registration: Registration) -> list[Named]:
    """Organisations that the new one of a registration may be, the likest first."""
    described = registration.new_organisation
    if registration.organisation_id is not None or not described:
        return []
    found = organisations_named(
        described["name"], described["name_en"], country=registration.country, everyone=True
    )
    return [one for one in found if one.same]


def registrations_of(forum: Forum, countries: Iterable[str] | None) -> QuerySet[Registration]:
    """Registrations of a forum that somebody may see.

    Args:
        forum: The forum.
        countries: Only of organisations of these; None for all.
    """
    found = forum.registrations.select_related(
        "forum", "organisation", "link", "decided_by", "delegate__person"
    )
    return found if countries is None else found.filter(country__in=countries)


def delegates_of(forum: Forum, countries: Iterable[str] | None) -> QuerySet[Delegate]:
    """Delegates of a forum that somebody may see; see `registrations_of`."""
    found = forum.delegates.filter(still_here()).select_related("person", "organisation")
    return found if countries is None else found.filter(organisation__country__in=countries)


def links_of(forum: Forum, countries: Iterable[str] | None) -> QuerySet[JoinLink]:
    """Join links, newest first, with how many places are taken as `taken`."""
    found = forum.join_links.annotate(
        taken=Count(
            "registrations", filter=Q(registrations__state__in=[State.WAITING, State.APPROVED])
        )
    )
    return found if countries is None else found.filter(country__in=countries)


@dataclass(frozen=True)
class Filters:
    """Which people to show; empty shows all."""

    state: str = ""
    country: str = ""
    kind: str = ""
    query: str = ""


@dataclass(frozen=True)
class PersonLine:
    """Somebody on the page of people.

    Attributes:
        registration: How they came; None for a delegate who was imported.
        delegate: Whom they take part as, if they do.
    """

    registration: Registration | None
    delegate: Delegate | None
    name: str
    email: str
    title: str
    organisation: str
    organisation_language: str
    country: str
    kind: str
    state: str


Key = tuple[str, str, str, int]
"""State, name, `registered` or `imported`, and the number there."""


@dataclass(frozen=True)
class People:
    """Who is left by filters.

    Attributes:
        keys: By what is to do first, then by name; `lines_of` reads some of them.
        counts: How many are in each state, the other filters as they are.
    """

    keys: list[Key]
    counts: dict[str, int]


def people(forum: Forum, countries: Iterable[str] | None, filters: Filters) -> People:
    """People of a forum: those who registered or were invited, and those who were imported.

    Args:
        forum: The forum.
        countries: Only of organisations of these; None for all.
        filters: Which.
    """
    registered = _filtered(
        registrations_of(forum, countries),
        filters,
        country="country",
        kind="kind",
        texts=(
            "name",
            "name_latin",
            "email",
            "organisation__name",
            "organisation__name_en",
            "new_organisation__name",
        ),
    )
    imported = _filtered(
        delegates_of(forum, countries).filter(registration=None),
        filters,
        country="organisation__country",
        kind="organisation__kind",
        texts=(
            "person__name",
            "person__name_latin",
            "person__email",
            "organisation__name",
            "organisation__name_en",
        ),
    )
    keys: list[Key] = [
        (state, name or email, "registered", pk)
        for pk, state, name, email in registered.values_list("pk", "state", "name", "email")
    ]
    keys += [
        (State.APPROVED.value, name, "imported", pk)
        for pk, name in imported.values_list("pk", "person__name")
    ]
    counts = dict.fromkeys(State.values, 0)
    for state, *_rest in keys:
        counts[state] += 1
    if filters.state:
        keys = [key for key in keys if key[0] == filters.state]
    order = {state.value: number for number, state in enumerate(FIRST)}
    keys.sort(key=lambda key: (order[key[0]], key[1].casefold(), key[3]))
    return People(keys, counts)


def _filtered(
    found: QuerySet[Any], filters: Filters, *, country: str, kind: str, texts: Iterable[str]
) -> QuerySet[Any]:
    if filters.country:
        found = found.filter(**{country: filters.country})
    if filters.kind:
        found = found.filter(**{kind: filters.kind})
    for word in filters.query.split()[:8]:
        anywhere = Q()
        for text in texts:
            anywhere |= Q(**{f"{text}__icontains": word})
        found = found.filter(anywhere)
    return found


def known_addresses(forum: Forum, emails: Iterable[str]) -> set[str]:
    """Those of the addresses that take part, wait, or are invited and can still answer."""
    wanted = [email.lower() for email in emails]
    known = set(
        forum.delegates.filter(person__email__in=wanted).values_list("person__email", flat=True)
    )
    open_ones = Q(invitations__used_at=None, invitations__expires_at__gt=timezone.now())
    registered = forum.registrations.filter(email__in=wanted).filter(
        Q(state__in=[State.WAITING, State.APPROVED]) | Q(state=State.INVITED) & open_ones
    )
    return known | set(registered.values_list("email", flat=True))


def lines_of(forum: Forum, keys: Iterable[Key]) -> list[PersonLine]:
    """What is shown of these people, in their order."""
    keys = list(keys)
    registered = registrations_of(forum, None).in_bulk(
        [pk for *_rest, source, pk in keys if source == "registered"]
    )
    imported = delegates_of(forum, None).in_bulk(
        [pk for *_rest, source, pk in keys if source == "imported"]
    )
    return [
        _of_registration(registered[pk]) if source == "registered" else _of_delegate(imported[pk])
        for *_rest, source, pk in keys
    ]


def _of_registration(one: Registration) -> PersonLine:
    organisation = one.organisation
    return PersonLine(
        one,
        one.delegate,
        one.name,
        one.email,
        one.title,
        one.organisation_name,
        organisation.language if organisation else one.language,
        one.country,
        one.kind,
        one.state,
    )


def _of_delegate(one: Delegate) -> PersonLine:
    return PersonLine(
        None,
        one,
        one.person.name,
        one.person.email,
        one.person.title,
        one.organisation.name,
        one.organisation.language,
        one.organisation.country,
        one.organisation.kind,
        State.APPROVED,
    )

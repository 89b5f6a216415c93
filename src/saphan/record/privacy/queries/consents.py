"""Who agreed to what: the log as organisers read it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from saphan.record.directory.models import Consent, User
from saphan.record.forum.models import Forum
from saphan.record.forum.queries import delegates_of, registrations_of
from saphan.record.holding import still_here

HOLDS, WITHDRAWN = "holds", "withdrawn"


@dataclass(frozen=True)
class ConsentFilters:
    """Which consents; empty for all.

    Attributes:
        purpose: A value of `Consent.Purpose`.
        state: `HOLDS` or `WITHDRAWN`.
        words: Of a name, address or organisation.
    """

    purpose: str = ""
    state: str = ""
    words: str = ""


def people_asked(forum: Forum, countries: Collection[str] | None) -> QuerySet[User]:
    """Accounts of those who take part in a forum or registered for it.

    Args:
        forum: The forum.
        countries: Whose people the reader looks after; None for all.
    """
    delegates = delegates_of(forum, countries).values("person__user")
    registered = registrations_of(forum, countries).exclude(answered_at=None)
    addresses = registered.order_by().values_list(Lower("email"), flat=True)
    return User.objects.filter(still_here("email")).filter(
        Q(pk__in=delegates) | Q(email__in=addresses)
    )


def consent_log(
    forum: Forum, countries: Collection[str] | None, wanted: ConsentFilters
) -> QuerySet[Consent]:
    """What they said, the last first. A consent is the person's, and the same at every forum."""
    found = Consent.objects.filter(user__in=people_asked(forum, countries))
    if wanted.purpose:
        found = found.filter(purpose=wanted.purpose)
    if wanted.state:
        found = found.filter(withdrawn_at__isnull=wanted.state == HOLDS)
    if wanted.words:
        found = found.filter(
            Q(user__email__icontains=wanted.words)
            | Q(user__person__name__icontains=wanted.words)
            | Q(user__person__name_latin__icontains=wanted.words)
            | Q(user__person__organisation__name__icontains=wanted.words)
        )
    return found.select_related("user__person__organisation").order_by("-given_at", "-pk")


def how_many_agree(forum: Forum, countries: Collection[str] | None) -> tuple[int, dict[str, int]]:
    """How many people a forum has, and how many of them agree to each purpose now."""
    people = people_asked(forum, countries)
    holding = Consent.objects.filter(user__in=people, withdrawn_at=None)
    return people.count(), {
        purpose: holding.filter(purpose=purpose).count() for purpose in Consent.Purpose.values
    }

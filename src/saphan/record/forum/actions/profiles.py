"""Writing what delegates say of themselves and their organisation, until profiles close."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction

from saphan.record.audit.actions import note
from saphan.record.directory import actions as directory
from saphan.record.directory.models import Listing, User
from saphan.record.errors import Refused

from ..models import Availability, Delegate, Forum
from ..queries.profiles import grid_of, profiles_closed_because

OF_THE_PERSON = ("name", "name_latin", "title", "languages", "zone")
OF_THE_DELEGATE = ("modes", "max_meetings")


def _require_open(forum: Forum) -> None:
    if reason := profiles_closed_because(forum):
        raise Refused(reason)


@transaction.atomic
def save_profile(actor: User, delegate: Delegate, **said: Any) -> list[str]:
    """Keep what a delegate, or who looks after the organisation's people, says of the person.

    Args:
        actor: Who says it.
        delegate: Of whom.
        said: All of `OF_THE_PERSON` and `OF_THE_DELEGATE`.

    Returns:
        Names of what has changed.

    Raises:
        Refused: Profiles of this forum are closed.
    """
    _require_open(delegate.forum)
    person = delegate.person
    changed = [name for name in OF_THE_PERSON if getattr(person, name) != said[name]]
    for name in changed:
        setattr(person, name, said[name])
    person.save(update_fields=changed)
    if "zone" in changed and person.user is not None:
        person.user.zone = person.zone
        person.user.save(update_fields=["zone"])
    of_delegate = [name for name in OF_THE_DELEGATE if getattr(delegate, name) != said[name]]
    for name in of_delegate:
        setattr(delegate, name, said[name])
    delegate.save(update_fields=of_delegate)
    if changed or of_delegate:
        note(actor, "forum.save_profile", delegate, changed=[*changed, *of_delegate])
    return [*changed, *of_delegate]


@transaction.atomic
def save_availability(actor: User, delegate: Delegate, free: Collection[int]) -> None:
    """Keep in which slots of the days that are theirs a delegate can meet.

    Windows that were imported become windows of the same meaning, a slot each.

    Args:
        actor: Who says it.
        delegate: Of whom.
        free: Keys of slots.

    Raises:
        Refused: Profiles of this forum are closed.
    """
    _require_open(delegate.forum)
    slots = [slot for _day, slots in grid_of(delegate) for slot, _free in slots]
    away = [slot for slot in slots if slot.pk not in free]
    delegate.availability.all().delete()
    Availability.objects.bulk_create(
        Availability(
            forum=delegate.forum,
            delegate=delegate,
            status=Availability.Status.AWAY,
            start=slot.start,
            end=slot.end,
        )
        for slot in away
    )
    note(actor, "forum.save_availability", delegate, away=[slot.code for slot in away])


@transaction.atomic
def save_listing(actor: User, delegate: Delegate, listing: Listing | None, **said: Any) -> Listing:
    """Add or change an offer or a need of the delegate's organisation.

    Args:
        actor: Who says it.
        delegate: For whose organisation.
        listing: One of this organisation; None for a new one.
        said: See `directory.actions.save_listing`.

    Raises:
        Refused: Profiles of this forum are closed, or there are too many.
    """
    _require_open(delegate.forum)
    saved = directory.save_listing(delegate.organisation, listing, **said)
    note(actor, "forum.save_listing", delegate, listing=saved.pk, title=saved.title)
    return saved


@transaction.atomic
def remove_listing(actor: User, delegate: Delegate, listing: Listing) -> None:
    """Take an offer or a need of the delegate's organisation away.

    Raises:
        Refused: Profiles of this forum are closed.
    """
    _require_open(delegate.forum)
    note(actor, "forum.remove_listing", delegate, listing=listing.pk, title=listing.title)
    directory.remove_listing(listing)

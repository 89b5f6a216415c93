"""Reading what delegates say of themselves."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.engine.sheets.forum_sheets import modes_of
from saphan.record.holding import still_here

from ..models import Availability, Day, Delegate, Forum, Registration, Slot

Status = Availability.Status


def profiles_closed_because(forum: Forum) -> Any:
    """Why profiles can no longer be changed; nothing where they can."""
    if forum.profiles_close is not None and forum.profiles_close <= timezone.now():
        return _("Profiles can no longer be changed. Please ask the organisers.")
    return None


def grid_of(delegate: Delegate) -> list[tuple[Day, list[tuple[Slot, bool]]]]:
    """The slots of the days in which a delegate's ways of taking part are in use.

    Returns:
        By day, each slot and whether the delegate's windows leave it free: away in none of it, and
        inside a window of being available where there are such windows on that day.
    """
    windows = list(delegate.availability.all())
    zone = delegate.forum.zone

    def is_free(slot: Slot) -> bool:
        today = [
            one
            for one in windows
            if one.status == Status.AVAILABLE
            and one.start.astimezone(zone).date() == slot.start.astimezone(zone).date()
        ]
        if today and not any(one.start <= slot.start and slot.end <= one.end for one in today):
            return False
        away = (one for one in windows if one.status == Status.AWAY)
        return not any(one.start < slot.end and slot.start < one.end for one in away)

    return [
        (day, [(slot, is_free(slot)) for slot in day.slots.all()])
        for day in delegate.forum.days.prefetch_related("slots")
        if set(modes_of(day.mode)) & set(delegate.modes)  # type: ignore[arg-type]
    ]


def colleagues_of(delegate: Delegate) -> QuerySet[Delegate]:
    """The delegates of the same organisation at the forum, the delegate among them."""
    return (
        delegate.forum.delegates.filter(still_here(), organisation=delegate.organisation_id)
        .select_related("person", "organisation", "forum")
        .order_by("person__name", "pk")
    )


def invited_colleagues(delegate: Delegate) -> QuerySet[Registration]:
    """Colleagues who are invited or wait for approval."""
    return delegate.forum.registrations.filter(
        organisation=delegate.organisation_id,
        state__in=[Registration.State.INVITED, Registration.State.WAITING],
    )

"""The forums that somebody has to do with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.record.forum.models import Forum, ForumRole
from saphan.record.forum.rules import Visitor, seen_by

DRAFT, BEFORE, RUNNING, OVER = "draft", "before", "running", "over"
STATES = {
    DRAFT: _("draft: seen by its staff alone"),
    BEFORE: _("in preparation"),
    RUNNING: _("under way"),
    OVER: _("over"),
}


@dataclass(frozen=True)
class OwnForum:
    """A forum, as one who works at it or takes part in it looks for it.

    Attributes:
        forum: The forum.
        roles: What the reader is there, in words.
        staff: Whether by a role.
        state: Key of `STATES`.
        next: The next of its days; None where there is none to come.
    """

    forum: Forum
    roles: tuple[Any, ...]
    staff: bool
    state: str
    next: date | None

    @property
    def state_label(self) -> Any:
        return STATES[self.state]


def own_forums(user: Visitor) -> list[OwnForum]:
    """The forums where the user has a role, interprets or takes part: next first, then the past.

    A draft is there for those with a role alone.
    """
    if user is None or not user.is_authenticated:
        return []
    roles: dict[int, list[Any]] = {}
    for forum, role in ForumRole.objects.filter(user_id=user.pk).values_list("forum", "role"):
        roles.setdefault(forum, []).append(ForumRole.Role(role).label)
    staff = set(roles)
    of_delegate = Q(delegates__person__user_id=user.pk)
    of_interpreter = Q(interpreters__email__iexact=user.email)
    for condition, label in ((of_delegate, _("delegate")), (of_interpreter, _("interpreter"))):
        for forum in Forum.objects.filter(condition, seen_by(user)).values_list("pk", flat=True):
            roles.setdefault(forum, []).append(label)
    found = Forum.objects.filter(seen_by(user), pk__in=roles).prefetch_related("days")
    rows = [
        _own(forum, tuple(dict.fromkeys(roles[forum.pk])), forum.pk in staff) for forum in found
    ]
    return sorted(rows, key=lambda one: (one.state == OVER, one.next or date.max, -one.forum.pk))


def _own(forum: Forum, roles: tuple[Any, ...], staff: bool) -> OwnForum:
    today = timezone.now().astimezone(forum.zone).date()
    days = [day.date for day in forum.days.all()]
    to_come = [day for day in days if day >= today]
    if not forum.is_open:
        state = DRAFT
    elif not days or min(days) > today:
        state = BEFORE
    else:
        state = RUNNING if to_come else OVER
    return OwnForum(forum, roles, staff, state, min(to_come, default=None))

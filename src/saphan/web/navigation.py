"""Where a reader can go inside a forum."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saphan.record.forum.models import Delegate, Forum, Interpreter
from saphan.record.forum.rules import Duty


@dataclass(frozen=True)
class Page:
    """A page that stands in the navigation of a forum.

    Attributes:
        label: Its name.
        url: Name of its address.
        also: Names of addresses of pages below it, on which it is marked as the present one.
        duty: What a reader must be able to do to see it.
    """

    label: Any
    url: str
    also: tuple[str, ...] = ()
    duty: Duty | None = None


@dataclass(frozen=True)
class Link:
    """A page as this reader gets it."""

    label: Any
    href: str
    here: bool


FOR_ALL = (
    Page(_("The forum"), "forum"),
    Page(_("Agenda"), "agenda"),
    Page(_("Organisations"), "directory", ("organisation",)),
)
FOR_PARTICIPANTS = (
    Page(_("Today"), "today", ("meeting_room",)),
    Page(_("My timetable"), "my_timetable"),
)
FOR_DELEGATES = (
    FOR_PARTICIPANTS[0],
    Page(_("Suggested for you"), "suggestions"),
    Page(_("Requests"), "requests"),
    FOR_PARTICIPANTS[1],
    Page(_("After the meetings"), "after", ("after_meeting",)),
    Page(_("My profile"), "my_profile", ("colleague", "colleagues", "listing", "listing_new")),
)
FOR_STAFF = (
    Page(
        _("People"),
        "people",
        (
            "people_person",
            "people_invite",
            "people_links",
            "people_sheet",
            "people_erase",
            "people_periods",
            "consents",
        ),
        duty=Duty.PEOPLE,
    ),
    Page(
        _("Set up"),
        "setup",
        (
            "setup_basics",
            "setup_days",
            "setup_day",
            "setup_places",
            "setup_place",
            "setup_rules",
            "setup_interpreters",
            "setup_interpreter",
            "setup_agenda",
            "setup_agenda_item",
            "setup_roles",
            "setup_opening",
            "forum_copy",
        ),
        duty=Duty.SET_UP,
    ),
    Page(_("Suggestions"), "matching", duty=Duty.TIMETABLE),
    Page(_("Proposals"), "proposals", duty=Duty.TIMETABLE),
    Page(
        _("Board"),
        "board",
        (
            "board_version",
            "board_people",
            "board_people_version",
            "board_meeting",
            "incidents",
        ),
        duty=Duty.TIMETABLE,
    ),
    Page(_("Check-in"), "check_in", duty=Duty.DOOR),
    Page(_("Screens"), "screens", duty=Duty.SET_UP),
    Page(_("Paper"), "paper", duty=Duty.TIMETABLE),
    Page(_("Badges"), "badges", duty=Duty.PEOPLE),
    Page(_("Letters"), "letters", ("letter",), duty=Duty.PEOPLE),
    Page(_("Connections"), "hooks", duty=Duty.SET_UP),
    Page(_("Report"), "report", ("report_meetings",), duty=Duty.REPORT),
    Page(_("Trail"), "trail", duty=Duty.AUDIT),
)


@lru_cache(maxsize=4_000)
def _address(name: str, forum: str) -> str:
    """Where a page of a forum is: the same for everybody, and asked two dozen times a page."""
    return reverse(name, args=[forum])


def navigation(
    forum: Forum,
    one: Delegate | Interpreter | None,
    duties: Iterable[Duty],
    request: HttpRequest,
) -> dict[str, list[Link]]:
    """The links of a forum that this reader can follow.

    Args:
        forum: The forum.
        one: Who the reader is there: a delegate, an interpreter, or neither.
        duties: What the reader's roles let them do.
        request: Of the present page.

    Returns:
        Under `part`, what visitors and delegates see; under `staff`, what roles add.
    """
    here = request.resolver_match.url_name if request.resolver_match else None
    allowed = frozenset(duties)

    def links(pages: Iterable[Page]) -> list[Link]:
        return [
            Link(page.label, _address(page.url, forum.code), here in (page.url, *page.also))
            for page in pages
            if page.duty is None or page.duty in allowed
        ]

    own: tuple[Page, ...] = ()
    if one is not None:
        own = FOR_DELEGATES if isinstance(one, Delegate) else FOR_PARTICIPANTS
    return {
        "part": links((*FOR_ALL, *own)),
        "staff": links(FOR_STAFF),
    }

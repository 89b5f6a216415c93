"""Halls, tables and online rooms of a forum."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.forum.checks import require_valid
from saphan.record.forum.links import check_address, check_template
from saphan.record.forum.models import Forum, Mode, Place, Travel
from saphan.record.forum.queries.setup import halls_of

MOST_PLACES = 500  # of a forum
LETTERS = {Mode.FACE_TO_FACE: "T", Mode.ONLINE: "R"}


@transaction.atomic
def add_places(
    actor: User, forum: Forum, mode: str, number: int, name: str, hall: str = ""
) -> list[Place]:
    """Make many tables of a hall, or online rooms, at once, numbered on from those there are.

    Args:
        actor: Who does it.
        forum: The forum.
        mode: Of whom they are for.
        number: How many.
        name: What each is called, before its number.
        hall: Where tables stand; rooms stand nowhere.

    Raises:
        Refused: There would be too many.
    """
    if forum.places.count() + number > MOST_PLACES:
        raise Refused(_("A forum has at most %(n)s places.") % {"n": MOST_PLACES}, "number")
    hall = hall if mode == Mode.FACE_TO_FACE else ""
    letter = LETTERS[Mode(mode)]
    taken = set(forum.places.values_list("code", flat=True))
    numbers = (int(found[1]) for code in taken if (found := re.fullmatch(rf"{letter}(\d+)", code)))
    first = max(numbers, default=0) + 1
    names = set(forum.places.filter(hall=hall, mode=mode).values_list("name", flat=True))
    called = (
        int(found[1]) for one in names if (found := re.fullmatch(rf"{re.escape(name)} (\d+)", one))
    )
    start = max(called, default=0) + 1
    made = Place.objects.bulk_create(
        Place(
            forum=forum,
            code=f"{letter}{first + index:02}",
            name=f"{name} {start + index}",
            mode=mode,
            hall=hall,
        )
        for index in range(number)
    )
    note(actor, "forum.add_places", forum, mode=str(mode), hall=hall, number=number)
    return made


@transaction.atomic
def change_place(
    actor: User, place: Place, name: str, *, hall: str = "", address: str = ""
) -> None:
    """Call a place otherwise, put a table into another hall, give a room an address of its own.

    Args:
        actor: Who does it.
        place: The place.
        name: What it is called.
        hall: Of a table: where it stands.
        address: Of an online room: where it is; empty for what the forum says of all of them.

    Raises:
        Refused: No browser opens the address safely.
    """
    if address:
        require_valid("address", check_address, address)
    is_table = place.mode == Mode.FACE_TO_FACE
    place.name = name
    place.hall = hall if is_table else ""
    place.address = "" if is_table else address
    place.save(update_fields=["name", "hall", "address"])
    _forget_ways(place.forum)
    # The address itself is told to nobody but those who meet there.
    note(
        actor,
        "forum.change_place",
        place,
        name=name,
        hall=place.hall,
        own_address=bool(place.address),
    )


@transaction.atomic
def delete_places(actor: User, forum: Forum, codes: Iterable[str]) -> int:
    """Take places out.

    Raises:
        Refused: A timetable has meetings at one of them, or a request is for it.

    Returns:
        How many went.
    """
    going = forum.places.filter(code__in=list(codes))
    used = going.filter(meetings__isnull=False).distinct()
    if names := [place.name for place in used]:
        raise Refused(
            _("A timetable has meetings at %(places)s. What it uses stays.")
            % {"places": ", ".join(names[:8])}
        )
    wanted = forum.requests.filter(place__in=going, state__in=("asked", "accepted"))
    if names := sorted(set(wanted.values_list("place__name", flat=True))):
        raise Refused(
            _("Requests are for %(places)s. What they name stays.")
            % {"places": ", ".join(names[:8])}
        )
    gone = sorted(going.values_list("code", flat=True))
    going.delete()
    _forget_ways(forum)
    note(actor, "forum.delete_places", forum, places=gone)
    return len(gone)


def _forget_ways(forum: Forum) -> None:
    """Ways from or to a hall in which no table is left lead nowhere."""
    halls = halls_of(forum)
    forum.travel.exclude(one__in=halls, other__in=halls).delete()


@transaction.atomic
def save_travel(actor: User, forum: Forum, ways: Collection[tuple[str, str, int]]) -> None:
    """Say how many minutes people need between halls; what is not named takes none.

    Args:
        actor: Who does it.
        forum: The forum.
        ways: Two halls each, and the minutes between them.

    Raises:
        Refused: No table stands in a hall, or two ways are between the same halls.
    """
    halls = set(halls_of(forum))
    if strange := sorted({hall for one, other, _minutes in ways for hall in (one, other)} - halls):
        raise Refused(_("No table stands in %(halls)s.") % {"halls": ", ".join(strange)}, "ways")
    pairs = {frozenset((one, other)) for one, other, _minutes in ways}
    if len(pairs) < len(ways) or any(len(pair) < 2 for pair in pairs):
        raise Refused(_("A way is between two halls, and given once."), "ways")
    forum.travel.all().delete()
    Travel.objects.bulk_create(
        Travel(forum=forum, one=one, other=other, minutes=needed)
        for one, other, needed in sorted(ways)
        if needed
    )
    note(actor, "forum.save_travel", forum, ways=len(ways))


@transaction.atomic
def save_join_template(actor: User, forum: Forum, template: str) -> None:
    """Say where online meetings take place: an address with {meeting}, and {forum} if wanted.

    Raises:
        Refused: It is no such address.
    """
    if template:
        require_valid("join_template", check_template, template)
    forum.join_template = template
    forum.save(update_fields=["join_template"])
    note(actor, "forum.save_join_template", forum)

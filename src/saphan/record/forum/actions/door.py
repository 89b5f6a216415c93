"""Writing badges, check-ins and screens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.forum.models import Badge, CheckIn, Forum, Place, Screen, new_code
from saphan.record.forum.queries.door import (
    Holder,
    badges_with_people,
    check_ins_on,
    first_check_in,
    holder_of,
    may_see_badge,
    plain_code,
)


@transaction.atomic
def print_badges(actor: User, forum: Forum, people: Iterable[Holder]) -> list[Holder]:
    """Issue the badges that are missing, and note that all of them are printed now.

    Args:
        actor: Who prints.
        forum: The forum.
        people: Whose badges; as `queries.holders` gives them.

    Returns:
        The same people, in their order, each with the badge.
    """
    people = list(people)
    issued = {
        name: dict(forum.badges.exclude(**{name: None}).values_list(f"{name}_id", "pk"))
        for name in ("delegate", "interpreter")
    }
    names = {"d": "delegate", "i": "interpreter"}
    missing = [
        (names[one.key[0]], int(one.key[1:]))
        for one in people
        if one.key[0] in names and int(one.key[1:]) not in issued[names[one.key[0]]]
    ]
    Badge.objects.bulk_create(
        (Badge(forum=forum, **{f"{name}_id": pk}) for name, pk in missing), ignore_conflicts=True
    )
    by_key = {holder_of(badge).key: badge for badge in badges_with_people(forum)}
    badges = [by_key[one.key] for one in people]
    forum.badges.filter(pk__in=[badge.pk for badge in badges]).update(printed_at=timezone.now())
    if badges:
        note(actor, "door.print_badges", forum, badges=len(badges), issued=len(missing))
    return [holder_of(badge) for badge in badges]


@transaction.atomic
def add_badge(
    actor: User, forum: Forum, name: str, organisation: str = "", country: str = ""
) -> Badge:
    """A badge for somebody who is neither delegate nor interpreter.

    Raises:
        Refused: No name is given.
    """
    name = " ".join(name.split())[:200]
    if not name:
        raise Refused(_("A badge needs a name."))
    badge: Badge = Badge.objects.create(
        forum=forum, name=name, organisation=" ".join(organisation.split())[:200], country=country
    )
    note(actor, "door.add_badge", badge)
    return badge


@transaction.atomic
def reissue_badge(actor: User, badge: Badge) -> Badge:
    """Give a badge another code, to be printed anew; the one it had is valid no longer."""
    badge = Badge.objects.select_for_update().get(pk=badge.pk)
    badge.replaced = {**badge.replaced, badge.token: timezone.now().isoformat()}
    badge.token = new_code()
    badge.printed_at = None
    badge.save(update_fields=["replaced", "token", "printed_at"])
    note(actor, "door.reissue_badge", badge)
    return badge


@dataclass(frozen=True)
class Scan:
    """A badge read at a door.

    Attributes:
        id: By which the phone that read it knows it, and sends it again if it must.
        code: What was read or typed.
        at: When.
        who: Instead of a code, the key of a holder found by name, see `queries.Holder`.
    """

    id: UUID
    code: str
    at: datetime
    who: str = ""


class Answer(Enum):
    """What the door says of a scan."""

    WELCOME = "welcome"
    ALREADY = "already"
    UNDONE = "undone"
    REPLACED = "replaced"
    OTHER_FORUM = "other_forum"
    OTHER_COUNTRY = "other_country"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answered:
    """A scan with its answer.

    Attributes:
        scan: The scan.
        answer: What came of it.
        badge: Where the answer is about somebody.
        first: With which the holder came in that day.
    """

    scan: Scan
    answer: Answer
    badge: Badge | None = None
    first: CheckIn | None = None


@transaction.atomic
def receive_scans(
    actor: User,
    forum: Forum,
    scans: Sequence[Scan],
    door: str = "",
    countries: frozenset[str] | None = None,
) -> list[Answered]:
    """Keep what a phone has read, however often and in whatever order it is sent.

    Args:
        actor: Who is at the door.
        forum: The forum.
        scans: What was read. A moment that has not come yet is taken for now.
        door: Which one.
        countries: Whose people the actor checks in; None for all.

    Returns:
        The answer to each, in their order.
    """
    return [_receive(actor, forum, scan, door[:60], countries) for scan in scans]


def _receive(
    actor: User, forum: Forum, scan: Scan, door: str, countries: frozenset[str] | None
) -> Answered:
    moment = min(scan.at, timezone.now())
    found = (
        _badge_of_holder(forum, scan.who)
        if scan.who
        else _badge_of(forum, plain_code(scan.code), moment)
    )
    if isinstance(found, Answer):
        return Answered(scan, found)
    if not may_see_badge(found, countries):
        return Answered(scan, Answer.OTHER_COUNTRY)
    kept, is_new = CheckIn.objects.get_or_create(
        forum=forum,
        scan=scan.id,
        defaults={"badge": found, "scanned_at": moment, "by": actor, "door": door},
    )
    if is_new:
        note(actor, "door.check_in", kept, badge=found.pk)
    if kept.undone_at is not None:
        return Answered(scan, Answer.UNDONE, found)
    first = first_check_in(found, kept.scanned_at)
    is_first = first is None or first.pk == kept.pk
    return Answered(scan, Answer.WELCOME if is_first else Answer.ALREADY, found, first)


def _badge_of(forum: Forum, code: str, moment: datetime) -> Badge | Answer:
    """The badge that had this code at this moment, or why there is none."""
    badges = badges_with_people(forum)
    badge = badges.filter(token=code).first()
    if badge is not None:
        return badge
    badge = badges.filter(replaced__has_key=code).first()
    if badge is not None:
        # A phone without a network may tell late of a badge that was valid when it was read.
        until = datetime.fromisoformat(badge.replaced[code])
        return badge if moment < until else Answer.REPLACED
    return Answer.OTHER_FORUM if Badge.objects.filter(token=code).exists() else Answer.UNKNOWN


def _badge_of_holder(forum: Forum, key: str) -> Badge | Answer:
    """The badge of somebody found by name; who has none yet gets one."""
    kinds = {"d": "delegate", "i": "interpreter"}
    kind, number = key[:1], key[1:]
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return Answer.UNKNOWN
    badges = badges_with_people(forum)
    if kind == "s":
        staff = badges.filter(pk=int(number), delegate=None, interpreter=None).first()
        return staff or Answer.UNKNOWN
    people = forum.delegates if kind == "d" else forum.interpreters
    one = people.filter(pk=int(number)).first() if kind in kinds else None
    if one is None:
        return Answer.UNKNOWN
    of: dict[str, Any] = {kinds[kind]: one}
    badge, _made = Badge.objects.get_or_create(forum=forum, **of)
    return badges.get(pk=badge.pk)


@transaction.atomic
def undo_check_in(actor: User, check_in: CheckIn) -> None:
    """Take back that somebody came in: all that was read of the badge that day."""
    undone = check_ins_on(check_in.forum, check_in.scanned_at).filter(badge=check_in.badge_id)
    if undone.update(undone_at=timezone.now(), undone_by=actor):
        note(actor, "door.undo_check_in", check_in, badge=check_in.badge_id)


@transaction.atomic
def make_screen(actor: User, forum: Forum, name: str, places: Iterable[Place]) -> Screen:
    """A page for a screen of the hall, behind a link of its own.

    Raises:
        Refused: It has no name or shows no table.
    """
    name = " ".join(name.split())[:120]
    places = list(places)
    if not name:
        raise Refused(_("A screen needs a name."))
    if not places:
        raise Refused(_("Choose the tables that the screen shows."))
    screen: Screen = Screen.objects.create(forum=forum, name=name, made_by=actor)
    screen.places.set(places)
    note(actor, "door.make_screen", screen, places=[place.code for place in places])
    return screen


@transaction.atomic
def revoke_screen(actor: User, screen: Screen) -> None:
    """Take a screen's link back: it shows nothing any more."""
    if Screen.objects.filter(pk=screen.pk, revoked_at=None).update(revoked_at=timezone.now()):
        note(actor, "door.revoke_screen", screen)

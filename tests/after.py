"""A small forum that is over, with every count known.

    a (TH, company, agriculture; th en)   b (TH, agency; th)
    c (RU, company, computing; ru en)     d (RU, university, education; ru)

    slot        1                        2        3
    table 1     a – c, held: 5 and 4     –        a – d with an interpreter: d did not come
    room 1                                        b – c, nobody tells

b asked d, who declined; d asked a and withdrew. So a and c have a break each.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from tests.factories import (
    BANGKOK,
    DelegateFactory,
    ForumFactory,
    RequestFactory,
    hold,
    slot_at,
)

from saphan.record.forum.models import Day, Delegate, Forum, Interpreter, Slot
from saphan.record.meetings.actions import tell_feedback, tell_outcome
from saphan.record.meetings.models import Meeting, Timetable


@dataclass
class Small:
    forum: Forum
    day: date
    a: Delegate
    b: Delegate
    c: Delegate
    d: Delegate
    held: Meeting
    missed: Meeting
    untold: Meeting


def past_slots(forum: Forum) -> list[Slot]:
    """Three slots of three days ago, at tables and online."""
    day = timezone.now().astimezone(BANGKOK).date() - timedelta(days=3)
    made = Day.objects.create(forum=forum, date=day, mode="both")
    return [slot_at(made, hour) for hour in (9, 10, 11)]


def small_forum(*, told: bool = True) -> Small:
    """The forum above.

    Args:
        told: Whether a, c and d have told of their meetings.
    """
    forum = ForumFactory()
    forum.days.all().delete()

    def person(country: str, kind: str, isic: str, languages: str) -> Delegate:
        delegate: Delegate = DelegateFactory(
            forum=forum,
            organisation__country=country,
            organisation__kind=kind,
            organisation__isic=[isic] if isic else [],
            person__languages=languages.split(),
        )
        return delegate

    a = person("TH", "company", "0112", "th en")
    b = person("TH", "agency", "", "th")
    c = person("RU", "company", "6201", "ru en")
    d = person("RU", "university", "8530", "ru")
    first, _second, third = past_slots(forum)
    answered = timezone.now()
    timetable = Timetable.objects.create(
        forum=forum, version=1, state=Timetable.State.PUBLISHED, status="optimal"
    )
    interpreter = Interpreter.objects.create(
        forum=forum,
        code="I-1",
        name="Anna Interpreting",
        languages=["th", "ru"],
        modes=["face_to_face"],
        zone="Asia/Bangkok",
    )

    def meet(sender: Delegate, receiver: Delegate, slot: Slot, place: str, **fields) -> Meeting:
        request = RequestFactory(
            sender=sender, receiver=receiver, state="accepted", answered_at=answered
        )
        at = forum.places.get(code=place)
        return hold(timetable, request, slot, slot, at, [sender, receiver], **fields)

    made = Small(
        forum=forum,
        day=first.day.date,
        a=a,
        b=b,
        c=c,
        d=d,
        held=meet(a, c, first, "face_to_face-1"),
        missed=meet(a, d, third, "face_to_face-1", interpreter=interpreter),
        untold=meet(b, c, third, "online-1"),
    )
    RequestFactory(sender=b, receiver=d, state="declined")
    RequestFactory(sender=d, receiver=a, state="withdrawn")
    if told:
        tell(made)
    return made


def tell(small: Small) -> None:
    """What the sides say of the two meetings that somebody tells of."""
    a, c = small.a, small.c
    feedback, outcome = tell_feedback, tell_outcome
    feedback(a.person.user, a, small.held, "held", 5, "Wonderful people")
    feedback(c.person.user, c, small.held, "held", 4)
    feedback(a.person.user, a, small.missed, "they_did_not")
    outcome(
        a.person.user,
        a,
        small.held,
        next_step="contract",
        deal="sale",
        value=Decimal(100_000),
        currency="THB",
        follow_up=small.day + timedelta(days=1),
        note="Their price can fall",
    )
    outcome(
        c.person.user,
        c,
        small.held,
        next_step="talks",
        deal="purchase",
        value=Decimal("2500.50"),
        currency="USD",
        state="done",
    )
    outcome(
        a.person.user,
        a,
        small.missed,
        next_step="visit",
        value=Decimal(7),
        currency="USD",
        state="dropped",
    )

"""A forum whose day is today, around this very minute.

a (TH; th)   b (RU; ru)   c (RU; ru)   and an interpreter

in some minutes      room 1, interpreted: a – b
two hours later      table 1: a – c
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from tests.factories import (
    BANGKOK,
    DelegateFactory,
    ForumFactory,
    RequestFactory,
    UserFactory,
    hold,
)

from saphan.record.directory.models import User
from saphan.record.forum.models import Day, Delegate, Forum, Interpreter, Place, Slot
from saphan.record.meetings.actions import publish
from saphan.record.meetings.models import Meeting, Timetable

TEMPLATE = "https://meet.example/{forum}/{meeting}"


@dataclass
class Today:
    forum: Forum
    a: Delegate
    b: Delegate
    c: Delegate
    interpreter: Interpreter
    interpreting: User
    timetable: Timetable
    soon: Meeting
    later: Meeting


def slot_from(forum: Forum, start: datetime) -> Slot:
    """A slot of half an hour, on the day of it in Bangkok."""
    day, _new = Day.objects.get_or_create(
        forum=forum, date=start.astimezone(BANGKOK).date(), defaults={"mode": "both"}
    )
    slot: Slot = Slot.objects.create(
        forum=forum,
        day=day,
        code=f"{start.astimezone(BANGKOK):%Y-%m-%d/%H:%M}",
        session="day",
        start=start,
        end=start + timedelta(minutes=30),
    )
    return slot


def interpreter_at(forum: Forum, email: str, **fields: object) -> Interpreter:
    """An interpreter between Thai and Russian."""
    given = {"code": "I-1", "name": "Anna Interpreting", "modes": ["face_to_face", "online"]}
    made: Interpreter = Interpreter.objects.create(
        forum=forum, email=email, languages=["th", "ru"], zone="Asia/Bangkok", **given | fields
    )
    return made


def today(minutes: int = 10) -> Today:
    """The forum above.

    Args:
        minutes: Until the first meeting; fewer than nothing for one that has begun.
    """
    forum = ForumFactory(join_template=TEMPLATE)
    forum.days.all().delete()
    start = timezone.now().replace(second=0, microsecond=0) + timedelta(minutes=minutes)
    # Late in the evening the second follows at once, so that both are on one day at the venue.
    evening = start.astimezone(BANGKOK).replace(hour=21, minute=59)
    after = timedelta(hours=2) if start <= evening else timedelta(minutes=30)
    first, second = slot_from(forum, start), slot_from(forum, start + after)
    a, b, c = (
        DelegateFactory(
            forum=forum, organisation__country=country, person__languages=languages.split()
        )
        for country, languages in (("TH", "th"), ("RU", "ru"), ("RU", "ru"))
    )
    interpreting = UserFactory()
    interpreter = interpreter_at(forum, interpreting.email.upper())
    timetable = Timetable.objects.create(
        forum=forum,
        version=1,
        state=Timetable.State.PUBLISHED,
        status="optimal",
        published_at=timezone.now(),
    )
    room, table = (forum.places.get(code=code) for code in ("online-1", "face_to_face-1"))
    ab, ac = (RequestFactory(sender=a, receiver=other, state="accepted") for other in (b, c))
    return Today(
        forum=forum,
        a=a,
        b=b,
        c=c,
        interpreter=interpreter,
        interpreting=interpreting,
        timetable=timetable,
        soon=hold(timetable, ab, first, first, room, [a, b], interpreter=interpreter),
        later=hold(timetable, ac, second, second, table, [a, c]),
    )


def publish_next(one: Today, *held: tuple[Meeting, Slot, Place]) -> list[Meeting]:
    """Publish another version, of these meetings alone, each in its slot and place."""
    draft = Timetable.objects.create(
        forum=one.forum, version=one.forum.timetables.count() + 1, status="optimal"
    )
    made = [
        hold(draft, was.request, slot, slot, place, [s.delegate for s in was.seats.all()])
        for was, slot, place in held
    ]
    publish(None, draft)
    return [Meeting.objects.get(pk=meeting.pk) for meeting in made]

"""Where a meeting can be instead: compared, cell by cell, with the engine's own judge."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saphan.engine.scheduling import Scheduled, check
from saphan.engine.scheduling.formats.forum import forum_from_sheets
from saphan.engine.sheets.reader import read_forum_sheets
from saphan.record.forum.models import AgendaItem, Availability
from saphan.record.meetings.actions import save_timetable
from saphan.record.meetings.actions.timetables import Held
from saphan.record.meetings.models import Meeting
from saphan.record.meetings.queries import Ground, Moves, forum_sheets

SHEETS = read_forum_sheets(Path(__file__).resolve().parents[3] / "examples" / "hybrid")
OF_THE_PLAN = {"musts are held", "most breaks", "fairness"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def timetable(hybrid):
    """A version as good as the first places found make it: the judge alone had a say in it."""
    problem = forum_from_sheets(SHEETS)
    items: list[Scheduled] = []
    for asked in problem.meetings:
        served = [i.id for i in problem.interpreters] if asked.needs_interpreter else [None]
        tries = product(product(*asked.any_of), problem.slots, problem.places, served)
        items += next(
            (
                [item]
                for chosen, slot, place, served_by in tries
                for item in [Scheduled(asked.id, slot.id, place.id, served_by, chosen)]
                if not broken(problem, [*items, item])
            ),
            [],
        )
    asked_by_id = {meeting.id: meeting for meeting in problem.meetings}
    return save_timetable(
        None,
        hybrid,
        [
            Held(
                item.id,
                item.slot,
                item.place,
                item.interpreter,
                (*asked_by_id[item.id].participants, *item.chosen),
                asked_by_id[item.id].length,
            )
            for item in items
        ],
        status="feasible",
        goals=[],
        figures={},
        seconds=0,
    )


def scheduled(timetable, problem):
    """The timetable as the engine knows it, by key of its meetings."""
    asked = {meeting.id: meeting for meeting in problem.meetings}
    rows = timetable.meetings.filter(state="scheduled").select_related(
        "request", "slot", "place", "interpreter"
    )
    return {
        meeting.pk: Scheduled(
            meeting.request.code,
            meeting.slot.code,
            meeting.place.code,
            meeting.interpreter.code if meeting.interpreter else None,
            tuple(
                seat.delegate.code
                for seat in meeting.seats.select_related("delegate")
                if seat.delegate.code not in asked[meeting.request.code].participants
            ),
        )
        for meeting in rows
    }


def broken(problem, items):
    return {
        line
        for rule in check(problem, items).rules
        if rule.name not in OF_THE_PLAN
        for line in rule.broken
    }


def judged(problem, put, others, before, interpreters):
    """Whether the judge finds nothing wrong with a meeting put there, whoever interprets."""
    return any(
        broken(problem, [*others, replace(put, interpreter=code)]) <= before
        for code in interpreters
    )


def compare(timetable, meetings, every=1):
    """Every cell (or one in so many) of every day agrees with the judge.

    Returns:
        The codes of conflicts that were met with.
    """
    forum = timetable.forum
    problem = forum_from_sheets(forum_sheets(forum))
    items = scheduled(timetable, problem)
    codes = {i.pk: i.code for i in forum.interpreters.all()}
    met = set()
    for meeting in meetings:
        ground = Ground(timetable, [meeting])
        moves = Moves(ground, timezone.now())
        others = [item for pk, item in items.items() if pk != meeting.pk]
        before = broken(problem, others)
        for cell in moves.cells(meeting, forum.days.all())[::every]:
            conflicts, (settled,) = moves.conflicts([ground.stay(meeting, cell.slot, cell.place)])
            assert set(conflicts) == set(cell.conflicts)
            met |= {conflict.code for conflict in conflicts}
            tried = [None, *codes.values()]
            if not conflicts:
                tried = [codes.get(settled.interpreter)]
            put = replace(items[meeting.pk], slot=cell.slot.code, place=cell.place.code)
            agrees = judged(problem, put, others, before, tried)
            assert agrees is not bool(conflicts), (meeting.request.code, cell)
    return met


def test_every_cell_of_every_meeting_is_judged_as_the_engine_judges_it(timetable):
    met = compare(timetable, timetable.meetings.all())
    assert met >= {
        "absent",
        "away",
        "busy",
        "taken",
        "only_online",
        "nobody_online",
        "kept",
        "keeper",
        "way",
        "long",
    }


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_after_any_changes_of_the_day_too(timetable, data):
    forum = timetable.forum
    slots = list(forum.slots.all())
    delegates = list(forum.delegates.all())
    meetings = list(timetable.meetings.select_related("request"))
    with transaction.atomic():
        away = data.draw(st.lists(st.tuples(st.sampled_from(delegates), st.sampled_from(slots))))
        for delegate, slot in away:
            Availability.objects.create(
                forum=forum, delegate=delegate, status="away", start=slot.start, end=slot.end
            )
        duty = data.draw(st.sampled_from(slots))
        item = AgendaItem.objects.create(
            forum=forum,
            code="NEW",
            kind="visit",
            titles={"en": "A visit"},
            start=duty.start + timedelta(minutes=5),
            end=duty.end,
            for_all=data.draw(st.booleans()),
        )
        item.attendees.set(data.draw(st.lists(st.sampled_from(delegates), max_size=3)))
        off = data.draw(st.sets(st.sampled_from(meetings), max_size=4))
        Meeting.objects.filter(pk__in=[one.pk for one in off]).update(state="cancelled")
        fixed, free, early, late = data.draw(st.permutations(meetings))[:4]
        fixed.request.fixed_slot = duty
        fixed.request.save()
        free.request.place = data.draw(st.sampled_from(list(forum.places.all())))
        free.request.save()
        late.request.after.add(early.request)
        forum.max_meetings = data.draw(st.sampled_from([None, 2]))
        forum.save()
        timetable.refresh_from_db()
        chosen = {fixed, free, early, late} - off
        compare(timetable, timetable.meetings.filter(pk__in=[one.pk for one in chosen]), 5)
        transaction.set_rollback(True)

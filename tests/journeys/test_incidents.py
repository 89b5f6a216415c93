"""A table is lost: a replan is proposed, looked at, applied and undone, and the board follows."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.factories import DelegateFactory, RequestFactory, hold, organiser_of, timetable_with
from tests.journeys.looks import sideways

from saphan.record.meetings.models import Timetable
from saphan.work.worker import running

pytestmark = pytest.mark.journey
PHONE, DESKTOP = (375, 812), (1440, 900)


@pytest.fixture
def world(served):
    """A meeting at each table of the first slot."""
    request = RequestFactory()
    timetable = timetable_with(request, Timetable.State.PUBLISHED)
    meeting = timetable.meetings.get()
    forum, first, table = request.forum, meeting.slot, meeting.place
    free = forum.places.filter(mode=table.mode).latest("code")
    other = RequestFactory(sender=DelegateFactory(forum=forum), state="accepted")
    hold(timetable, other, first, first, free, [other.sender, other.receiver])
    forum.delegates.update(modes=["face_to_face"])
    with running(poll_seconds=0.1):
        yield meeting, free, organiser_of(forum)


def test_a_lost_table_is_reported_by_keyboard_and_its_replan_applied_on_a_phone(world, window):
    meeting, free, user = world
    forum, table, first = meeting.timetable.forum, meeting.place, meeting.slot
    later = first.day.slots.latest("start")
    board = window(user, f"{forum.code}/board/", *DESKTOP)

    def at(slot, place):
        return board.locator(f'[data-cell="{slot.pk}-{place.pk}"] .meeting')

    expect(at(first, table)).to_have_count(1)

    # By keyboard alone, on another page: what has happened, and to which table.
    page = window(user, f"{forum.code}/board/incidents/", *DESKTOP)
    page.get_by_label("Somebody does not come").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("A table or room is lost")).to_be_checked()
    expect(page.get_by_label("Who?")).to_be_hidden()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Which one?")).to_be_focused()
    page.keyboard.type(table.name)
    page.get_by_role("button", name="Propose a replan").focus()
    page.keyboard.press("Enter")

    # The proposal comes by itself: one meeting stays, one is to be later at the other table.
    expect(page.locator(".cause .what").first).to_have_text(f"{table.name} is lost")
    expect(page.locator(".move")).to_have_count(1)
    assert page.locator(".tally dd").all_inner_texts() == ["1", "1", "0", "0", "0", "2"]
    assert sideways(page) == 0
    expect(board.get_by_text("A replan of the day is proposed.")).to_be_visible()
    expect(at(first, table)).to_have_count(1)

    # On a phone it is applied with one tap; the board that lies open follows.
    phone = window(user, f"{forum.code}/board/incidents/", *PHONE)
    assert sideways(phone) == 0
    phone.get_by_role("button", name="Apply").click()
    expect(phone.get_by_text("Applied: 1 meeting changed.")).to_be_visible()
    expect(at(first, table)).to_have_count(0)
    expect(at(later, free)).to_have_count(1)
    expect(page.locator("#holding")).to_contain_text(f"{table.name} is lost")
    expect(page.locator("#replan")).to_be_empty()

    # One click takes it back, for every page.
    page.locator("#holding").get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("All is as it was before.")).to_be_visible()
    expect(at(first, table)).to_have_count(1)
    expect(at(later, free)).to_have_count(0)
    expect(phone.locator("#holding")).to_be_empty()
    assert [*page.complaints, *board.complaints, *phone.complaints] == []

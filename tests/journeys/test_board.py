"""An organiser moves meetings on the board: by mouse, by keyboard alone, and by tapping."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.factories import DelegateFactory, RequestFactory, hold, organiser_of, timetable_with
from tests.journeys.looks import sideways

from saphan.record.meetings.models import Timetable

pytestmark = pytest.mark.journey
PHONE, DESKTOP = (375, 812), (1440, 900)


@pytest.fixture
def world(transactional_db):
    """Two meetings at the first table of a day, and a third of the same person."""
    request = RequestFactory()
    timetable = timetable_with(request, Timetable.State.PUBLISHED)
    meeting = timetable.meetings.get()
    later = meeting.slot.day.slots.latest("start")
    other = RequestFactory(sender=DelegateFactory(forum=request.forum), state="accepted")
    people = [other.sender, request.receiver]
    second = hold(timetable, other, later, later, meeting.place, people)
    return meeting, second, organiser_of(request.forum)


def cell(page, slot, place):
    return page.locator(f'[data-cell="{slot.pk}-{place.pk}"]')


def put(page, meeting):
    return page.locator(f'.meeting[data-meeting="{meeting.pk}"]')


def test_meetings_are_moved_by_mouse_and_by_keyboard(live_server, world, enter):
    meeting, second, user = world
    first, later = meeting.slot, second.slot
    table = meeting.place
    free = meeting.timetable.forum.places.filter(mode=table.mode).latest("code")
    page = enter(user.email, *DESKTOP)
    page.goto(f"{live_server.url}/f/{meeting.timetable.forum.code}/board/")

    # By mouse: while it is dragged, the cells say where it can be; then it is put down.
    target = cell(page, first, free)
    put(page, meeting).hover()
    page.mouse.down()
    box = target.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20, steps=4)
    expect(target).to_have_class("can cursor")
    expect(cell(page, later, free)).to_have_class("cannot")
    expect(cell(page, later, table)).to_have_class("met face_to_face swap")
    page.mouse.up()
    expect(cell(page, first, free).locator(".meeting")).to_be_focused()
    expect(page.locator("#board-say")).to_have_text("The meeting is moved.")
    meeting.refresh_from_db()
    assert (meeting.place, meeting.sequence) == (free, 1)

    # By keyboard alone: taken up, moved to where it cannot be, told why, put back, put elsewhere.
    page.keyboard.press("Enter")
    expect(page.locator("#board-say")).to_contain_text("that are free for it: 1.")
    page.keyboard.press("ArrowDown")
    name = meeting.request.receiver.person.name
    expect(page.locator("#board-say")).to_contain_text(f"{name} meets")
    page.keyboard.press("Enter")
    meeting.refresh_from_db()
    assert meeting.sequence == 1
    page.keyboard.press("Escape")
    expect(page.locator("#board-say")).to_have_text("Put back.")
    expect(put(page, meeting)).to_be_focused()
    page.keyboard.press("Space")
    expect(cell(page, first, table)).to_have_class("can")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(cell(page, first, table).locator(".meeting")).to_be_focused()
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator("#board-say")).to_have_text("All is as it was before.")
    expect(cell(page, first, free).locator(".meeting")).to_have_count(1)

    # On a phone, one tap takes a meeting up and the next puts it down: here, where another is.
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    put(page, meeting).click()
    expect(cell(page, later, table)).to_have_class("met face_to_face swap")
    assert sideways(page) == 0
    cell(page, later, table).locator(".meeting").click()
    expect(page.locator("#board-say")).to_have_text("The two meetings changed places.")
    meeting.refresh_from_db()
    second.refresh_from_db()
    assert [(one.slot, one.place) for one in (meeting, second)] == [(later, table), (first, free)]
    assert sideways(page) == 0
    assert page.complaints == []

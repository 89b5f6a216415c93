"""Two people, two browsers, the site as it is served: what one does, the other sees at once."""

from __future__ import annotations

import signal

import pytest
import requests
from playwright.sync_api import expect
from tests.day import today
from tests.factories import organiser_of
from tests.journeys.served import session_of

from saphan.record.meetings import actions

pytestmark = pytest.mark.journey


def test_a_delegate_sees_a_meeting_move_without_asking(served, window):
    url, process = served
    one = today()
    code = one.forum.code
    tables = one.forum.places.filter(mode="face_to_face").exclude(pk=one.later.place_id)
    user = organiser_of(one.forum)
    # More pages than the server has connections to the database: it goes on answering.
    session = session_of(one.c.person.user)
    others = [
        requests.get(
            f"{url}/f/{code}/live/",
            cookies={"sessionid": session},
            stream=True,
            timeout=20,
        )
        for _ in range(4)
    ]
    streams = [response.iter_lines() for response in others]
    for lines in streams:
        assert [next(lines) for _ in range(3)][2] == b"event: ready"

    delegate = window(one.a.person.user, f"{code}/today/", 375, 812)
    board = window(user, f"{code}/board/", 1440, 900)
    expect(delegate.get_by_text(tables[0].name)).to_have_count(0)
    delegate.evaluate("window.here = true")
    with delegate.expect_response(lambda answer: "/today/" in answer.url):
        actions.move(user, one.later, one.later.slot, tables[0])
    expect(delegate.get_by_text(tables[0].name).first).to_be_visible()
    expect(board.locator(f'[data-cell$="-{tables[0].pk}"] .meeting')).to_have_count(1)
    expect(board.locator("#live")).to_have_text("Updated")
    assert delegate.evaluate("window.here")  # the same page, not loaded again
    for lines in streams:
        assert next(line for line in lines if line.startswith(b"event")) == b"event: changed"
    # A meeting in hand is left alone until it is put back.
    held = board.locator(f'.meeting[data-meeting="{one.later.pk}"]')
    held.focus()
    board.keyboard.press("Enter")
    expect(board.locator("body")).to_have_class("carrying")
    one.later.refresh_from_db()
    actions.cancel(user, one.later)
    expect(delegate.locator("#live")).to_be_visible()
    expect(board.locator("body")).to_have_class("carrying")
    board.keyboard.press("Escape")
    expect(held).to_have_count(0, timeout=10_000)
    assert delegate.complaints == board.complaints == []

    # The server ends, and with it every stream, without waiting for the readers.
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == -signal.SIGTERM
    for response in others:
        response.close()

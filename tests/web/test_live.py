"""Open pages hear that something has changed, and no more than that."""

from __future__ import annotations

import asyncio
import json

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.db import connection
from django.test import AsyncClient
from django.urls import reverse
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    RequestFactory,
    UserFactory,
    organiser_of,
    timetable_with,
)

from saphan.record.audit.queries import newest_entry
from saphan.record.forum.actions import make_screen, revoke_screen
from saphan.record.meetings import actions
from saphan.record.meetings.models import Timetable
from saphan.web import live

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def loop_of_the_browser_aside():
    """Where a browser has been in this process, its loop still stands in this thread."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


@pytest.fixture
def meeting():
    timetable = timetable_with(RequestFactory(), Timetable.State.PUBLISHED)
    return timetable.meetings.get()


def address(forum, **since):
    return reverse("live", args=[forum.code], query=since)


async def opened(user, url, **headers):
    client = AsyncClient()
    if user is not None:
        await client.aforce_login(user)
    return await client.get(url, headers={"Accept-Encoding": "gzip", **headers})


async def heard(events):
    """The next thing that a page hears: its name, its id and what it tells."""
    async with asyncio.timeout(10):
        text = (await anext(events)).decode()
    lines = dict(line.split(": ", 1) for line in text.strip().splitlines())
    return lines.get("event", ""), int(lines["id"]), json.loads(lines["data"])["kinds"]


def test_a_page_hears_of_its_own_forum_and_of_no_other(meeting):
    forum, other = meeting.timetable.forum, RequestFactory()
    user, theirs = organiser_of(forum), timetable_with(other, Timetable.State.PUBLISHED)
    there = organiser_of(other.forum)
    one = meeting.request.sender
    a_delegate, unwanted = one.person.user, DelegateFactory(forum=forum).organisation

    async def follow():
        response = await opened(a_delegate, address(forum))
        assert response.status_code == 200
        assert response["Content-Type"] == "text/event-stream"
        assert response["Content-Encoding"] == "identity"
        assert "default-src 'self'" in response["Content-Security-Policy"]
        events = aiter(response.streaming_content)
        assert await heard(events) == ("ready", 0, [])
        # A change elsewhere, one in confidence, and one that is told.
        await sync_to_async(actions.cancel)(there, await theirs.meetings.aget())
        await sync_to_async(actions.block)(a_delegate, one, unwanted)
        await sync_to_async(actions.cancel)(user, meeting)
        newest = await sync_to_async(newest_entry)(forum.pk)
        assert await heard(events) == ("changed", newest, ["meetings"])
        await events.aclose()

    async_to_sync(follow)()


def test_what_was_missed_is_told_at_once(meeting):
    forum = meeting.timetable.forum
    user = organiser_of(forum)
    actions.cancel(user, meeting)
    before = newest_entry(forum.pk)
    actions.restore(user, meeting)
    newest = newest_entry(forum.pk)

    async def come_back():
        for url, headers in (
            (address(forum, since=before), {}),
            (address(forum, since=newest), {"Last-Event-ID": str(before)}),
        ):
            response = await opened(user, url, **headers)
            events = aiter(response.streaming_content)
            assert await heard(events) == ("ready", newest, [])
            assert await heard(events) == ("changed", newest, ["meetings"])
            await events.aclose()

    async_to_sync(come_back)()


def test_it_is_for_who_may_see_the_forum(meeting):
    forum = meeting.timetable.forum
    hidden = ForumFactory(is_open=False)
    stranger = UserFactory()
    screen = make_screen(organiser_of(forum), forum, "Hall", forum.places.all()[:1])
    lost = make_screen(organiser_of(forum), forum, "Gone", forum.places.all()[:1])
    revoke_screen(organiser_of(forum), lost)
    known = [
        (None, address(forum), 403),
        (stranger, address(forum), 200),
        (stranger, address(hidden), 404),
        (organiser_of(hidden), address(hidden), 200),
        (None, reverse("screen_live", args=[screen.key]), 200),
        (None, reverse("screen_live", args=[lost.key]), 404),
        (None, reverse("screen_live", args=["nobody"]), 404),
    ]

    async def ask():
        return [(await opened(user, url)).status_code for user, url, _status in known]

    assert async_to_sync(ask)() == [status for _user, _url, status in known]


def test_one_reader_takes_no_more_than_a_share(meeting, settings, monkeypatch):
    settings.LIVE_PAGES, settings.LIVE_PAGES_EACH = 2, 1
    forum = meeting.timetable.forum
    users = [UserFactory() for _ in range(3)]

    async def crowd():
        streams = []
        found = []
        for user in (users[0], users[0], users[1], users[2]):
            response = await opened(user, address(forum))
            found.append(response.status_code)
            if response.status_code == 200:
                streams.append(live.stream(forum.pk, f"user {user.pk}", None))
                await heard(streams[-1])
        assert found == [200, 429, 200, 429]
        await streams[0].aclose()
        assert (await opened(users[2], address(forum))).status_code == 200
        # A stream that is silent says that it is there, and ends after a while.
        monkeypatch.setattr(live, "HEARTBEAT", 0.01)
        monkeypatch.setattr(live, "LONGEST", 0.5)
        await streams[1].aclose()
        response = await opened(users[1], address(forum))
        told = [part async for part in response.streaming_content]
        assert told[1:] == [b": still here\n\n"] * (len(told) - 1)
        assert len(told) > 2

    async_to_sync(crowd)()


def test_it_listens_again_after_a_break(meeting, monkeypatch):
    monkeypatch.setattr(live, "BACK_OFF", (0.01, 0.01))
    forum = meeting.timetable.forum
    user = organiser_of(forum)

    def cut():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE query = %s AND datname = current_database()",
                [f"LISTEN {live.CHANNEL}"],
            )
            return cursor.rowcount

    async def follow():
        response = await opened(user, address(forum))
        events = aiter(response.streaming_content)
        await heard(events)
        assert await sync_to_async(cut)() == 1
        # Whatever was missed meanwhile: the page looks at everything.
        assert await heard(events) == ("changed", 0, ["forum", "meetings"])
        await sync_to_async(actions.cancel)(user, meeting)
        newest = await sync_to_async(newest_entry)(forum.pk)
        assert await heard(events) == ("changed", newest, ["meetings"])
        await events.aclose()

    async_to_sync(follow)()


def test_a_server_without_streams_has_none(client, meeting):
    client.force_login(organiser_of(meeting.timetable.forum))
    assert client.get(address(meeting.timetable.forum)).status_code == 204

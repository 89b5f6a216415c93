"""The site, served as in use, and a real browser on it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import expect, sync_playwright
from sesame.utils import get_query_string
from tests.journeys.served import served as served
from tests.journeys.served import window as window
from tests.kept import Kept

from saphan.engine.sheets.reader import read_forum_sheets
from saphan.record.directory.models import User
from saphan.record.forum.actions import make_organiser
from saphan.record.forum.models import Forum
from saphan.record.meetings.actions import import_forum, refresh_matches
from saphan.work.worker import running

# Playwright's loop runs in the test's own thread; the database is used beside it, not in it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# A busy machine is slow, and not wrong.
expect.set_options(timeout=20_000)
FORUM = Path(__file__).resolve().parents[2] / "examples" / "forum"
ORGANISER = "organiser@forum.example"
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
)


@pytest.fixture(scope="session")
def playwright():
    """While its loop runs, this thread has connections of its own: none is forgotten open."""
    connections.close_all()
    with sync_playwright() as running:
        yield running
        connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    found = os.environ.get("SAPHAN_CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    extra = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **extra, "args": QUIET.split()}


@pytest.fixture(scope="session")
def imported():
    """The sample forum with its suggestions."""

    def make():
        made, _preview = import_forum(read_forum_sheets(FORUM))
        make_organiser(None, made, ORGANISER)
        refresh_matches(None, made)
        return made.pk

    return Kept(make)


@pytest.fixture
def forum(transactional_db, imported):
    return Forum.objects.get(pk=imported.get())


@pytest.fixture
def site(live_server, forum):
    with running(poll_seconds=0.2):
        yield f"{live_server.url}/f/{forum.code}/"


@pytest.fixture
def sign_in(live_server, client):
    """Give a browser's window the session of somebody."""

    def sign_in(context, user):
        client.force_login(user)
        cookie = client.cookies["sessionid"]
        context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])

    return sign_in


@pytest.fixture
def enter(live_server, browser):
    """Sign somebody in, in a window of the given size; every complaint of the page is kept."""
    contexts = []

    def enter(email: str, width: int, height: int):
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on(
            "console",
            lambda message: (
                page.complaints.append(message.text) if message.type == "error" else None
            ),
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.set_default_timeout(20_000)
        user = User.objects.get(email=email)
        page.goto(f"{live_server.url}/sign-in/link/{get_query_string(user)}")
        return page

    yield enter
    for context in contexts:
        context.close()

"""Telling open pages at once that something of their forum has changed.

PostgreSQL tells each process of every change that is committed, on one connection a process; the
process tells the pages that watch the forum. A page hears that something of a kind has changed and
no more: it asks for itself again, and gets what its reader may see.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import threading
from collections import Counter
from collections.abc import AsyncGenerator, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections, connections

from saphan.record.audit.actions import CHANNEL
from saphan.record.audit.queries import actions_since, newest_entry

log = logging.getLogger(__name__)

KINDS = frozenset({"meetings", "forum"})
"""The rooms of the record whose changes are told."""
QUIET = frozenset(
    f"meetings.{act}"
    for act in (
        "ask_to_tell",
        "block",
        "renew_feed",
        "set_aside",
        "take_back",
        "tell_feedback",
        "tell_outcome",
        "unblock",
    )
)
"""What somebody does in confidence: not even the moment is told."""
HEARTBEAT = 15.0  # seconds of silence, after which a proxy might end the connection
LONGEST = 600.0  # seconds; the browser comes back, and is asked again who it is
RETRY = 3  # seconds until it does
PATIENCE = 5.0  # seconds that a page waits for the listener; without it, it hears nothing at first
BACK_OFF = (1.0, 30.0)  # seconds between tries to listen: at first, at most


def kinds_of(actions: Iterable[str]) -> set[str]:
    """The kinds under which these actions are told."""
    return {action.partition(".")[0] for action in actions if action not in QUIET} & KINDS


class Watcher:
    """One page that watches a forum: what it has not been told yet, and until which entry."""

    def __init__(self, forum: int, whose: str) -> None:
        self.forum = forum
        self.whose = whose
        self.kinds: set[str] = set()
        self.entry = 0
        self.wake = asyncio.Event()

    def tell(self, kinds: Iterable[str], entry: int = 0) -> None:
        self.kinds.update(kinds)
        self.entry = max(self.entry, entry)
        self.wake.set()

    def take(self) -> tuple[int, set[str]]:
        """What there is to tell, once."""
        kinds, self.kinds = self.kinds, set()
        self.wake.clear()
        return self.entry, kinds


class Hub:
    """All pages that watch through this process, and the one listener that tells them."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.watchers: set[Watcher] = set()
        self.ended = False
        self._listening = asyncio.Event()
        self._listener: asyncio.Task[None] | None = None
        self._end_with_the_server()

    def full(self, whose: str) -> bool:
        """Whether the process, or this one reader, has as many pages open as they may."""
        of_each = Counter(watcher.whose for watcher in self.watchers)
        return (
            self.ended
            or len(self.watchers) >= settings.LIVE_PAGES
            or of_each[whose] >= settings.LIVE_PAGES_EACH
        )

    @contextmanager
    def watching(self, forum: int, whose: str) -> Iterator[Watcher]:
        """A page that watches as long as the block lasts; the last one ends the listener."""
        watcher = Watcher(forum, whose)
        self.watchers.add(watcher)
        if self._listener is None:
            self._listener = self.loop.create_task(self._listen())
        try:
            yield watcher
        finally:
            self.watchers.discard(watcher)
            if not self.watchers and self._listener is not None:
                self._listener.cancel()
                self._listener = None
                self._listening.clear()

    async def listening(self) -> None:
        """Wait until no change can be missed any more, or until that takes too long."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._listening.wait()
        except TimeoutError:
            log.warning("Pages are not told of changes: the database cannot be listened to.")

    def end(self) -> None:
        """Let every page go."""
        self.ended = True
        for watcher in self.watchers:
            watcher.wake.set()

    def _end_with_the_server(self) -> None:
        """End when the server is told to: it waits for open answers, and these would stay open."""
        if threading.current_thread() is not threading.main_thread():
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            before = signal.getsignal(number)

            def stop(number: int, frame: FrameType | None, before: Any = before) -> None:
                if not self.loop.is_closed():
                    self.loop.call_soon_threadsafe(self.end)
                if callable(before):
                    before(number, frame)

            # A server that watches for no signal dies of it, as before.
            if callable(before) and before is not signal.default_int_handler:
                signal.signal(number, stop)

    async def _listen(self) -> None:
        """Hear of changes, for as long as somebody watches; after a break, tell all to look."""
        wait, most = BACK_OFF
        heard_before = False
        while True:
            try:
                address = await sync_to_async(_address, thread_sensitive=False)()
                async with await psycopg.AsyncConnection.connect(**address) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self._listening.set()
                    wait = BACK_OFF[0]
                    if heard_before:
                        for watcher in self.watchers:
                            watcher.tell(KINDS)
                    heard_before = True
                    async for notice in connection.notifies():
                        self._heard(notice.payload)
            except (psycopg.Error, OSError, RuntimeError) as error:
                self._listening.clear()
                log.warning("Listening to changes broke off: %s", type(error).__name__)
            await asyncio.sleep(wait)
            wait = min(wait * 2, most)

    def _heard(self, payload: str) -> None:
        told = json.loads(payload)
        kinds = kinds_of([told["action"]])
        if not kinds:
            return
        for watcher in self.watchers:
            if watcher.forum == told["forum"]:
                watcher.tell(kinds, told["entry"])


def _address() -> dict[str, Any]:
    """How to connect beside the pool, which is for those who ask and go."""
    given = connections["default"].get_connection_params()
    return {
        **{key: given[key] for key in given.keys() - {"cursor_factory", "context"}},
        "autocommit": True,
        "keepalives_idle": 30,
    }


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub_here() -> Hub:
    """The hub of the running loop, of which a server has one a process."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub(loop)
    return _hubs[loop]


def _missed(forum: int, since: int | None) -> tuple[int, set[str]]:
    """The newest entry of the forum, and what has changed since the page was made.

    The connection is given back: the answer is a long one, and must not keep it.
    """
    try:
        newest = newest_entry(forum)
        return newest, kinds_of(actions_since(forum, since)) if since is not None else set()
    finally:
        close_old_connections()


def _event(name: str, entry: int, kinds: Iterable[str] = ()) -> bytes:
    data = json.dumps({"kinds": sorted(kinds)})
    return f"id: {entry}\nevent: {name}\ndata: {data}\n\n".encode()


async def stream(forum: int, whose: str, since: int | None) -> AsyncGenerator[bytes]:
    """What one page hears, as server-sent events.

    Args:
        forum: Key of the forum.
        whose: Who reads the page, to count by.
        since: The newest entry that the page knows of; None for a page that knows nothing.
    """
    hub = hub_here()
    ends = hub.loop.time() + LONGEST
    with hub.watching(forum, whose) as watcher:
        await hub.listening()
        watcher.entry, kinds = await sync_to_async(_missed)(forum, since)
        yield f"retry: {RETRY * 1000}\n".encode() + _event("ready", watcher.entry)
        if kinds:
            yield _event("changed", watcher.entry, kinds)
        while not hub.ended and (left := ends - hub.loop.time()) > 0:
            try:
                async with asyncio.timeout(min(left, HEARTBEAT)):
                    await watcher.wake.wait()
            except TimeoutError:
                yield b": still here\n\n"
                continue
            entry, kinds = watcher.take()
            if kinds:
                yield _event("changed", entry, kinds)

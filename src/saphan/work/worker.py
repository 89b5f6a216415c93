"""A worker in the server's own process: enough for one machine."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from asgiref.sync import sync_to_async
from django.db import connections

from .jobs import app as jobs  # not from where it is made: there it knows no task


@contextmanager
def running(*, concurrency: int = 1, poll_seconds: float = 1.0) -> Iterator[None]:
    """Run a worker in a thread for as long as the block lasts.

    On leaving, the worker finishes the job in hand and stops.

    Args:
        concurrency: Jobs at a time.
        poll_seconds: Longest wait before a new job is noticed, should its notice be lost.
    """
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def work() -> None:
        app = jobs.with_connector(jobs.connector.get_worker_connector())  # type: ignore[attr-defined]
        async with app.open_async():
            task = asyncio.create_task(
                app.run_worker_async(
                    concurrency=concurrency,
                    install_signal_handlers=False,
                    fetch_job_polling_interval=poll_seconds,
                    delete_jobs="successful",
                )
            )
            ready.set()
            await asyncio.wait(
                {task, asyncio.create_task(stop.wait())}, return_when=asyncio.FIRST_COMPLETED
            )
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            # What is deferred goes through Django, in the thread that its calls share.
            await sync_to_async(connections.close_all)()

    def run() -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(work())
        finally:
            ready.set()
            connections.close_all()
            loop.run_until_complete(loop.shutdown_default_executor())  # a job in hand is finished
            loop.close()

    thread = threading.Thread(target=run, name="saphan-worker", daemon=True)
    thread.start()
    ready.wait(timeout=30)
    try:
        yield
    finally:
        if not loop.is_closed():
            loop.call_soon_threadsafe(stop.set)
        thread.join(timeout=60)

"""The worker in the server's own process."""

import time

import pytest
from asgiref.sync import SyncToAsync
from django.db import connection

from saphan.work.worker import running


def others() -> int:
    """How many connections to the database there are beside ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_once_it_has_stopped_it_leaves_no_connection_open():
    with running(poll_seconds=0.1):
        # As each minute, when the worker looks for what is due by the clock.
        SyncToAsync.single_thread_executor.submit(connection.ensure_connection).result()
        assert others() > 0
    # The server takes a moment to end what was closed.
    until = time.monotonic() + 20
    while others() and time.monotonic() < until:
        time.sleep(0.01)
    assert others() == 0

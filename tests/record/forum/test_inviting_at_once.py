"""Two people who invite the same address at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest
from django.db import connection, transaction
from tests.factories import ForumFactory, organiser_of

from saphan.record.forum.actions import Invitee, invite
from saphan.record.forum.models import Invitation

ANNA, BORIS = (Invitee(f"{name}@firm.example", "ru") for name in ("anna", "boris"))
WAITING = """
select exists(
    select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'
)
"""


def somebody_waits():
    with connection.cursor() as cursor:
        # Within a transaction the activity is told as it was at first.
        cursor.execute("select pg_stat_clear_snapshot()")
        cursor.execute(WAITING)
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_one_invites_and_to_the_other_the_address_is_invited_already():
    forum = ForumFactory()
    one, other = organiser_of(forum), organiser_of(forum)

    def act():
        try:
            return [made.registration.email for made in invite(other, forum, [BORIS, ANNA])]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            invite(one, forum, [ANNA])
            later = pool.submit(act)
            until = monotonic() + 20
            while not (later.done() or somebody_waits()):
                assert monotonic() < until
            assert not later.done()
        assert later.result() == [BORIS.email]
    made = Invitation.objects.order_by("registration__email")
    assert list(made.values_list("registration__email", "created_by")) == [
        (ANNA.email, one.pk),
        (BORIS.email, other.pk),
    ]

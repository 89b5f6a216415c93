"""Reading whether anything has changed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from .models import ALL, of_user

State = tuple[int, Decimal | None]
"""How many stamps there are, and the sum of their transactions' numbers. Of a scope it never comes
again: stamps are only added, or taken away by `drop_old`, and those that come later are of greater
numbers than those taken away."""

_READ = """
SELECT (
    SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > now()
), count(*) FILTER (WHERE scope = %s), sum(xid) FILTER (WHERE scope = %s),
count(*) FILTER (WHERE scope = %s), sum(xid) FILTER (WHERE scope = %s)
FROM stamps_stamp WHERE scope IN (%s, %s)
"""


@dataclass(frozen=True)
class Read:
    """The record as one reader can be shown it: two that are equal show the same pages.

    Attributes:
        user: Whose stamps count.
        session: What the reader's session holds; None where there is none that is valid.
        all: Of what anybody may be shown.
        own: Of what concerns the reader alone.
    """

    user: int | None
    session: str | None
    all: State
    own: State


def read(session_key: str, user: int | None) -> Read:
    """The state of the record, in one question.

    Args:
        session_key: Of the reader's session; empty where there is none.
        user: The user of this session; None for nobody.
    """
    own = of_user(user)
    with connection.cursor() as cursor:
        cursor.execute(_READ, [session_key, ALL, ALL, own, own, ALL, own])
        session, *found = cursor.fetchone()
    return Read(user, session, (found[0], found[1]), (found[2], found[3]))

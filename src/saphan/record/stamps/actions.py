"""Keeping the stamps few."""

from __future__ import annotations

from django.db import connection

MOST = 200
"""Stamps of one scope that are counted in no time."""

_DROP = """
DELETE FROM stamps_stamp
WHERE xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
AND scope IN (SELECT scope FROM stamps_stamp GROUP BY scope HAVING count(*) > %s)
"""


def drop_old(most: int = MOST) -> int:
    """Take away the stamps of transactions older than all that are under way.

    Pages of the scopes in question are made anew once.

    Args:
        most: Scopes with no more stamps than this keep theirs.

    Returns:
        How many were taken away.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DROP, [most])
        return int(cursor.rowcount)

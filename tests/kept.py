"""What takes seconds to put into the record is put there once, and copied back for later tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from django.db import connection, transaction

Made = TypeVar("Made")
# All but what each empty record has: the migrations' own, types of content and permissions.
COLUMNS = """
    SELECT quote_ident(table_name),
           string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'
      AND table_name NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
    GROUP BY table_name
"""
ASK = "SELECT '{0}' WHERE EXISTS (SELECT FROM {0})"
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"


def columns_of(cursor) -> dict[str, str]:
    """The tables that an empty record has no rows in, and their columns."""
    cursor.execute(COLUMNS)
    return dict(cursor.fetchall())


def filled(cursor, tables: Iterable[str]) -> list[str]:
    """Those of the tables that have rows."""
    cursor.execute(" UNION ALL ".join(map(ASK.format, tables)))
    return [table for (table,) in cursor.fetchall()]


def take_out(cursor, tables: Iterable[str]) -> None:
    """Take out all rows of the tables; triggers have no say where they are off."""
    for table in filled(cursor, tables):
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of the catalogue


def empty_record() -> None:
    """Leave what an empty record has: a hundredth of the work of truncating every table and
    making types of content and permissions again."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        take_out(cursor, columns_of(cursor))


class Kept(Generic[Made]):
    """All rows of the record as `make` once left them.

    Args:
        make: Fills an empty record; what it gives is given again with each copy.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._made: Made | None = None
        self._tables: list[str] = []
        self._rows: dict[str, bytes] = {}
        self._sequences: list[tuple[str, int]] = []

    def get(self) -> Made:
        """The record filled, and what `make` gave."""
        if self._made is None:
            self._made = self._make()
            self._keep()
        else:
            self._put_back()
        return self._made

    def _keep(self) -> None:
        with connection.cursor() as cursor:
            columns = columns_of(cursor)
            self._tables = list(columns)
            for table in filled(cursor, self._tables):
                place = f"{table} ({columns[table]})"
                with cursor.copy(f"COPY {place} TO STDOUT") as copy:
                    self._rows[place] = b"".join(bytes(part) for part in copy)
            cursor.execute(SEQUENCES)
            self._sequences = cursor.fetchall()

    def _put_back(self) -> None:
        """In place of all that is there; triggers have done their part when it was kept."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            take_out(cursor, self._tables)
            for place, rows in self._rows.items():
                with cursor.copy(f"COPY {place} FROM STDIN") as copy:
                    copy.write(rows)
            for name, value in self._sequences:
                cursor.execute("SELECT setval(%s, %s)", [f'"{name}"', value])
            # A test's own transaction goes on.
            cursor.execute("SET LOCAL session_replication_role = origin")

"""What takes seconds to put into the record is put there once, and copied back for later tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

Made = TypeVar("Made")
COLUMNS = """
    SELECT quote_ident(table_name),
           string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'
      AND table_name <> 'django_migrations'
    GROUP BY table_name
"""
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"


class Kept(Generic[Made]):
    """All rows of the record as `make` once left them.

    Args:
        make: Fills an empty record; what it gives is given again with each copy.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._made: Made | None = None
        self._rows: dict[tuple[str, str], bytes] = {}
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
            cursor.execute(COLUMNS)
            for table, columns in cursor.fetchall():
                with cursor.copy(f"COPY {table} ({columns}) TO STDOUT") as copy:
                    self._rows[table, columns] = b"".join(bytes(part) for part in copy)
            cursor.execute(SEQUENCES)
            self._sequences = cursor.fetchall()

    def _put_back(self) -> None:
        """In place of all that is there; triggers have done their part when it was kept."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(f"TRUNCATE {', '.join(table for table, _ in self._rows)}")
            for (table, columns), rows in self._rows.items():
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    copy.write(rows)
            for name, value in self._sequences:
                cursor.execute("SELECT setval(%s, %s)", [f'"{name}"', value])
        ContentType.objects.clear_cache()

"""How a room says what it keeps about people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

ERASED = "@erased.invalid"
"""How the addresses of erased people end; mail to them goes nowhere (RFC 2606)."""


@dataclass(frozen=True)
class Holding:
    """A table with rows about people, or one kind of its rows.

    Attributes:
        table: As Django names it, such as `forum.Delegate`.
        title: What it is, for people.
        whose: Ways from a row to the user it is about; those that end in `email` lead to an
            address that is the user's.
        fields: What the user gets of a row; nothing that is another person's, and no secret.
        only: Which rows are for the user to see; None for all.
    """

    table: str
    title: Any
    whose: tuple[str, ...]
    fields: tuple[str, ...]
    only: Q | None = None

    def rows(self, user_id: int, email: str) -> QuerySet[Any, dict[str, Any]]:
        """The rows about somebody, as they are handed over."""
        about = Q(pk__in=())
        for way in self.whose:
            is_address = way.endswith("email")
            about |= Q(**{f"{way}__iexact": email}) if is_address else Q(**{way: user_id})
        rows = apps.get_model(self.table)._default_manager
        mine = rows.filter(about, *([] if self.only is None else [self.only]))
        # By key, since a way over several rows would give a row as often.
        return rows.filter(pk__in=mine.values("pk")).order_by("pk").values(*self.fields)


@dataclass(frozen=True)
class Trace:
    """Fields that only say who did something; the audit trail tells the same."""

    table: str
    fields: tuple[str, ...]

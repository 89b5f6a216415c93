"""How a room says what it keeps about people."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext, override

ERASED = "@erased.invalid"
"""How the addresses of erased people end; mail to them goes nowhere (RFC 2606)."""


class Fate(enum.Enum):
    """What becomes of rows when the person that they are about is erased."""

    DELETE = "delete"
    ANONYMISE = "anonymise"  # they stay, and no longer say whose they are


def erased_address(row: Model) -> str:
    """An address of nobody's, which no other row of the table has."""
    return f"erased-{row.pk}{ERASED}"


def erased_name(language: str) -> str:
    """What an erased person is called, in a language; the site's own where it does not speak it."""
    with override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        return gettext("erased person")


@dataclass(frozen=True)
class Holding:
    """A table with rows about people, or one kind of its rows.

    Attributes:
        table: As Django names it, such as `forum.Delegate`.
        title: What it is, for people.
        whose: Ways from a row to the user it is about; those that end in `email` lead to an
            address that is the user's.
        fields: What the user gets of a row; nothing that is another person's, and no secret.
        fate: What becomes of the rows when the user is erased.
        why: Why they are not deleted; empty where they are.
        blank: What the fields of a row that stays become: a value, or what gives it for a row.
        only: Which rows are for the user to see; None for all.
    """

    table: str
    title: Any
    whose: tuple[str, ...]
    fields: tuple[str, ...]
    fate: Fate = Fate.DELETE
    why: Any = ""
    blank: Mapping[str, Any] = field(default_factory=dict)
    only: Q | None = None

    def about(self, user_id: int | None, emails: Iterable[str]) -> QuerySet[Any]:
        """The rows about somebody.

        Args:
            user_id: Key of the account; None for who has none.
            emails: All their addresses. A person is found by them too, with an account or without.
        """
        about = Q(pk__in=())
        for way in self.whose:
            if user_id is not None and not way.endswith("email"):
                about |= Q(**{way: user_id})
            if way.endswith("person__user"):
                way = f"{way.removesuffix('user')}email"
            if way.endswith("email"):
                for email in emails:
                    about |= Q(**{f"{way}__iexact": email})
        rows = apps.get_model(self.table)._base_manager
        mine = rows.filter(about, *([] if self.only is None else [self.only]))
        # By key, since a way over several rows would give a row as often.
        return rows.filter(pk__in=mine.values("pk"))

    def rows(self, user_id: int, email: str) -> QuerySet[Any, dict[str, Any]]:
        """The rows about somebody, as they are handed over."""
        return self.about(user_id, [email]).order_by("pk").values(*self.fields)


@dataclass(frozen=True)
class Trace:
    """Fields that only say who did something; the audit trail tells the same."""

    table: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Written:
    """Texts in which others may have named somebody.

    Attributes:
        forum: The way from a row to its forum; empty where there is none, and only addresses are
            taken out, since another may be called the same.
        by: The way to the user who wrote it, where rows say so; what they wrote themselves is
            theirs without a forum too.
    """

    table: str
    fields: tuple[str, ...]
    forum: str = "forum"
    by: str = ""


def is_erased(email: str) -> bool:
    """Whether the address stands for somebody who was erased."""
    return email.endswith(ERASED)


def still_here(way: str = "person__email") -> Q:
    """Rows that are not of somebody erased; the way leads to the person's address."""
    return ~Q(**{f"{way}__endswith": ERASED})

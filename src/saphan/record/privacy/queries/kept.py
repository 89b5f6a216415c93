"""All that is kept about somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from saphan.record.commitments import personal as commitments
from saphan.record.directory import personal as directory
from saphan.record.directory.models import User
from saphan.record.factcheck import personal as factcheck
from saphan.record.forum import personal as forum
from saphan.record.holding import Holding, Trace, Written
from saphan.record.mailing import personal as mailing
from saphan.record.meetings import personal as meetings
from saphan.record.register import personal as register

HOLDINGS: tuple[Holding, ...] = (
    *directory.HOLDINGS,
    *forum.HOLDINGS,
    *meetings.HOLDINGS,
    *mailing.HOLDINGS,
    *factcheck.HOLDINGS,
    *register.HOLDINGS,
    *commitments.HOLDINGS,
)
TRACES: tuple[Trace, ...] = (
    *forum.TRACES,
    *meetings.TRACES,
    *mailing.TRACES,
    *factcheck.TRACES,
    *register.TRACES,
    *commitments.TRACES,
)
WRITTEN: tuple[Written, ...] = (
    *forum.WRITTEN,
    *meetings.WRITTEN,
    *mailing.WRITTEN,
    *factcheck.WRITTEN,
)


@dataclass(frozen=True)
class Kept:
    """The rows of one holding about somebody."""

    table: str
    title: Any
    fields: tuple[str, ...]
    rows: list[dict[str, Any]]


def kept_about(user: User) -> list[Kept]:
    """What is kept about somebody: every holding that has rows."""
    found = (
        Kept(one.table, one.title, one.fields, list(one.rows(user.pk, user.email)))
        for one in HOLDINGS
    )
    return [one for one in found if one.rows]

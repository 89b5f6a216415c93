"""What the pages of a day show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from babel.dates import format_timedelta
from django import template
from django.utils import timezone

from saphan.record.forum.models import Delegate
from saphan.record.reader import reader_language

register = template.Library()


@register.filter
def until(moment: datetime, now: datetime | None = None) -> str:
    """How long it is to a moment: "in 25 minutes". `day.js` goes on counting in the same units."""
    left = moment - (now or timezone.now())
    return str(
        format_timedelta(
            left, granularity="minute", threshold=2, add_direction=True, locale=reader_language()
        )
    )


@register.filter
def organisations(people: Iterable[Delegate]) -> str:
    """The names of the organisations of people."""
    return ", ".join(dict.fromkeys(one.organisation.name for one in people))

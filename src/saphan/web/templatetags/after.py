"""What cards and tables about past meetings show."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from saphan.record.meetings.models import Outcome
from saphan.web.report.charts import Chart
from saphan.web.report.named import standing_name
from saphan.web.report.tables import rating_names, written
from saphan.web.report.world import WorldMap

register = template.Library()
register.filter("standing", standing_name)
register.filter("written", written)


@register.simple_tag
def rating_choices() -> list[tuple[int, str]]:
    """The ratings with their names."""
    return list(rating_names().items())


@register.simple_tag
def step_choices() -> list[tuple[str, Any]]:
    """The next steps with their names; nothing further comes last."""
    first, *others = Outcome.NextStep.choices
    return [*others, first]


@register.filter
def drawn(chart: Chart | WorldMap) -> SafeString:
    """A chart as SVG within the page; its texts are escaped where it is drawn."""
    return mark_safe(chart.svg())  # noqa: S308

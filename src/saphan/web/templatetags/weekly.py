"""How a desk's weeks are named and counted for this reader."""

from __future__ import annotations

from django import template

from saphan.web.report import weekly

register = template.Library()
register.filter("week_name", weekly.week_name)
register.filter("week_days", weekly.week_days)
register.filter("counts", weekly.counts)
register.filter("trend", weekly.trend)

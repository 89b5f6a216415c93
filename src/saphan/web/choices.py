"""Countries, languages and zones to choose from, by the names that the reader knows."""

from __future__ import annotations

from babel.core import get_global
from django.conf import settings

from saphan.record.forum.models import Forum
from saphan.web.templatetags.saphan import country, language_name

Choices = list[tuple[str, str]]


def countries(forum: Forum) -> Choices:
    """The countries of a forum."""
    return [(code, country(code)) for code in forum.countries]


def languages(forum: Forum, *more: str) -> Choices:
    """The languages of a forum, those of the site, and further ones that somebody speaks."""
    codes = dict.fromkeys([*forum.languages, *dict(settings.LANGUAGES), *more])
    return [(code, language_name(code)) for code in codes]


def likely_zone(code: str, forum: Forum) -> str:
    """The time zone of somebody of a country: one of the forum's where there is one."""
    zones = get_global("territory_zones").get(code, [])
    return next((zone for zone in forum.zones if zone in zones), next(iter(zones), forum.timezone))

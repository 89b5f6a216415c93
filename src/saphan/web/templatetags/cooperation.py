"""From the record to what comes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlencode

from django import template
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from saphan.record.directory.models import User
from saphan.record.forum.models import in_language
from saphan.record.forum.rules import may_create
from saphan.record.reader import reader_language
from saphan.record.register.models import Agency, Release
from saphan.web.topics import topic_name

from .saphan import country

register = template.Library()
MOST = 8


@register.simple_tag
def plan_forum(
    user: User | AnonymousUser, countries: Iterable[str], releases: Iterable[Release]
) -> str:
    """Where a forum of these countries begins, with the subjects and organisations of releases
    filled in; empty for who may not make forums.

    The newest release is what it comes from. Subjects and organisations stand by how many of the
    releases name them.
    """
    if not may_create(user):
        return ""
    sides, found = list(countries)[:2], list(releases)
    language = reader_language()
    topics = Counter(topic for release in found for topic in release.topics)
    keys = Counter(key for release in found for key in release.agencies)
    agencies = {
        one.pk: in_language(one.names, language) or one.name
        for one in Agency.objects.filter(pk__in=list(keys), country__in=sides)
    }
    named = [agencies[key] for key, _number in keys.most_common() if key in agencies]
    query = {
        "countries": ",".join(sides),
        "name": _("Forum %(one)s – %(other)s")
        % {"one": country(sides[0]), "other": country(sides[-1])},
        "topics": [topic_name(topic) for topic, _number in topics.most_common(MOST)],
        "agencies": named[:MOST],
        **({"release": found[0].pk} if found else {}),
    }
    return f"{reverse('forum_new')}?{urlencode(query, doseq=True)}"

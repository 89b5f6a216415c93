"""What lets a page follow its forum."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from saphan.record.audit.queries import newest_entry
from saphan.record.forum.models import Forum, Screen

register = template.Library()


@register.inclusion_tag("components/live.html")
def follow(forum: Forum) -> dict[str, Any]:
    """The mark "updated" and the script; parts of the page with `data-live` are drawn anew."""
    return {"url": reverse("live", args=[forum.code]), "since": newest_entry(forum.pk)}


@register.inclusion_tag("components/live.html")
def follow_by_screen(screen: Screen) -> dict[str, Any]:
    """The same for a screen of the hall; it says nothing."""
    return {
        "url": reverse("screen_live", args=[screen.key]),
        "since": newest_entry(screen.forum_id),
        "silent": True,
    }

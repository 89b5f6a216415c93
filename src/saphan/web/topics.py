"""What the topics of releases are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TOPIC_NAMES = {
    "business_matching": _("business matching"),
    "trade": _("trade"),
    "investment": _("investment"),
    "digital": _("digital economy"),
    "cyber_security": _("cyber security"),
    "fake_news": _("false news"),
    "human_resources": _("human resources"),
    "scholarship": _("scholarships"),
    "education": _("education"),
    "science": _("science"),
    "health": _("health"),
    "energy": _("energy"),
    "environment": _("environment"),
    "agriculture": _("agriculture"),
    "tourism": _("tourism"),
    "transport": _("transport"),
    "defence": _("defence"),
    "culture": _("culture"),
    "labour": _("labour"),
    "law": _("law"),
    "finance": _("finance"),
    "disaster": _("disasters"),
    "migration": _("migration"),
    "mou": _("agreements"),
    "summit": _("summits"),
}


def topic_name(topic: str) -> str:
    """A topic's name in the reader's language; itself for one that the engine has no more."""
    return str(TOPIC_NAMES.get(topic, topic))

"""How facts of releases are said to people."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.translation import gettext_lazy as _

from saphan.record.register.models import Fact, Release
from saphan.web.topics import topic_name

from .saphan import country, day, tr

register = template.Library()
AGREEMENT_STATES = {
    "named": _("spoken of"),
    "draft": _("draft"),
    "signed": _("signed"),
    "in_force": _("in force"),
    "ended": _("ended"),
}


@register.filter
def topic(code: str) -> str:
    """A topic's name."""
    return topic_name(code)


@register.filter
def agreement_state(code: str) -> str:
    """The name of an agreement's state."""
    return str(AGREEMENT_STATES.get(code, code))


@register.filter
def event_kind(code: str) -> str:
    """The name of a kind of event."""
    return str(dict(Release.EventKind.choices).get(code, code))


@register.filter
def moment(text: str) -> str:
    """A day as the reader writes it; a year or a month as it stands."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


@register.filter
def said(fact: Fact) -> str:
    """What a fact says, short."""
    value = fact.value
    match fact.kind:
        case Fact.Kind.COUNTRY:
            return country(value["country"])
        case Fact.Kind.ORGANISATION:
            return tr(value["names"]) or value["name"]
        case Fact.Kind.TOPIC:
            return topic(value["topic"])
        case Fact.Kind.PROMISE:
            return str(value["text"])
        case Fact.Kind.EVENT_DATE:
            return moment(value["day"])
        case Fact.Kind.EVENT_KIND:
            return event_kind(value["kind"])
    return str(value["name"])


@register.filter
def beside(fact: Fact) -> str:
    """What stands beside it, in small: office and side, state, day."""
    value = fact.value
    parts: list[str] = []
    match fact.kind:
        case Fact.Kind.ORGANISATION:
            parts = [country(value["country"]) if value["country"] else ""]
        case Fact.Kind.PERSON:
            parts = [value["office"], country(value["side"]) if value["side"] else ""]
        case Fact.Kind.PROMISE:
            named = value["text"].startswith(value["who"])  # the sentence says it itself
            parts = ["" if named else value["who"], moment(value["due"])]
        case Fact.Kind.EVENT:
            parts = [moment(value["when"])]
        case Fact.Kind.AGREEMENT:
            parts = [agreement_state(value["state"])]
    return " · ".join(part for part in parts if part)

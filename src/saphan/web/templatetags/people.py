"""How states and kinds of people are shown."""

from __future__ import annotations

from django import template

from saphan.record.directory.models import Organisation
from saphan.record.forum.models import Registration

register = template.Library()


@register.filter
def registration_state(state: str) -> str:
    """The name of a state of a registration."""
    return str(Registration.State(state).label)


@register.filter
def kind_name(kind: str) -> str:
    """The name of a kind of organisation."""
    return str(Organisation.Kind(kind).label)

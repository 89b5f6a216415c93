"""An address that is told of changes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from saphan.record.hooks.events import EVENTS


class EndpointForm(forms.Form):
    """Where to, and what of; the address itself is judged by the action."""

    url = forms.CharField(
        label=_("Address of the program"),
        max_length=500,
        widget=forms.URLInput(attrs={"class": "form-control"}),
    )
    events = forms.MultipleChoiceField(
        label=_("Of what? (nothing ticked means all)"),
        choices=list(EVENTS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

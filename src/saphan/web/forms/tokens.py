"""What a program may do, and for how long."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from saphan.record.directory.models import Scope

DAYS = ((30, _("a month")), (90, _("three months")), (365, _("a year")))


class TokenForm(forms.Form):
    name = forms.CharField(label=_("Name of the program"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the program may do.")},
    )
    days = forms.TypedChoiceField(label=_("Valid for"), choices=DAYS, coerce=int, initial=90)

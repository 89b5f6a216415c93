"""What an organiser says when somebody asks to be erased."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .registration import dress


class ErasingForm(forms.Form):
    """Who asked, and when their written request came."""

    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    asked_on = forms.DateField(
        label=_("Day of the written request"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        help_text=_("It stands on the trail. Keep the letter itself elsewhere."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        dress(self)

    def clean_asked_on(self) -> Any:
        day = self.cleaned_data["asked_on"]
        if day > timezone.now().date():
            raise forms.ValidationError(_("This day is yet to come."))
        return day

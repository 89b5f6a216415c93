"""What an organiser says when somebody asks to be erased, and how long data is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from saphan.record.privacy.queries import Period

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


class PeriodsForm(forms.Form):
    """For how many days a forum keeps each kind of data; what is left empty, as long as the site.

    Args:
        data: What was filled in.
        periods: The present ones.
    """

    def __init__(self, data: Any, *, periods: list[Period]) -> None:
        super().__init__(data, auto_id="keep-%s")
        for one in periods:
            most = one.site or 3650
            self.fields[one.kind] = forms.IntegerField(
                label=one.title,
                required=False,
                min_value=1,
                max_value=most,
                initial=one.own,
                error_messages={
                    "max_value": now("The site keeps this for %(n)s days at most.") % {"n": most}
                },
                widget=forms.NumberInput(
                    attrs={"inputmode": "numeric", "placeholder": one.site or ""}
                ),
            )
        dress(self)

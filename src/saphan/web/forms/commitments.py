"""A commitment, and what shows that it was kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saphan.record.commitments.actions import Terms
from saphan.record.commitments.models import Commitment
from saphan.record.directory.models import User
from saphan.record.register.models import Agency


def _day(label: Any, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Give a day.")},
    )


class TermsForm(forms.Form):
    """What will be done, by whom and until when.

    Args:
        agencies: The organisations to choose from.
        initial: What it says now.
    """

    text = forms.CharField(
        label=_("What will be done"),
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )
    who = forms.CharField(
        label=_("Who will do it"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    countries = forms.RegexField(
        r"^\s*[A-Za-z]{2}(\s*,\s*[A-Za-z]{2})+\s*$",
        label=_("Countries"),
        help_text=_("Two or more codes, such as TH, RU"),
        widget=forms.TextInput(attrs={"class": "form-control"}),
        error_messages={"invalid": _("Give two or more codes of countries, with commas.")},
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("Organisation"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    due = _day(_("Until when"))
    owner = forms.EmailField(
        label=_("Who looks after it (e-mail of a desk officer)"),
        required=False,
        widget=forms.EmailInput(attrs={"class": "form-control"}),
    )

    def __init__(self, data: Any = None, *, agencies: Any, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]

    def clean_countries(self) -> tuple[str, ...]:
        text: str = self.cleaned_data["countries"]
        return tuple(dict.fromkeys(code.strip().upper() for code in text.split(",")))

    def clean_owner(self) -> User | None:
        email = self.cleaned_data["owner"]
        if not email:
            return None
        found = User.objects.filter(email__iexact=email, is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("Nobody here has this address."))
        return found

    def terms(self) -> Terms:
        return Terms(**self.cleaned_data)

    @staticmethod
    def shown(one: Commitment) -> dict[str, Any]:
        """What a commitment says now, as the form shows it."""
        return {
            "text": one.text,
            "who": one.who,
            "countries": ", ".join(one.countries),
            "agency": one.agency_id,
            "due": one.due,
            "owner": one.owner.email if one.owner else "",
        }


class EvidenceForm(forms.Form):
    """Words, and perhaps an address."""

    text = forms.CharField(
        label=_("What shows that something came of it"),
        max_length=1000,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    url = forms.CharField(
        label=_("Web address (you may leave it empty)"),
        max_length=1000,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )


class DoneForm(forms.Form):
    """On which day, and by what."""

    on = _day(_("Done on"), required=True)
    forum = forms.CharField(
        label=_("Code of the forum that fulfils it (you may leave it empty)"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

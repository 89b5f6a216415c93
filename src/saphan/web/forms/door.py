"""Whose badges, and badges for who takes no part."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saphan.record.forum.models import Badge


class BadgeFilter(forms.Form):
    """Whose badges the page shows and prints.

    Args:
        data: What was chosen.
        countries: Codes and names that can be chosen.
        organisations: Codes and names that can be chosen.
    """

    words = forms.CharField(label=_("Name, organisation or code"), required=False, max_length=200)
    country = forms.ChoiceField(label=_("Country"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("all")), *Badge.Role.choices]
    )
    unprinted = forms.BooleanField(label=_("Only those not printed yet"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        countries: list[tuple[str, str]],
        organisations: list[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        for name, choices in (("country", countries), ("organisation", organisations)):
            self.fields[name].choices = [("", _("all")), *choices]  # type: ignore[attr-defined]
        for field in self.fields.values():
            look = {"BooleanField": "form-check-input", "CharField": "form-control"}
            field.widget.attrs["class"] = look.get(type(field).__name__, "form-select")

    @property
    def wanted(self) -> dict[str, Any]:
        """What is valid of it, for `queries.holders`."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class StaffBadgeForm(forms.Form):
    """A badge for somebody known by name alone."""

    name = forms.CharField(label=_("Name"), max_length=200)
    organisation = forms.CharField(label=_("Organisation or task"), max_length=200, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(
        self, data: Any = None, *, countries: list[tuple[str, str]], must: bool = False
    ) -> None:
        super().__init__(data, auto_id="staff-%s")
        chosen = self.fields["country"]
        chosen.choices = countries if must else [("", "–"), *countries]  # type: ignore[attr-defined]
        chosen.required = must
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"

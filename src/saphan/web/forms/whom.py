"""Naming somebody of a forum in a field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from saphan.record.forum.models import Delegate, Forum
from saphan.record.meetings.queries import meant_by

LONGEST = 300


class PersonInput(forms.TextInput):
    """A field that offers those of a forum whom the words typed find."""

    found_at = ""

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        attrs: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs)
        found = _found(attrs)
        return attrs | {
            "list": found,
            "autocomplete": "off",
            "hx-get": self.found_at,
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{found}",
            "hx-swap": "innerHTML",
        }

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        return field + format_html('<datalist id="{}"></datalist>', _found(attrs or {}))


def _found(attrs: dict[str, Any]) -> str:
    return f"{attrs['id']}-people"


class PersonField(forms.CharField):
    """Words that stand for somebody of a forum: name, organisation, code or e-mail address."""

    widget = PersonInput

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST, **options)

    def of(self, forum: Forum) -> None:
        """Offer the people of this forum."""
        self.widget.found_at = reverse("people_found", args=[forum.code])
        self.widget.attrs["class"] = "form-control"


class ProposalForm(forms.Form):
    """Two delegates who should meet, and why.

    Args:
        data: What was filled in.
        forum: The forum.
    """

    one = PersonField(label=_("One (name, organisation, code or e-mail address)"))
    other = PersonField(label=_("The other"))
    message = forms.CharField(
        label=_("Why they should meet (you may leave it empty)"),
        max_length=1000,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

    def __init__(self, data: Any = None, *, forum: Forum) -> None:
        super().__init__(data, auto_id="propose-%s")
        self.forum = forum
        for name in ("one", "other"):
            self.fields[name].of(forum)  # type: ignore[attr-defined]

    def clean_one(self) -> Delegate:
        return self._meant("one")

    def clean_other(self) -> Delegate:
        return self._meant("other")

    def _meant(self, name: str) -> Delegate:
        found = [
            one.one
            for one in meant_by(self.forum, self.cleaned_data[name], interpreters=False)
            if isinstance(one.one, Delegate)
        ]
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(
            _("There are several of this name. Give the code or the e-mail address.")
            if found
            else _("Nobody here has this code, address or name.")
        )

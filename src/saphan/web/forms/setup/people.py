"""Interpreters, and who works at a forum."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saphan.record.forum.models import Forum, ForumRole, Interpreter
from saphan.web.templatetags.saphan import country

from .common import MODES, SITE_LANGUAGES, SetupForm, ZoneField, language_choices


class InterpreterForm(SetupForm):
    """An interpreter of a forum."""

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("With it they sign in and see their meetings."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages, any two of which they join"), widget=forms.CheckboxSelectMultiple
    )
    modes = forms.MultipleChoiceField(
        label=_("Where they interpret"), choices=MODES, widget=forms.CheckboxSelectMultiple
    )
    zone = ZoneField(label=_("Time zone"), required=False)
    max_run = forms.IntegerField(
        label=_("Most slots on end before a rest"), min_value=1, max_value=200, required=False
    )
    max_meetings = forms.IntegerField(
        label=_("Most meetings in all"), min_value=1, max_value=500, required=False
    )

    def __init__(self, data: Any = None, *, forum: Forum, interpreter: Interpreter | None) -> None:
        self.forum = forum
        columns = list(self.base_fields)
        shown = (
            {name: getattr(interpreter, name) for name in columns}
            if interpreter
            else {
                "languages": forum.languages,
                "modes": [m for m, _l in MODES],
                "zone": forum.timezone,
            }
        )
        super().__init__(data, initial=shown)
        spoken = interpreter.languages if interpreter else []
        codes = list(dict.fromkeys([*forum.languages, *SITE_LANGUAGES, *spoken]))
        self.fields["languages"].choices = language_choices(codes)  # type: ignore[attr-defined]

    def clean_zone(self) -> str:
        return str(self.cleaned_data["zone"] or self.forum.timezone)


class RoleForm(SetupForm):
    """A role for somebody, by e-mail."""

    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(label=_("Role"), choices=ForumRole.Role.choices)
    country = forms.ChoiceField(label=_("Country, for a co-organiser"), required=False)

    def __init__(self, data: Any = None, *, forum: Forum) -> None:
        super().__init__(data)
        self.fields["country"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((code, country(code)) for code in forum.countries),
        ]

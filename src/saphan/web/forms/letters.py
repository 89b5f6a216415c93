"""A letter to a group."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from saphan.record.directory.models import Organisation
from saphan.record.forum.models import Forum
from saphan.record.mailing.actions.writing import BODY, SUBJECT, languages_of
from saphan.record.mailing.models import Letter
from saphan.web.templatetags.saphan import country


class LetterForm(forms.Form):
    """Whom a letter goes to, and what it says in each language.

    Args:
        forum: The forum.
        countries: Whose people the writer looks after; None for all.
        letter: What it says now.
    """

    group = forms.ChoiceField(label=_("To whom?"), choices=Letter.Group.choices)
    countries = forms.MultipleChoiceField(
        label=_("Only from these countries"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kinds = forms.MultipleChoiceField(
        label=_("Only of these kinds"),
        required=False,
        choices=Organisation.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    needed = forms.BooleanField(
        label=_("Nobody can take part without knowing this: to all, whether they want news or not"),
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        forum: Forum,
        countries: Iterable[str] | None = None,
        letter: Letter,
    ) -> None:
        super().__init__(
            data,
            initial={
                "group": letter.group,
                "countries": letter.countries,
                "kinds": letter.kinds,
                "needed": letter.needed,
            },
        )
        own = sorted(countries) if countries is not None else forum.countries
        self.fields["countries"].choices = [(one, country(one)) for one in own]  # type: ignore[attr-defined]
        self.fields["group"].widget.attrs["class"] = "form-select"
        self.languages = languages_of(forum)
        spoken = dict(settings.LANGUAGES)
        for language in self.languages:
            attrs = {"class": "form-control", "lang": language}
            self.fields[f"subject-{language}"] = forms.CharField(
                label=_("Subject"),
                required=False,
                max_length=SUBJECT,
                initial=letter.subjects.get(language, ""),
                widget=forms.TextInput(attrs=attrs),
            )
            self.fields[f"body-{language}"] = forms.CharField(
                label=_("Text"),
                required=False,
                max_length=BODY,
                initial=letter.bodies.get(language, ""),
                widget=forms.Textarea(attrs={**attrs, "rows": 9}),
            )
        self.named = [(language, spoken[language]) for language in self.languages]

    def texts(self) -> list[tuple[str, str, forms.BoundField, forms.BoundField]]:
        """Code and name of each language, with the fields of its subject and text."""
        return [
            (language, name, self[f"subject-{language}"], self[f"body-{language}"])
            for language, name in self.named
        ]

    def given(self) -> dict[str, Any]:
        """What `actions.write` takes."""
        clean = self.cleaned_data
        return {
            "group": clean["group"],
            "countries": clean["countries"],
            "kinds": clean["kinds"],
            "needed": clean["needed"],
            "subjects": {one: clean[f"subject-{one}"] for one in self.languages},
            "bodies": {one: clean[f"body-{one}"] for one in self.languages},
        }


class WhenForm(forms.Form):
    """When a letter is to be sent, on the clocks of the venue.

    Args:
        zone: The venue's.
    """

    at = forms.DateTimeField(
        label=_("Send on"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "form-control"}),
        input_formats=["%Y-%m-%dT%H:%M"],
        error_messages={"invalid": _("Give a day and a time.")},
    )

    def __init__(self, data: Any = None, *, zone: ZoneInfo) -> None:
        super().__init__(data)
        self.zone = zone

    def clean_at(self) -> datetime:
        given: datetime = self.cleaned_data["at"]
        return given.replace(tzinfo=self.zone)

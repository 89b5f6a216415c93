"""Names, sides, languages and zones."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saphan.engine.sheets.reader import BUDDHIST_YEARS, is_language
from saphan.record.forum.actions import Basics
from saphan.record.forum.checks import CODE
from saphan.record.forum.models import Forum

from .common import (
    SITE_LANGUAGES,
    DateField,
    SetupForm,
    ZoneField,
    country_choices,
    dress,
    language_choices,
    split,
)

SIDES = 4


class CodeField(forms.CharField):
    """What the addresses of a forum are made of."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Code"),
            max_length=40,
            help_text=_(
                "Stands in the forum’s addresses and stays: small Latin letters, figures "
                "and hyphens, such as th-ru-digital-2028."
            ),
        )
        self.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).strip().lower()
        if text and not re.fullmatch(CODE, text):
            raise ValidationError(
                _("Use small Latin letters, figures and hyphens, three at least.")
            )
        return text


def name_fields(languages: list[str]) -> dict[str, forms.Field]:
    """A field for the name in each language."""
    return {
        f"name_{code}": forms.CharField(
            label=gettext("Name (%(language)s)") % {"language": name},
            max_length=200,
            required=False,
            widget=forms.TextInput(attrs={"lang": code}),
        )
        for code, name in language_choices(languages)
    }


class BasicsForm(SetupForm):
    """What a forum is.

    Args:
        new: Whether the forum is still to be made, so that it needs a code.
        more: Languages besides those of the site in which it has names.
    """

    def __init__(self, data: Any = None, *, new: bool, more: list[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.languages = [*SITE_LANGUAGES, *(code for code in more if code not in SITE_LANGUAGES)]
        fields: dict[str, forms.Field] = {}
        fields |= name_fields(self.languages)
        if new:
            fields["code"] = CodeField()
        for code, language in language_choices(self.languages):
            fields[f"summary_{code}"] = forms.CharField(
                label=gettext("Summary (%(language)s)") % {"language": language},
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )
        for number in range(1, SIDES + 1):
            fields[f"side_{number}"] = forms.ChoiceField(
                label=gettext("Side %(n)s") % {"n": number},
                choices=[("", "–"), *country_choices()],
                required=number <= 2,
            )
        fields["languages"] = forms.MultipleChoiceField(
            label=_("Languages of the forum"),
            choices=language_choices(self.languages),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose one language at least.")},
        )
        fields["more_languages"] = forms.CharField(
            label=_("Further languages"),
            required=False,
            max_length=60,
            help_text=_("Two-letter codes with commas, such as kk, zh."),
        )
        fields["timezone"] = ZoneField(label=_("Time zone of the venue"))
        for number in (1, 2):
            fields[f"zone_{number}"] = ZoneField(
                label=gettext("Also shown: time zone %(n)s") % {"n": number}, required=False
            )
        self.fields |= fields
        for field in fields.values():
            dress(field)

    @property
    def names(self) -> list[Any]:
        return [self[f"name_{code}"] for code in self.languages]

    @property
    def summaries(self) -> list[Any]:
        return [self[f"summary_{code}"] for code in self.languages]

    @property
    def sides(self) -> list[Any]:
        return [self[f"side_{number}"] for number in range(1, SIDES + 1)]

    def clean_more_languages(self) -> list[str]:
        codes = [code.lower() for code in split(self.cleaned_data["more_languages"])]
        if wrong := [code for code in codes if not is_language(code)]:
            raise ValidationError(
                _("No language has this code: %(codes)s."), params={"codes": ", ".join(wrong)}
            )
        return codes

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        sides = [given.get(f"side_{number}") for number in range(1, SIDES + 1)]
        chosen = [side for side in sides if side]
        if len(set(chosen)) < len(chosen):
            self.add_error("side_2", _("Each side is another country."))
        for code in given.get("languages", ()):
            if not given.get(f"name_{code}"):
                self.add_error(f"name_{code}", _("The forum speaks this language: give the name."))
        return given

    def basics(self) -> Basics:
        """What was filled in."""
        given = self.cleaned_data
        texts = {
            kind: {
                code: given[f"{kind}_{code}"] for code in self.languages if given[f"{kind}_{code}"]
            }
            for kind in ("name", "summary")
        }
        languages = dict.fromkeys([*given["languages"], *given["more_languages"]])
        return Basics(
            texts["name"],
            texts["summary"],
            tuple(side for number in range(1, SIDES + 1) if (side := given[f"side_{number}"])),
            tuple(languages),
            given["timezone"],
            tuple(zone for zone in (given["zone_1"], given["zone_2"]) if zone),
        )

    @staticmethod
    def shown(forum: Forum) -> dict[str, Any]:
        """A forum as the form shows it."""
        others = [zone for zone in forum.zones if zone != forum.timezone]
        return {
            **{f"name_{code}": text for code, text in forum.name.items()},
            **{f"summary_{code}": text for code, text in forum.summary.items()},
            **{f"side_{number}": side for number, side in enumerate(forum.countries, 1)},
            **{f"zone_{number}": zone for number, zone in enumerate(others, 1)},
            "languages": forum.languages,
            "timezone": forum.timezone,
        }


class CopyForm(SetupForm):
    """A new forum from an earlier one."""

    code = CodeField()
    first_day = DateField(
        label=_("First day"),
        help_text=_("The other days, the agenda and the deadlines keep their distance from it."),
    )

    def __init__(self, data: Any = None, *, source: Forum, **kwargs: Any) -> None:
        initial = {f"name_{code}": _a_year_on(text, source) for code, text in source.name.items()}
        following = _a_year_on(source.code, source)
        initial["code"] = following if following != source.code else ""
        super().__init__(data, initial=initial, **kwargs)
        self.languages = list(dict.fromkeys([*source.languages, *SITE_LANGUAGES]))
        names = name_fields(self.languages)
        for code in source.languages:
            names[f"name_{code}"].required = True
        self.fields = {**names, **self.fields}
        for field in names.values():
            field.widget.attrs["class"] = "form-control"

    @property
    def name(self) -> dict[str, str]:
        given = self.cleaned_data
        return {code: text for code in self.languages if (text := given[f"name_{code}"])}


def _a_year_on(text: str, source: Forum) -> str:
    """A name with the year after the forum's, on either calendar, where it has the forum's own."""
    first = source.days.first()
    for year in (first.date.year, first.date.year + BUDDHIST_YEARS) if first else ():
        text = re.sub(rf"(?<!\d){year}(?!\d)", str(year + 1), text)
    return text

"""What the forms of the set-up have in common."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any
from zoneinfo import available_timezones

import pycountry
from babel import Locale
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from saphan.engine.sheets.reader import is_zone
from saphan.record.reader import reader_language

SITE_LANGUAGES = [code for code, _name in settings.LANGUAGES]
MODES = [("face_to_face", _("face to face")), ("online", _("online"))]


class SetupForm(forms.Form):
    """A form whose fields look like those of the site, and tell what is wrong with them."""

    required_css_class = "needed"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)


def dress(field: forms.Field) -> None:
    """Give a field's widget the site's look."""
    widget = field.widget
    if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect):
        widget.attrs.setdefault("class", "form-check-input")
    elif isinstance(widget, forms.Select):
        widget.attrs.setdefault("class", "form-select")
    else:
        widget.attrs.setdefault("class", "form-control")


class DateField(forms.DateField):
    """A day, picked from the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)


class TimeField(forms.TimeField):
    """A time by the venue's clock. `24:00` is the end of the day, which is written `00:00`."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})

    def to_python(self, value: Any) -> Any:
        return super().to_python("00:00" if value == "24:00" else value)


class ZoneField(forms.CharField):
    """An IANA time zone, completed by the browser from the list of the page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=64, **kwargs)
        self.widget.attrs |= {"list": "zones", "autocomplete": "off", "spellcheck": "false"}

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).strip().replace(" ", "_")
        if text and not is_zone(text):
            raise ValidationError(
                _("Not a time zone. Choose one of the list, such as Asia/Bangkok.")
            )
        return text


@cache
def zone_names() -> list[str]:
    """Names of the zones of places, as a list to complete from; looking through them takes long."""
    return sorted(name for name in available_timezones() if "/" in name and name[0] in "AEIP")


@lru_cache(maxsize=4)
def _countries(language: str) -> list[tuple[str, str]]:
    names = Locale(language).territories
    found = [(one.alpha_2, str(names.get(one.alpha_2, one.name))) for one in pycountry.countries]
    return sorted(found, key=lambda one: one[1])


def country_choices() -> list[tuple[str, str]]:
    """Every country by its name in the reader's language."""
    return _countries(reader_language())


def language_choices(codes: list[str]) -> list[tuple[str, str]]:
    """Languages by their names in the reader's language."""
    names = Locale(reader_language()).languages
    return [(code, str(names.get(code, code))) for code in codes]


def split(text: str) -> list[str]:
    """The parts of a list that is written with commas, semicolons or lines."""
    parts = text.replace(";", ",").replace("\n", ",").split(",")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))

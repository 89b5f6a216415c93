"""Passwords, and what somebody sets for their own account."""

from __future__ import annotations

from functools import cache
from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from saphan.engine.language import city_in, zones_in_use
from saphan.record.directory.models import User
from saphan.record.reader import reader_language


class _Once:
    """A password is typed once: who mistypes it signs in by link and sets another."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]


class ChangePasswordForm(_Once, allauth.ChangePasswordForm):
    pass


class SetPasswordForm(_Once, allauth.SetPasswordForm):
    pass


class ResetPasswordKeyForm(_Once, allauth.ResetPasswordKeyForm):
    pass


@cache
def _zones(language: str) -> list[tuple[str, str]]:
    """Every place that gives a time zone its name, in the order of the language."""
    named = [(zone, city_in(zone, language)) for zone in sorted(zones_in_use())]
    return sorted(named, key=lambda one: one[1].casefold())


class AccountForm(forms.Form):
    """The language of pages and mail, and the zone of times."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, data: Any = None, *, user: User) -> None:
        language = reader_language()
        initial = {"language": user.language or language, "zone": user.zone or "UTC"}
        super().__init__(data, initial=initial)
        zones = _zones(language)
        known = {zone for zone, _city in zones}
        other = [] if initial["zone"] in known else [(initial["zone"], initial["zone"])]
        self.fields["zone"].choices = [*other, *zones]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

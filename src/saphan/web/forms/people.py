"""What organisers fill in about people."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saphan.record.directory.models import Organisation
from saphan.record.forum.actions import Invitee
from saphan.record.forum.invitees import likely_language
from saphan.record.forum.models import Forum
from saphan.web import choices
from saphan.web.templatetags.saphan import language_name

from .registration import dress

TRUSTED = _("Takes part at once after answering, without approval")


def _countries(forum: Forum, allowed: frozenset[str] | None) -> list[tuple[str, Any]]:
    """The countries to choose from: none needed for who looks after all of them."""
    found = [one for one in choices.countries(forum) if allowed is None or one[0] in allowed]
    return [("", _("Any")), *found] if allowed is None else list(found)


class InviteForm(forms.Form):
    """One person to invite.

    Args:
        allowed: The countries that the organiser looks after; None for all.
    """

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    country = forms.ChoiceField(label=_("Country of the organisation"), required=False)
    kind = forms.ChoiceField(label=_("Kind of organisation"), required=False)
    language = forms.ChoiceField(label=_("Language of the letter"), required=False)
    trusted = forms.BooleanField(label=TRUSTED, required=False, initial=True)

    def __init__(self, data: Any = None, *, forum: Forum, allowed: frozenset[str] | None) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["country"].choices = _countries(forum, allowed)
        fields["country"].required = allowed is not None
        fields["kind"].choices = [("", _("Any")), *Organisation.Kind.choices]
        fields["language"].choices = [
            ("", _("By the country")),
            *((code, language_name(code)) for code, _own in settings.LANGUAGES),
        ]
        dress(self)

    def invitee(self) -> Invitee:
        given = self.cleaned_data
        return Invitee(
            email=given["email"],
            name=given["name"],
            country=given["country"],
            kind=given["kind"],
            language=given["language"] or likely_language(given["country"]),
        )


class LinkForm(forms.Form):
    """A link to give away.

    Args:
        allowed: The countries that the organiser looks after; None for all.
    """

    label = forms.CharField(
        label=_("Name of the link"),
        help_text=_("For you alone, such as the chamber that spreads it."),
        max_length=120,
    )
    country = forms.ChoiceField(label=_("Country of the organisation"), required=False)
    kind = forms.ChoiceField(label=_("Kind of organisation"), required=False)
    limit = forms.IntegerField(
        label=pgettext_lazy("how many", "Places"),
        help_text=_("Empty for any number."),
        min_value=1,
        required=False,
    )
    expires = forms.DateField(
        label=_("Good until the end of"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    trusted = forms.BooleanField(label=TRUSTED, required=False)

    def __init__(self, data: Any = None, *, forum: Forum, allowed: frozenset[str] | None) -> None:
        super().__init__(data)
        self.forum = forum
        fields: dict[str, Any] = self.fields
        fields["country"].choices = _countries(forum, allowed)
        fields["country"].required = allowed is not None
        fields["kind"].choices = [("", _("Any")), *Organisation.Kind.choices]
        dress(self)

    def clean_expires(self) -> datetime | None:
        day = self.cleaned_data["expires"]
        if day is None:
            return None
        end = datetime.combine(day, time(23, 59, 59), tzinfo=self.forum.zone)
        if end <= timezone.now():
            raise forms.ValidationError(_("Please choose a day that is still to come."))
        return end

"""What delegates fill in about themselves and what their organisation offers and needs."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from saphan.engine.language import city_in, code_name, code_path, suggest_codes, zones_in_use
from saphan.record.directory.models import Listing
from saphan.record.forum.actions import Invitee
from saphan.record.forum.models import Delegate
from saphan.record.meetings.models import Outcome
from saphan.record.reader import reader_language
from saphan.web import choices
from saphan.web.templatetags.saphan import language_name

from .registration import PersonForm, dress

COOPERATION = {
    **{kind: label for kind, label in Outcome.Deal.choices if kind != Outcome.Deal.ELSE},
    "information": _("Exchange of information"),
}
MOST_CODES = 8


@lru_cache(maxsize=8)
def _zones(language: str) -> list[tuple[str, str]]:
    """Every zone that is in use in some country, by the name of its city."""
    named = ((zone, city_in(zone, language)) for zone in zones_in_use())
    return sorted(named, key=lambda one: one[1])


class ProfileForm(PersonForm):
    """A delegate's person and meetings."""

    max_meetings = forms.IntegerField(
        label=_("Most meetings you want"),
        help_text=_("Empty for as many as the forum allows."),
        min_value=1,
        max_value=99,
        required=False,
    )
    zone = forms.ChoiceField(
        label=_("Your time zone"), help_text=_("The city whose clock you live by.")
    )

    def __init__(self, data: Any = None, *, delegate: Delegate) -> None:
        person = delegate.person
        initial = {
            "name": person.name,
            "name_latin": person.name_latin,
            "title": person.title,
            "languages": person.languages,
            "zone": person.zone,
            "modes": delegate.modes,
            "max_meetings": delegate.max_meetings,
        }
        super().__init__(data, initial=initial)
        fields: dict[str, Any] = self.fields
        fields["languages"].choices = choices.languages(delegate.forum, *person.languages)
        near = dict.fromkeys([person.zone, *delegate.forum.zones])
        language = reader_language()
        fields["zone"].choices = [
            *((zone, city_in(zone, language)) for zone in near),
            *(one for one in _zones(language) if one[0] not in near),
        ]
        dress(self)


class ListingForm(forms.Form):
    """One offer or need.

    Args:
        listing: The one to change; None for a new one.
        side: `offer` or `need`.
    """

    title = forms.CharField(
        label=_("In one line"),
        help_text=_("A product, a service, a kind of partner; in your own language."),
        max_length=300,
    )
    text = forms.CharField(
        label=_("More about it"),
        help_text=_("Who it is for, how much, what you have done before."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    cooperation = forms.MultipleChoiceField(
        label=_("Kinds of cooperation"),
        choices=list(COOPERATION.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one kind of cooperation.")},
    )
    isic = forms.MultipleChoiceField(
        label=_("Fields of activity (ISIC)"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, listing: Listing | None = None) -> None:
        initial = (
            {name: getattr(listing, name) for name in ("title", "text", "cooperation", "isic")}
            if listing
            else {}
        )
        super().__init__(data, initial=initial)
        ticked = data.getlist("isic") if data is not None else initial.get("isic", [])
        told = data if data is not None else initial
        text = f"{told.get('title', '')}. {told.get('text', '')}"
        suggested = [one.code for one in suggest_codes(text)]
        codes = [code for code in dict.fromkeys([*ticked, *suggested]) if code_path(code)]
        fields: dict[str, Any] = self.fields
        fields["isic"].choices = [
            (code, code_name(code, reader_language())) for code in codes[: MOST_CODES * 2]
        ]
        dress(self)

    def clean_isic(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["isic"]
        if len(chosen) > MOST_CODES:
            raise forms.ValidationError(_("Please choose fewer: the nearest ones tell most."))
        return chosen


class ColleagueForm(forms.Form):
    """A colleague to invite."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    language = forms.ChoiceField(label=_("Language of the letter"))

    def __init__(self, data: Any = None, *, delegate: Delegate) -> None:
        super().__init__(data, initial={"language": reader_language()})
        self.delegate = delegate
        field: Any = self.fields["language"]
        field.choices = [(code, language_name(code)) for code, _own in settings.LANGUAGES]
        dress(self)

    def invitee(self) -> Invitee:
        organisation = self.delegate.organisation
        return Invitee(
            **self.cleaned_data,
            country=organisation.country,
            kind=organisation.kind,
            organisation=organisation,
        )

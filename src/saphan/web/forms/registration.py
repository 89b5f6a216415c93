"""What somebody says when registering for a forum."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saphan.engine.language import to_latin
from saphan.engine.sheets.forum_sheets import modes_of
from saphan.record.directory.consents import current
from saphan.record.directory.models import Consent, Organisation
from saphan.record.directory.queries import Named, organisations_named
from saphan.record.forum.actions import Answers
from saphan.record.forum.models import Mode, Registration
from saphan.web import choices

NEW = "new"
_LOOKS = {forms.Select: "form-select", forms.CheckboxInput: "form-check-input"}


def dress(form: forms.Form) -> None:
    """Give the fields of a form the look of the site."""
    for field in form.fields.values():
        widget = field.widget
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            continue
        look = next((look for kind, look in _LOOKS.items() if isinstance(widget, kind)), None)
        widget.attrs.setdefault("class", look or "form-control")


def alike(name: str, country: str) -> list[Named]:
    """Organisations that everybody may see and that the name may mean."""
    return organisations_named(name, country=country) if len(name.strip()) > 1 else []


class AddressForm(forms.Form):
    """Where the letter goes by which somebody registers."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": _("Please give a whole e-mail address, such as name@example.org.")
        },
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        dress(self)


class PersonForm(forms.Form):
    """Who takes part, in which languages and how."""

    name = forms.CharField(label=_("Name"), max_length=200)
    name_latin = forms.CharField(
        label=_("Name in Latin letters"),
        help_text=_("As in your passport."),
        max_length=200,
        required=False,
    )
    title = forms.CharField(label=_("Position"), max_length=200, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages you can hold a meeting in"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one language.")},
    )
    modes = forms.MultipleChoiceField(
        label=_("How you take part"),
        choices=Mode,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one way to take part.")},
    )


class RegistrationForm(PersonForm):
    """Organisation, person and consents.

    Args:
        registration: What is known from the invitation.
    """

    org_name = forms.CharField(
        label=_("Name of your organisation"),
        help_text=_("In its own language. What is here already appears while you type."),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    organisation = forms.ChoiceField(
        label=_("Is it one of these?"), required=False, widget=forms.RadioSelect
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    org_name_en = forms.CharField(label=_("Its name in English"), max_length=300, required=False)
    city = forms.CharField(label=_("City"), max_length=120, required=False)
    website = forms.URLField(
        label=_("Website"), max_length=200, required=False, assume_scheme="https"
    )
    about = forms.CharField(
        label=_("What it does, in two or three sentences"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, registration: Registration) -> None:
        forum = registration.forum
        super().__init__(
            data,
            initial={
                "name": registration.name,
                "country": registration.country,
                "kind": registration.kind,
                "modes": Mode.values,
                "languages": [registration.language],
            },
        )
        self.registration = registration
        self.fixed = registration.organisation
        for name, label in _YOURS.items():
            self.fields[name].label = label
        self.fields["name_latin"].help_text = _(
            "As in your passport. Left empty, it is written by rule."
        )
        for name, filled in (("name", "name"), ("title", "organization-title")):
            self.fields[name].widget.attrs["autocomplete"] = filled
        modes = {mode for day in forum.days.all() for mode in modes_of(day.mode)}  # type: ignore[arg-type]
        fields = self.fields
        fields["modes"].choices = [one for one in Mode.choices if not modes or one[0] in modes]  # type: ignore[attr-defined]
        fields["languages"].choices = choices.languages(forum, registration.language)  # type: ignore[attr-defined]
        wanted = (link.country, link.kind) if (link := registration.link) else ("", "")
        allowed = [one for one in choices.countries(forum) if wanted[0] in ("", one[0])]
        kinds = [one for one in Organisation.Kind.choices if wanted[1] in ("", one[0])]
        fields["country"].choices = _optional(allowed)  # type: ignore[attr-defined]
        fields["kind"].choices = _optional(kinds)  # type: ignore[attr-defined]
        for purpose, wording in current().items():
            fields[f"consent_{purpose}"] = forms.BooleanField(
                label=wording.text,
                required=wording.needed,
                error_messages={"required": _("Nobody can take part without this.")},
            )
        if self.fixed is not None:
            for name in ("organisation", "org_name", *_OF_A_NEW_ONE):
                del fields[name]
        else:
            self.found = self._found(data) if data else []
            fields["organisation"].choices = [  # type: ignore[attr-defined]
                *((one.organisation.code, one.organisation.name) for one in self.found),
                (NEW, _("None of these: ours is not here yet")),
            ]
        dress(self)

    def _found(self, data: Any) -> list[Named]:
        return alike(str(data.get("org_name", "")), "")

    @property
    def consents(self) -> list[forms.BoundField]:
        return [self[f"consent_{purpose}"] for purpose in Consent.Purpose.values]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        name = given.get("name", "")
        if name and not given.get("name_latin") and not _is_latin(name):
            given["name_latin"] = to_latin(name)
        if self.fixed is None and "org_name" in given and "organisation" in given:
            self._clean_organisation(given)
        return given

    def _clean_organisation(self, given: dict[str, Any]) -> None:
        same = [one for one in self.found if one.same]
        if not given["organisation"] and same:
            self.add_error(
                "organisation",
                _(
                    "An organisation of such a name is here already. Please choose it, or say that "
                    "yours is another one."
                ),
            )
            return
        if given["organisation"] not in ("", NEW):
            return
        for name in ("country", "kind"):
            if not given.get(name):
                self.add_error(name, _("Please choose one."))

    def answers(self) -> Answers:
        """What was said, once it is valid."""
        given = self.cleaned_data
        chosen = self.fixed or next(
            (
                one.organisation
                for one in getattr(self, "found", ())
                if one.organisation.code == given["organisation"]
            ),
            None,
        )
        country = chosen.country if chosen else given["country"]
        return Answers(
            name=given["name"],
            name_latin=given["name_latin"],
            title=given["title"],
            languages=tuple(given["languages"]),
            modes=tuple(given["modes"]),
            zone=choices.likely_zone(country, self.registration.forum),
            country=country,
            kind=chosen.kind if chosen else given["kind"],
            consents=frozenset(
                purpose for purpose in Consent.Purpose.values if given[f"consent_{purpose}"]
            ),
            language=(get_language() or self.registration.language).split("-")[0],
            organisation=chosen,
            new_organisation={}
            if chosen
            else {
                "name": given["org_name"],
                "name_en": given["org_name_en"],
                "city": given["city"],
                "website": given["website"],
                "about": given["about"],
            },
        )


_YOURS = {
    "name": _("Your name"),
    "name_latin": _("Your name in Latin letters"),
    "title": _("Your position"),
}
_OF_A_NEW_ONE = ("country", "kind", "org_name_en", "city", "website", "about")


def _optional(found: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return found if len(found) == 1 else [("", _("Please choose")), *found]


def _is_latin(name: str) -> bool:
    return all("LATIN" in unicodedata.name(letter, "") for letter in name if letter.isalpha())

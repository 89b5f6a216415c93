"""Correcting a fact: the fields that its kind has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saphan.engine.extraction import TOPICS
from saphan.record.register.models import Fact, Release
from saphan.web.templatetags.register import AGREEMENT_STATES, topic

from .setup.common import country_choices

Kind = Fact.Kind


class CorrectionForm(forms.Form):
    """What a fact is in truth."""

    reason = forms.CharField(label=_("Why? (kept in the history)"), max_length=300, required=False)

    def __init__(self, fact: Fact, data: Any = None) -> None:
        super().__init__(data, initial=fact.value)
        self.fact = fact
        own = _fields(fact.kind)
        for field in (*own.values(), self.fields["reason"]):
            css = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            if not isinstance(field, forms.BooleanField):
                field.widget.attrs["class"] = css
        self.fields = {**own, "reason": self.fields["reason"]}

    def value(self) -> dict[str, Any]:
        """The fact's value with what was entered."""
        entered = {name: self.cleaned_data[name] for name in self.fields if name != "reason"}
        if "day" in entered:
            entered["day"] = entered["day"].isoformat()
        return {**self.fact.value, **entered}


def _fields(kind: str) -> dict[str, forms.Field]:
    name = forms.CharField(label=_("Name"), max_length=300)
    match kind:
        case Kind.COUNTRY:
            return {"country": _country(_("Country"), required=True)}
        case Kind.ORGANISATION:
            return {"name": name, "country": _country(_("Country"))}
        case Kind.PERSON:
            return {
                "name": name,
                "office": forms.CharField(label=_("Office"), max_length=300, required=False),
                "side": _country(_("Acts for")),
            }
        case Kind.TOPIC:
            topics = [(one, topic(one)) for one in TOPICS]
            return {"topic": forms.ChoiceField(label=_("Topic"), choices=topics)}
        case Kind.PROMISE:
            return {
                "text": forms.CharField(
                    label=_("Promise"), max_length=1000, widget=forms.Textarea({"rows": 4})
                ),
                "who": forms.CharField(label=_("Who"), max_length=300, required=False),
                "due": _when(_("Until when")),
            }
        case Kind.EVENT:
            return {
                "name": name,
                "when": _when(_("When")),
                "future": forms.BooleanField(
                    label=_("Still to come when this was published"), required=False
                ),
            }
        case Kind.AGREEMENT:
            states = forms.ChoiceField(label=_("State"), choices=list(AGREEMENT_STATES.items()))
            return {"name": name, "state": states}
        case Kind.EVENT_DATE:
            day = forms.DateField(
                label=_("Day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
            )
            return {"day": day}
    kinds = forms.ChoiceField(label=_("Kind of event"), choices=Release.EventKind.choices)
    return {"kind": kinds}


def _when(label: Any) -> forms.RegexField:
    return forms.RegexField(
        r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
        label=label,
        required=False,
        help_text=_("A year, a month or a day of the Common Era: 2027, 2027-02 or 2027-02-17"),
    )


def _country(label: Any, *, required: bool = False) -> forms.ChoiceField:
    known = country_choices()
    choices = known if required else [("", "–"), *known]
    return forms.ChoiceField(label=label, choices=choices, required=required)

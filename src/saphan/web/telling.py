"""The form in which a delegate tells of one meeting."""

from __future__ import annotations

from typing import Any

from babel import Locale
from babel.numbers import get_territory_currencies
from django import forms
from django.utils.translation import gettext_lazy as _

from saphan.record.forum.models import Delegate
from saphan.record.holding import still_here
from saphan.record.meetings.actions import TOLD
from saphan.record.meetings.models import TELLING_WORDS, Came, Outcome
from saphan.record.meetings.queries import OwnMeeting
from saphan.record.reader import reader_language
from saphan.web.report.tables import rating_names

EVERYWHERE = ("USD", "EUR", "CNY")


def currencies(countries: list[str]) -> list[tuple[str, str]]:
    """Currencies in use with their names: those of the forum's countries first, then the large
    ones, then all others."""
    names = Locale(reader_language()).currencies
    territories = [str(code) for code in Locale("en").territories if len(str(code)) == 2]
    now = {code for territory in territories for code in get_territory_currencies(territory)}
    own = [code for country in countries for code in get_territory_currencies(country)]
    order = dict.fromkeys([*own, *EVERYWHERE, *sorted(now)])
    return [(code, f"{code} – {names.get(code, code)}") for code in order]


class TellingForm(forms.Form):
    """How a meeting was, and what comes of it.

    Args:
        own: The meeting as the reader's organisation sees it; what was told fills the form.
        delegate: The reader. Who had no seat tells only what comes of the meeting.
    """

    came = forms.ChoiceField(
        label=_("Was it held?"),
        choices=Came,
        required=False,
        widget=forms.RadioSelect,
    )
    rating = forms.TypedChoiceField(
        label=_("How was it?"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In a few words"),
        help_text=_("Seen by your own people and the organisers."),
        max_length=TELLING_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    next_step = forms.ChoiceField(label=_("Next step"), required=False)
    deal = forms.ChoiceField(label=_("Kind of deal"), required=False)
    value = forms.DecimalField(
        label=_("Expected value"),
        min_value=0,
        max_digits=16,
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    follow_up = forms.DateField(
        label=_("Follow-up on"),
        help_text=_("You are reminded by e-mail on that day."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    owner = forms.ModelChoiceField(
        label=_("Who sees to it"),
        queryset=Delegate.objects.none(),
        required=False,
        empty_label=_("Whoever was there"),
    )
    note = forms.CharField(
        label=_("Private note"),
        help_text=_("Seen by your own people alone, not by the organisers."),
        max_length=TELLING_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    state = forms.ChoiceField(
        label=_("State of the follow-up"), choices=Outcome.State, required=False
    )

    def __init__(self, data: Any = None, *, own: OwnMeeting, delegate: Delegate) -> None:
        super().__init__(data, initial=_told(own), auto_id="tell-%s")
        choices: dict[str, list[tuple[Any, Any]]] = {
            "rating": list(rating_names().items()),
            "next_step": [("", _("Not known yet")), *Outcome.NextStep.choices],
            "deal": [("", _("Not known yet")), *Outcome.Deal.choices],
            "currency": [("", "–"), *currencies(delegate.forum.countries)],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
        owner = self.fields["owner"]
        owner.queryset = delegate.forum.delegates.filter(  # type: ignore[attr-defined]
            still_here(), organisation=delegate.organisation_id
        ).select_related("person", "organisation")
        owner.label_from_instance = lambda one: one.person.name  # type: ignore[attr-defined]
        if not own.seated:
            for name in ("came", "rating", "words"):
                del self.fields[name]
        for field in self.fields.values():
            if not isinstance(field.widget, forms.RadioSelect):
                look = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
                field.widget.attrs["class"] = look

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("rating") and not given.get("came"):
            given["came"] = Came.HELD
        if given.get("came") and given["came"] != Came.HELD:
            given["rating"] = None
        if (given.get("rating") or given.get("words")) and not given.get("came"):
            self.add_error("came", _("Please say whether the meeting was held."))
        if given.get("value") is not None and not given.get("currency"):
            self.add_error("currency", _("Please choose the currency of the expected value."))
        if given.get("value") is None:
            given["currency"] = ""
        told = ("deal", "value", "follow_up", "owner", "note")
        if not given.get("next_step") and any(given.get(one) not in (None, "") for one in told):
            self.add_error("next_step", _("Please choose the next step."))
        return given

    @property
    def told(self) -> dict[str, Any]:
        """What is told of the outcome; nothing where no next step is chosen."""
        if not self.cleaned_data.get("next_step"):
            return {}
        told = {name: self.cleaned_data[name] for name in TOLD}
        return told if told["state"] else {k: v for k, v in told.items() if k != "state"}


def _told(own: OwnMeeting) -> dict[str, Any]:
    """What was told so far, as the form's fields."""
    told: dict[str, Any] = {}
    if own.feedback is not None:
        told |= {name: getattr(own.feedback, name) for name in ("came", "rating", "words")}
    if own.outcome is not None:
        told |= {name: getattr(own.outcome, name) for name in TOLD}
    return told

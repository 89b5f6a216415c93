"""Tables, online rooms, the way between halls and where online meetings take place."""

from __future__ import annotations

import itertools
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saphan.record.forum.links import SAMPLE
from saphan.record.forum.models import Mode, Place

from .common import SetupForm

URL_INPUT = {"inputmode": "url", "spellcheck": "false", "autocomplete": "off"}


class PlacesForm(SetupForm):
    """Many places at once."""

    mode = forms.ChoiceField(
        label=_("Kind"), choices=[("face_to_face", _("Tables")), ("online", _("Online rooms"))]
    )
    number = forms.IntegerField(label=_("How many"), min_value=1, max_value=200, initial=20)
    name = forms.CharField(
        label=_("What each is called"),
        max_length=60,
        help_text=_("Numbers are put behind it: Table 1, Table 2."),
    )
    hall = forms.CharField(
        label=_("Hall"), max_length=120, required=False, help_text=_("Of tables: where they stand.")
    )


class PlaceForm(SetupForm):
    """One place: a table stands in a hall, an online room may have an address of its own."""

    name = forms.CharField(label=_("Name"), max_length=120)
    hall = forms.CharField(label=_("Hall"), max_length=120, required=False)
    address = forms.CharField(
        label=_("Address of this room"),
        max_length=300,
        required=False,
        help_text=_(
            "Where all meetings of this room are, instead of the address of each meeting. Only "
            "those who meet there see it."
        ),
    )

    def __init__(self, data: Any = None, *, place: Place) -> None:
        shown = {"name": place.name, "hall": place.hall, "address": place.address}
        super().__init__(data, initial=shown)
        self.fields["address"].widget.attrs |= URL_INPUT
        del self.fields["hall" if place.mode == Mode.ONLINE else "address"]


class JoinForm(SetupForm):
    """Where online meetings take place."""

    join_template = forms.CharField(
        label=_("Address of each online meeting"),
        max_length=300,
        required=False,
        help_text=_(
            "{meeting} becomes a name of its own for each meeting, {forum} the code. Any provider "
            "whose rooms have addresses will do. Leave empty where there is none."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["join_template"].widget.attrs |= URL_INPUT | {"placeholder": SAMPLE}


class TravelForm(SetupForm):
    """Minutes between each two halls."""

    def __init__(
        self, data: Any = None, *, halls: list[str], known: dict[tuple[str, str], int]
    ) -> None:
        super().__init__(data)
        self.pairs = list(itertools.combinations(halls, 2))
        for number, (one, other) in enumerate(self.pairs):
            self.fields[f"way_{number}"] = forms.IntegerField(
                label=gettext("%(one)s – %(other)s") % {"one": one, "other": other},
                min_value=0,
                max_value=24 * 60,
                required=False,
                initial=known.get((one, other)) or known.get((other, one)),
                widget=forms.NumberInput(attrs={"class": "form-control"}),
            )

    def ways(self) -> list[tuple[str, str, int]]:
        """What was filled in: two halls each, and the minutes between them."""
        given = self.cleaned_data
        return [(*pair, given[f"way_{n}"] or 0) for n, pair in enumerate(self.pairs)]

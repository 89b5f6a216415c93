"""Items of the agenda."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saphan.engine.sheets.grid import ends_later
from saphan.record.forum.models import AgendaItem, Forum

from .common import DateField, SetupForm, TimeField, dress, language_choices


class AgendaForm(SetupForm):
    """One item, its times by the venue's clock."""

    kind = forms.ChoiceField(label=_("Kind"), choices=AgendaItem.Kind.choices)
    date = DateField(label=_("Day"))
    start = TimeField(label=_("From"))
    end = TimeField(label=_("To"))
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    for_all = forms.BooleanField(
        label=_("For all"), required=False, help_text=_("Nobody has a meeting meanwhile.")
    )

    def __init__(self, data: Any = None, *, forum: Forum, item: AgendaItem | None) -> None:
        self.forum = forum
        first = forum.days.first()
        shown: dict[str, Any] = {"date": first.date if first else None, "for_all": True}
        if item is not None:
            start, end = item.start.astimezone(forum.zone), item.end.astimezone(forum.zone)
            shown = {
                "kind": item.kind,
                "date": start.date(),
                "start": start.time(),
                "end": end.time(),
                "place": item.place,
                "for_all": item.for_all,
                **{f"title_{code}": text for code, text in item.titles.items()},
            }
        super().__init__(data, initial=shown)
        self.languages = list(
            dict.fromkeys([*forum.languages, *(item.titles if item is not None else ())])
        )
        titles: dict[str, forms.Field] = {
            f"title_{code}": forms.CharField(
                label=gettext("Title (%(language)s)") % {"language": name},
                max_length=200,
                required=code in forum.languages,
                widget=forms.TextInput(attrs={"lang": code}),
            )
            for code, name in language_choices(self.languages)
        }
        for field in titles.values():
            dress(field)
        self.fields = {**titles, **self.fields}

    @property
    def titles(self) -> list[Any]:
        return [self[f"title_{code}"] for code in self.languages]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        start, end = given.get("start"), given.get("end")
        if start and end and not ends_later(start, end):
            self.add_error("end", _("It ends after it starts."))
        return given

    def columns(self) -> dict[str, Any]:
        """What was filled in, as the action takes it."""
        given = self.cleaned_data
        zone = self.forum.zone
        start = datetime.combine(given["date"], given["start"], zone)
        late = timedelta(days=1) if given["end"] == time(0) else timedelta()
        return {
            "kind": given["kind"],
            "titles": {code: text for code in self.languages if (text := given[f"title_{code}"])},
            "start": start,
            "end": datetime.combine(given["date"] + late, given["end"], zone),
            "place": given["place"],
            "for_all": given["for_all"],
        }

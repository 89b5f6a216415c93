"""Days, their sessions and breaks."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from saphan.engine.sheets.forum_sheets import SessionRow
from saphan.engine.sheets.grid import cut_by_breaks, ends_later, span
from saphan.engine.sheets.reader import parse_time
from saphan.record.forum.models import Day, DayMode

from .common import DateField, SetupForm, TimeField, split

MOST_DAYS = 31


class DayForm(SetupForm):
    """One day, or days of the same hours on end.

    Args:
        one: Whether it is about a day that is there, whose date stays.
    """

    first = DateField(label=_("First day"))
    last = DateField(
        label=_("Last day"), required=False, help_text=_("Leave empty for a single day.")
    )
    mode = forms.ChoiceField(label=_("How people meet"), choices=DayMode.choices)
    city = forms.CharField(label=_("City"), max_length=120, required=False)

    def __init__(self, data: Any = None, *, one: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if one:
            del self.fields["first"], self.fields["last"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day is not before the first."))
        elif first and last and (last - first).days >= MOST_DAYS:
            self.add_error("last", _("Add a month at most at once."))
        return given

    def dates(self) -> list[date]:
        first: date = self.cleaned_data["first"]
        last: date = self.cleaned_data["last"] or first
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]


class SessionForm(SetupForm):
    """Hours in which slots follow each other; a row without a beginning is none."""

    name = forms.CharField(label=_("Session"), max_length=60, required=False)
    start = TimeField(label=_("From"), required=False)
    end = TimeField(label=_("To"), required=False)
    minutes = forms.IntegerField(
        label=_("Minutes a meeting"), min_value=5, max_value=480, initial=25
    )
    gap = forms.IntegerField(label=_("Minutes between"), min_value=0, max_value=240, initial=5)
    breaks = forms.CharField(
        label=_("Breaks"), max_length=100, required=False, help_text=_("Such as 10:30–10:45")
    )

    def clean_breaks(self) -> list[tuple[time, time]]:
        found = []
        for part in split(self.cleaned_data["breaks"]):
            start, _dash, end = part.replace("–", "-").replace("—", "-").partition("-")
            one, other = parse_time(start), parse_time("0:00" if end.strip() == "24:00" else end)
            if one is None or other is None or not ends_later(one, other):
                raise ValidationError(
                    _("Write each break as 10:30–10:45, with commas between several.")
                )
            found.append((one, other))
        return found

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        start, end = given.get("start"), given.get("end")
        if (start is None) != (end is None) and not self.errors:
            self.add_error("end" if end is None else "start", _("A session has both times."))
        elif start and end and not ends_later(start, end):
            self.add_error("end", _("A session ends after it starts, by midnight."))
        return given

    def sessions(self) -> tuple[SessionRow, ...]:
        given = self.cleaned_data
        if given.get("start") is None:
            return ()
        return cut_by_breaks(
            given["name"],
            given["start"],
            given["end"],
            given["minutes"],
            given["gap"],
            given["breaks"],
        )


class BaseSessionForms(BaseFormSet):
    """The sessions of a day."""

    def sessions(self) -> tuple[SessionRow, ...]:
        """What was filled in, each session cut by its breaks."""
        return tuple(row for form in self.forms for row in form.sessions())


SessionForms = formset_factory(SessionForm, formset=BaseSessionForms, extra=0, max_num=20)


def sessions_shown(day: Day | None) -> list[dict[str, Any]]:
    """The sessions of a day as rows of the form, with room for one more; else a usual day."""
    if day is None:
        usual = [(_("Morning"), "09:30", "12:00"), (_("Afternoon"), "13:30", "16:30")]
        return [
            *({"name": str(name), "start": start, "end": end} for name, start, end in usual),
            {},
        ]
    rows: list[dict[str, Any]] = []
    for row in (SessionRow(**one) for one in day.sessions):
        start, end = span(row)
        rows.append(
            {
                "name": row.name,
                "start": start,
                "end": "00:00" if end == "24:00" else end,
                "minutes": row.minutes,
                "gap": row.gap,
            }
        )
    last = day.sessions[-1] if day.sessions else {"minutes": 25, "gap": 5}
    return [*rows, {"minutes": last["minutes"], "gap": last["gap"]}]

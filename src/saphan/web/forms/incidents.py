"""What an organiser reports on the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saphan.engine.language import city_in, day_in
from saphan.record.forum.models import Delegate, Forum, Interpreter, Slot
from saphan.record.meetings.actions import Report
from saphan.record.meetings.models import Incident
from saphan.record.meetings.queries import meant_by
from saphan.record.reader import reader_language

from .whom import PersonField

DAY, END = "day", "end"
"""Until when, other than until a slot: the end of that day, that of the forum."""
NAMED = 4
"""How many people are named where several are meant."""


class IncidentForm(forms.Form):
    """Who or what is missing, and from when until when.

    Args:
        data: What was filled in.
        forum: The forum.
        initial: What stands in it at first.
    """

    kind = forms.ChoiceField(
        label=gettext_lazy("What has happened?"),
        choices=Incident.Kind.choices,
        widget=forms.RadioSelect,
    )
    who = PersonField(
        label=gettext_lazy("Who?"),
        required=False,
        help_text=gettext_lazy("Name, organisation, code or e-mail address."),
    )
    place = forms.ChoiceField(label=gettext_lazy("Which one?"), required=False)
    start = forms.ChoiceField(label=gettext_lazy("From"), required=False)
    until = forms.ChoiceField(label=gettext_lazy("Until"), required=False)

    def __init__(self, data: Any, *, forum: Forum, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="incident-%s")
        self.forum = forum
        self.now = timezone.now()
        rows = forum.slots.select_related("day").filter(end__gt=self.now).order_by("start")
        self.slots: dict[str, Slot] = {str(slot.pk): slot for slot in rows}
        self.places = {str(one.pk): one for one in forum.places.order_by("mode", "code")}
        place_names = [
            (key, f"{one.name}, {one.hall}" if one.hall else one.name)
            for key, one in self.places.items()
        ]
        begin, rest = [("", _("now"))], [(DAY, _("the end of that day")), (END, _("the end"))]
        self.fields["who"].of(forum)  # type: ignore[attr-defined]
        self._choose("place", [("", "–"), *place_names])
        self._choose("start", [*begin, *self._times(self.slots.values())])
        self._choose("until", [*rest, *self._times(self.slots.values())])
        self.fields["start"].help_text = _("By the clocks of %(city)s.") % {
            "city": city_in(forum.timezone, reader_language())
        }

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields[name].widget.attrs["class"] = "form-select"

    def _times(self, slots: Iterable[Slot]) -> list[Any]:
        zone, language = self.forum.zone, reader_language()
        return [
            (day_in(day, language), [(str(s.pk), f"{s.start.astimezone(zone):%H:%M}") for s in own])
            for day, own in groupby(slots, key=lambda slot: slot.day.date)
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        kind = given.get("kind")
        if kind is None or self.errors:
            return given
        name = "place" if kind == Incident.Kind.PLACE else "who"
        of = self.places.get(given["place"]) if name == "place" else self._who(given["who"])
        if of is None:
            if not self.errors:
                self.add_error(name, _("Choose who or what is missing."))
            return given
        if kind == Incident.Kind.ONLINE and isinstance(of, Interpreter):
            self.add_error("who", _("Report an interpreter who cannot be there as not coming."))
            return given
        if not self.slots:
            self.add_error("start", _("The forum is over."))
            return given
        from_slot = self.slots.get(given["start"])
        start = from_slot.start if from_slot else self.now
        until = None if kind == Incident.Kind.ONLINE else self._until(given["until"], from_slot)
        if kind == Incident.Kind.LATE and given["until"] not in self.slots:
            self.add_error("until", _("Choose when they come."))
        elif until is not None and until <= start:
            self.add_error("until", _("That is before it begins."))
        else:
            given["report"] = Report(kind, of, start, until)
        return given

    def _who(self, typed: str) -> Delegate | Interpreter | None:
        found = meant_by(self.forum, typed, interpreters=True)
        if len(found) > 1:
            names = ", ".join(one.text for one in found[:NAMED])
            more = " …" if len(found) > NAMED else ""
            self.add_error("who", _("Which of them? %(names)s") % {"names": names + more})
        elif typed and not found:
            self.add_error("who", _("Nobody here has this code, address or name."))
        return found[0].one if len(found) == 1 else None

    def _until(self, given: str, from_slot: Slot | None) -> datetime | None:
        if given in self.slots:
            return self.slots[given].start
        if given == END:
            return None
        first = from_slot or next(iter(self.slots.values()))
        return max(slot.end for slot in self.slots.values() if slot.day_id == first.day_id)

    @property
    def report(self) -> Report:
        """What was reported; of a valid form."""
        found: Report = self.cleaned_data["report"]
        return found

"""Who may ask whom, how many meetings, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saphan.engine.sheets.forum_sheets import DEADLINES
from saphan.record.directory.models import Organisation
from saphan.record.forum.actions import ForumRules
from saphan.record.forum.models import Asking, Forum

from .common import SetupForm

FAIRNESS = [("", _("does not count")), *((str(n), str(n)) for n in range(6))]


class MomentField(forms.DateTimeField):
    """A moment by the venue's clock."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label, required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        )


@dataclass(frozen=True)
class Cell:
    """Whether organisations of one country and kind may ask those of another."""

    value: str
    checked: bool
    label: str


@dataclass(frozen=True)
class Matrix:
    """Who of one country may ask whom of another: a row for each kind that asks."""

    asking: str
    asked: str
    rows: list[tuple[Any, list[Cell]]]


class RulesForm(SetupForm):
    """The rules of a forum; moments are by the venue's clock."""

    asking = forms.ChoiceField(
        label=_("How meetings come about"), choices=Asking.choices, widget=forms.RadioSelect
    )
    cross_border = forms.BooleanField(
        label=_("A meeting joins two countries"),
        required=False,
        help_text=_("Nobody meets organisations of the own country."),
    )
    limited = forms.ChoiceField(
        label=_("Who may ask whom"),
        choices=[("", _("everybody may ask everybody")), ("yes", _("only those marked below"))],
        required=False,
        widget=forms.RadioSelect,
    )
    max_meetings = forms.IntegerField(
        label=_("Most meetings a delegate"), min_value=1, max_value=200, required=False
    )
    min_meetings = forms.IntegerField(
        label=_("Meetings guaranteed to each"),
        min_value=0,
        max_value=200,
        required=False,
        help_text=_("As far as that many are agreed."),
    )
    max_breaks = forms.IntegerField(
        label=_("Most breaks a delegate"),
        min_value=0,
        max_value=200,
        required=False,
        help_text=_("A break is idle time between two meetings of a day."),
    )
    fairness = forms.ChoiceField(
        label=_("Largest difference of breaks between two delegates"),
        choices=FAIRNESS,
        required=False,
    )
    registration_closes = MomentField(_("Registration closes"))
    profiles_close = MomentField(_("Offers and needs close"))
    requests_close = MomentField(_("Requests close"))
    answers_close = MomentField(_("Answers close"))

    def __init__(self, data: Any = None, *, forum: Forum) -> None:
        self.forum = forum
        super().__init__(data, initial=self._shown(forum))
        self.marked: set[str] = (
            set(data.getlist("ask"))
            if data is not None
            else {f"{one}>{other}" for one, others in forum.may_ask.items() for other in others}
        )

    @staticmethod
    def _shown(forum: Forum) -> dict[str, Any]:
        moments = {name: getattr(forum, name) for name in DEADLINES}
        return {
            "asking": forum.asking,
            "cross_border": forum.cross_border,
            "limited": "yes" if forum.may_ask else "",
            "max_meetings": forum.max_meetings,
            "min_meetings": forum.min_meetings or None,
            "max_breaks": forum.max_breaks,
            "fairness": "" if forum.fairness is None else str(forum.fairness),
            **{
                name: moment and moment.astimezone(forum.zone).replace(tzinfo=None)
                for name, moment in moments.items()
            },
        }

    def deadlines(self) -> list[Any]:
        """The fields of the deadlines, in the order in which they come."""
        return [
            self[name]
            for name in ("registration_closes", "profiles_close", "requests_close", "answers_close")
        ]

    def numbers(self) -> list[Any]:
        """The fields that count."""
        return [self[name] for name in ("max_meetings", "min_meetings", "max_breaks", "fairness")]

    def matrices(self) -> list[Matrix]:
        """Boxes for each two countries, those of one country among them."""
        kinds = Organisation.Kind.choices
        found = []
        for asking in self.forum.countries:
            others = [one for one in self.forum.countries if one != asking]
            for asked in (*others, asking):
                rows = []
                for kind, label in kinds:
                    values = [f"{asking}:{kind}>{asked}:{other}" for other, _label in kinds]
                    rows.append(
                        (
                            label,
                            [
                                Cell(
                                    value,
                                    value in self.marked or not self.marked,
                                    f"{label} → {name}",
                                )
                                for value, (_kind, name) in zip(values, kinds, strict=True)
                            ],
                        )
                    )
                found.append(Matrix(asking, asked, rows))
        return found

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in DEADLINES:
            moment: datetime | None = given.get(name)
            if moment is not None:
                given[name] = moment.replace(tzinfo=self.forum.zone)
        allowed = {
            cell.value for one in self.matrices() for _label, row in one.rows for cell in row
        }
        self.marked &= allowed
        if given.get("limited") and not self.marked:
            self.add_error(
                "limited", _("Mark somebody who may ask somebody, or let everybody ask.")
            )
        return given

    def rules(self) -> ForumRules:
        """What was filled in."""
        given = self.cleaned_data
        may_ask: dict[str, list[str]] = {}
        for value in sorted(self.marked) if given["limited"] else ():
            one, _arrow, other = value.partition(">")
            may_ask.setdefault(one, []).append(other)
        return ForumRules(
            given["asking"],
            may_ask,
            given["cross_border"],
            given["max_meetings"],
            given["min_meetings"] or 0,
            given["max_breaks"],
            int(given["fairness"]) if given["fairness"] else None,
            {name: given[name] for name in DEADLINES},
        )

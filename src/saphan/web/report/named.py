"""Meetings and what was told of them, one row each, with the names that a reader may see."""

from __future__ import annotations

from django.utils.translation import gettext as _

from saphan.record.directory.models import Organisation
from saphan.record.forum.models import Delegate, Forum
from saphan.record.forum.rules import Visitor
from saphan.record.meetings.models import Meeting, Outcome
from saphan.record.meetings.queries import (
    HELD,
    NO_SHOW,
    languages_of,
    named_feedback,
    named_meetings,
    named_outcomes,
    own_meetings,
    partners_met,
    seen_by,
)
from saphan.web.templatetags.saphan import country

from .tables import Cell, Table, languages_name, mode_name, rating_names


def standing_name(standing: str) -> str:
    """What people call a meeting's standing."""
    return {HELD: _("held"), NO_SHOW: _("no-show")}.get(standing, _("not told"))


def named_tables(forum: Forum, reader: Visitor) -> list[Table]:
    """Meetings, feedback and outcomes; none for whom the report names nobody.

    Where the reader may see the one side of a meeting only, the other is told by its country.
    Notes of outcomes are the organisations' own and stand nowhere.
    """
    seen = seen_by(reader, forum)
    if not seen:
        return []
    return [_meetings(forum, seen), _feedback(forum, seen), _outcomes(forum, seen)]


def _meetings(forum: Forum, seen: frozenset[int]) -> Table:
    return Table(
        "meetings",
        _("Meetings"),
        [
            _("Start"),
            _("Mode"),
            _("Place"),
            _("Sides"),
            _("Language"),
            _("Interpreter"),
            _("State"),
        ],
        [
            [
                meeting.start.astimezone(forum.zone),
                mode_name(meeting.place.mode),
                meeting.place.name,
                sides_text(meeting, seen),
                languages_name(languages_of(meeting, forum)),
                meeting.interpreter.code if meeting.interpreter else None,
                standing_name(meeting.standing),  # type: ignore[attr-defined]
            ]
            for meeting in named_meetings(forum, seen)
        ],
    )


def sides_text(meeting: Meeting, seen: frozenset[int]) -> str:
    """The organisations of a meeting; those that the reader may not see by their country."""
    found: dict[int, Organisation] = {}
    for seat in meeting.seats.all():
        found.setdefault(seat.delegate.organisation_id, seat.delegate.organisation)
    return " – ".join(
        one.name if one.pk in seen else country(one.country) for one in found.values()
    )


def _feedback(forum: Forum, seen: frozenset[int]) -> Table:
    names = rating_names()
    rows: list[list[Cell]] = [
        [
            one.delegate.organisation.name,
            country(one.delegate.organisation.country),
            one.delegate.person.name,
            one.get_came_display(),
            names[one.rating] if one.rating else None,
            one.words,
            one.changed_at.astimezone(forum.zone),
        ]
        for one in named_feedback(forum, seen)
    ]
    columns = [
        _("Organisation"),
        _("Country"),
        _("Delegate"),
        _("Was it held?"),
        _("Rating"),
        _("In a few words"),
        _("Told"),
    ]
    return Table("feedback", _("Feedback"), columns, rows)


def _outcomes(forum: Forum, seen: frozenset[int]) -> Table:
    rows = [
        [
            one.organisation.name,
            country(one.organisation.country),
            *outcome_cells(one),
            one.changed_at.astimezone(forum.zone),
        ]
        for one in named_outcomes(forum, seen)
    ]
    columns = [_("Organisation"), _("Country"), *outcome_columns(), _("Told")]
    return Table("outcomes", _("Outcomes"), columns, rows)


def outcome_columns() -> list[str]:
    """The columns of `outcome_cells`."""
    return [
        _("Next step"),
        _("Kind of deal"),
        _("Expected value"),
        _("Currency"),
        _("Follow-up on"),
        _("Who sees to it"),
        _("State"),
    ]


def outcome_cells(outcome: Outcome | None) -> list[Cell]:
    """What an outcome says, but for its note; empty where nothing is told."""
    if outcome is None:
        return [None] * 7
    return [
        outcome.get_next_step_display(),
        outcome.get_deal_display(),
        outcome.value,
        outcome.currency,
        outcome.follow_up,
        outcome.owner.person.name if outcome.owner else None,
        outcome.get_state_display(),
    ]


def own_table(delegate: Delegate) -> Table:
    """The meetings of a delegate's organisation and what came of them, with its own notes."""
    forum = delegate.forum
    rows = [
        [
            partner.organisation.name,
            country(partner.organisation.country),
            one.meeting.start.astimezone(forum.zone),
            mode_name(one.meeting.place.mode),
            ", ".join(person.person.name for person in one.ours),
            standing_name(one.standing),
            one.rating,
            "; ".join(said.words for said in one.said if said.words),
            *outcome_cells(one.outcome),
            one.outcome.note if one.outcome else None,
        ]
        for partner in partners_met(own_meetings(delegate))
        for one in partner.meetings
    ]
    columns = [
        _("Organisation"),
        _("Country"),
        _("Start"),
        _("Mode"),
        _("Our people"),
        _("State of the meeting"),
        _("Our rating"),
        _("In a few words"),
        *outcome_columns(),
        _("Private note"),
    ]
    return Table("own", _("Your meetings and what came of them"), columns, rows)

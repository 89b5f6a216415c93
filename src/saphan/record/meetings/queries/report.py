"""The figures of a forum, without a word of any language: pages and papers put them in words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from statistics import mean

from django.db.models import Count, Max, Min
from django.utils import timezone

from saphan.engine.language.isic import code_path
from saphan.record.directory.models import Organisation
from saphan.record.forum.models import Forum, Mode
from saphan.record.forum.rules import Duty, Visitor, may

from ..models import Came, Feedback, Meeting, Outcome, Request
from .after import HELD, NO_SHOW, UNTOLD, meetings_with_standing
from .board import breaks_of
from .timetables import with_people

UNKNOWN = ""
"""Stands for a sector, kind or date that nobody has said."""


@dataclass(frozen=True)
class Figures:
    """A forum in numbers.

    Attributes:
        asked, accepted, declined, withdrawn: Requests by their state now.
        breaks: Idle slots between two meetings of one delegate on one day, all delegates together.
        rating: Mean of all ratings; None when there is none.
        told: Delegates with a seat who gave feedback of at least one meeting.
        seated: Delegates with a seat.
        overdue: Open follow-ups whose date has passed; they are among `open`.
    """

    organisations: int
    delegates: int
    requests: int
    asked: int
    accepted: int
    declined: int
    withdrawn: int
    meetings: int
    held: int
    no_shows: int
    untold: int
    breaks: int
    on_the_spot: int
    online: int
    interpreted: int
    rating: float | None
    ratings: int
    told: int
    seated: int
    outcomes: int
    open: int
    overdue: int
    done: int
    dropped: int


@dataclass(frozen=True)
class DayLine:
    """What was asked, and what was agreed, on one day in the forum's zone."""

    day: date
    requests: int
    accepted: int


@dataclass(frozen=True)
class CountryLine:
    """One side of the forum. A meeting counts for each country that has a seat in it.

    Attributes:
        missed: Meetings to which, as either side says, this one did not come.
    """

    country: str
    organisations: int
    delegates: int
    sent: int
    received: int
    meetings: int
    held: int
    missed: int
    rating: float | None
    outcomes: int
    open: int
    done: int


@dataclass(frozen=True)
class MeetingLine:
    """The meetings that have something in common: a mode, or the language they were in."""

    of: tuple[str, ...]
    meetings: int
    held: int
    no_shows: int
    rating: float | None


@dataclass(frozen=True)
class OutcomeLine:
    """The outcomes that have something in common."""

    of: str
    outcomes: int
    open: int
    done: int
    dropped: int


@dataclass(frozen=True)
class ValueLine:
    """What one country expects in one currency. Both sides of a deal may tell of it, so that
    values of two countries are never added up, nor those of two currencies."""

    country: str
    currency: str
    outcomes: int
    value: Decimal


@dataclass(frozen=True)
class Report:
    """All figures of a forum.

    Attributes:
        languages: By the language all seats share; by the two languages of the sides where an
            interpreter stood between them; by nothing where neither is known.
        interpreters: Meetings by the code of the interpreter.
        earlier: The forum it is compared with, and its figures.
    """

    forum: Forum
    figures: Figures
    days: list[DayLine]
    countries: list[CountryLine]
    ratings: dict[int, int]
    modes: list[MeetingLine]
    languages: list[MeetingLine]
    interpreters: dict[str, int]
    steps: list[OutcomeLine]
    deals: list[OutcomeLine]
    sectors: list[OutcomeLine]
    outcomes_by_country: list[OutcomeLine]
    values: list[ValueLine]
    earlier: Forum | None = None
    earlier_figures: Figures | None = None


@dataclass
class _Read:
    """What the figures are counted from."""

    forum: Forum
    meetings: list[Meeting]
    feedback: dict[int, list[Feedback]] = field(default_factory=lambda: defaultdict(list))
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def said(self) -> list[Feedback]:
        return [one for meeting in self.meetings for one in self.feedback[meeting.request_id]]


def report(forum: Forum, reader: Visitor = None) -> Report:
    """Count a forum.

    Args:
        forum: The forum.
        reader: Compared with an earlier forum if there is one whose report this reader may see.
    """
    read = _read(forum)
    earlier = earlier_forum(forum, reader)
    return Report(
        forum=forum,
        figures=_figures(read),
        days=_days(forum),
        countries=_countries(read),
        ratings=_ratings(read.said),
        modes=_modes(read),
        languages=_languages(read),
        interpreters=dict(
            sorted(Counter(m.interpreter.code for m in read.meetings if m.interpreter).items())
        ),
        steps=_outcome_lines(read.outcomes, "next_step", Outcome.NextStep.values),
        deals=_outcome_lines(read.outcomes, "deal", Outcome.Deal.values),
        sectors=_lines_by((sector_of(one.organisation), one) for one in read.outcomes),
        outcomes_by_country=_lines_by((one.organisation.country, one) for one in read.outcomes),
        values=_values(read.outcomes),
        earlier=earlier,
        earlier_figures=_figures(_read(earlier)) if earlier else None,
    )


def earlier_forum(forum: Forum, reader: Visitor) -> Forum | None:
    """The newest forum over before this one began whose report the reader may see too."""
    begins = forum.days.aggregate(first=Min("date"))["first"]
    if begins is None:
        return None
    before = (
        Forum.objects.exclude(pk=forum.pk)
        .filter(sample=forum.sample)
        .annotate(last_day=Max("days__date"))
        .filter(last_day__lt=begins)
        .order_by("-last_day", "-pk")
    )
    return next((one for one in before if may(reader, one, Duty.REPORT)), None)


def sector_of(organisation: Organisation) -> str:
    """The section of ISIC of an organisation's main activity, its first code; else nothing."""
    paths = (code_path(code) for code in organisation.isic)
    return next((path[0] for path in paths if path), UNKNOWN)


def _read(forum: Forum) -> _Read:
    meetings = meetings_with_standing(forum).select_related(
        "slot", "last_slot", "place", "interpreter", "request"
    )
    read = _Read(forum, list(meetings.prefetch_related(with_people())))
    for one in forum.feedback.select_related("delegate__organisation"):
        read.feedback[one.request_id].append(one)
    read.outcomes = list(forum.outcomes.select_related("organisation"))
    return read


def _figures(read: _Read) -> Figures:
    forum = read.forum
    states = dict(forum.requests.values_list("state").annotate(Count("pk")))
    standing = Counter(meeting.standing for meeting in read.meetings)  # type: ignore[attr-defined]
    idle = breaks_of(read.meetings, forum.slots.select_related("day"))
    seated = {seat.delegate_id for meeting in read.meetings for seat in meeting.seats.all()}
    follow_ups = Counter(one.state for one in read.outcomes)
    today = timezone.now().astimezone(forum.zone).date()
    return Figures(
        organisations=forum.delegates.values("organisation").distinct().count(),
        delegates=forum.delegates.count(),
        requests=sum(states.values()),
        asked=states.get(Request.State.ASKED, 0),
        accepted=states.get(Request.State.ACCEPTED, 0),
        declined=states.get(Request.State.DECLINED, 0),
        withdrawn=states.get(Request.State.WITHDRAWN, 0),
        meetings=len(read.meetings),
        held=standing[HELD],
        no_shows=standing[NO_SHOW],
        untold=standing[UNTOLD],
        breaks=sum(len(slots) for slots in idle.values()),
        on_the_spot=sum(m.place.mode == Mode.FACE_TO_FACE for m in read.meetings),
        online=sum(m.place.mode == Mode.ONLINE for m in read.meetings),
        interpreted=sum(m.interpreter_id is not None for m in read.meetings),
        rating=_mean(read.said),
        ratings=sum(one.rating is not None for one in read.said),
        told=len({one.delegate_id for one in read.said} & seated),
        seated=len(seated),
        outcomes=len(read.outcomes),
        open=follow_ups[Outcome.State.OPEN],
        overdue=sum(_is_overdue(one, today) for one in read.outcomes),
        done=follow_ups[Outcome.State.DONE],
        dropped=follow_ups[Outcome.State.DROPPED],
    )


def _is_overdue(outcome: Outcome, today: date) -> bool:
    return (
        outcome.state == Outcome.State.OPEN
        and outcome.follow_up is not None
        and outcome.follow_up < today
    )


def _mean(said: Iterable[Feedback]) -> float | None:
    given = [one.rating for one in said if one.rating is not None]
    return mean(given) if given else None


def _ratings(said: Iterable[Feedback]) -> dict[int, int]:
    given = Counter(one.rating for one in said)
    return {rating: given[rating] for rating in range(1, 6)}


def _days(forum: Forum) -> list[DayLine]:
    asked: Counter[date] = Counter()
    agreed: Counter[date] = Counter()
    for state, created, answered in forum.requests.values_list(
        "state", "created_at", "answered_at"
    ):
        asked[created.astimezone(forum.zone).date()] += 1
        if state == Request.State.ACCEPTED and answered is not None:
            agreed[answered.astimezone(forum.zone).date()] += 1
    return [DayLine(day, asked[day], agreed[day]) for day in sorted(asked.keys() | agreed.keys())]


def _countries(read: _Read) -> list[CountryLine]:
    forum = read.forum
    people = Counter(forum.delegates.values_list("organisation__country", flat=True))
    organisations = dict(
        forum.delegates.values_list("organisation__country").annotate(
            Count("organisation", distinct=True)
        )
    )
    sent: Counter[str] = Counter()
    received: Counter[str] = Counter()
    for sender, one, any_of in forum.requests.values_list(
        "sender__organisation__country",
        "receiver__organisation__country",
        "receiver_organisation__country",
    ):
        sent[sender] += 1
        received[one or any_of] += 1
    meetings: dict[str, list[Meeting]] = defaultdict(list)
    for meeting in read.meetings:
        for country in _countries_at(meeting):
            meetings[country].append(meeting)
    said: dict[str, list[Feedback]] = defaultdict(list)
    for feedback in read.said:
        said[feedback.delegate.organisation.country].append(feedback)
    missed = Counter(country for m in read.meetings for country in _missed_by(m, read))
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in read.outcomes:
        outcomes[outcome.organisation.country][outcome.state] += 1
    return [
        CountryLine(
            country=country,
            organisations=organisations[country],
            delegates=people[country],
            sent=sent[country],
            received=received[country],
            meetings=len(meetings[country]),
            held=sum(m.standing == HELD for m in meetings[country]),  # type: ignore[attr-defined]
            missed=missed[country],
            rating=_mean(said[country]),
            outcomes=outcomes[country].total(),
            open=outcomes[country][Outcome.State.OPEN],
            done=outcomes[country][Outcome.State.DONE],
        )
        for country in sorted(people, key=lambda code: (-people[code], code))
    ]


def _countries_at(meeting: Meeting) -> set[str]:
    return {seat.delegate.organisation.country for seat in meeting.seats.all()}


def _missed_by(meeting: Meeting, read: _Read) -> set[str]:
    """The countries that did not come to a meeting that was not held, as the sides say."""
    if meeting.standing != NO_SHOW:  # type: ignore[attr-defined]
        return set()
    missed: set[str] = set()
    for one in read.feedback[meeting.request_id]:
        own = {one.delegate.organisation.country}
        if one.came == Came.WE_DID_NOT:
            missed |= own
        elif one.came == Came.THEY_DID_NOT:
            missed |= _countries_at(meeting) - own
    return missed


def _modes(read: _Read) -> list[MeetingLine]:
    return _meeting_lines(read, lambda meeting: (meeting.place.mode,))


def _languages(read: _Read) -> list[MeetingLine]:
    return _meeting_lines(read, lambda meeting: languages_of(meeting, read.forum))


def languages_of(meeting: Meeting, forum: Forum) -> tuple[str, ...]:
    """In which language a meeting is held.

    Returns:
        The first of the forum's languages (then any other) that all seats share; where an
        interpreter stands between them, the first language of each side, in alphabetical order;
        nothing where neither is known.
    """
    spoken = [seat.delegate.person.languages for seat in meeting.seats.all()]
    if meeting.interpreter_id is not None:
        first = {languages[0] for languages in spoken if languages}
        return tuple(sorted(first))
    common = set.intersection(*map(set, spoken)) if spoken else set()
    order = [*forum.languages, *sorted(common)]
    return next(((code,) for code in order if code in common), ())


def _meeting_lines(read: _Read, key: Callable[[Meeting], tuple[str, ...]]) -> list[MeetingLine]:
    groups: dict[tuple[str, ...], list[Meeting]] = defaultdict(list)
    for meeting in read.meetings:
        groups[key(meeting)].append(meeting)
    lines = []
    for of, meetings in groups.items():
        standing = Counter(meeting.standing for meeting in meetings)  # type: ignore[attr-defined]
        said = [one for meeting in meetings for one in read.feedback[meeting.request_id]]
        lines.append(MeetingLine(of, len(meetings), standing[HELD], standing[NO_SHOW], _mean(said)))
    return sorted(lines, key=lambda line: (-line.meetings, line.of))


def _outcome_lines(outcomes: list[Outcome], name: str, order: Iterable[str]) -> list[OutcomeLine]:
    lines = {line.of: line for line in _lines_by((getattr(o, name), o) for o in outcomes)}
    return [lines[value] for value in (*order, UNKNOWN) if value in lines]


def _lines_by(pairs: Iterable[tuple[str, Outcome]]) -> list[OutcomeLine]:
    """Outcomes by what they have in common, the most frequent first, the unknown last."""
    states: dict[str, Counter[str]] = defaultdict(Counter)
    for of, outcome in pairs:
        states[of][outcome.state] += 1
    lines = [
        OutcomeLine(
            of,
            found.total(),
            found[Outcome.State.OPEN],
            found[Outcome.State.DONE],
            found[Outcome.State.DROPPED],
        )
        for of, found in states.items()
    ]
    return sorted(lines, key=lambda line: (line.of == UNKNOWN, -line.outcomes, line.of))


def _values(outcomes: Iterable[Outcome]) -> list[ValueLine]:
    groups: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for one in outcomes:
        if one.value is not None and one.state != Outcome.State.DROPPED:
            groups[one.organisation.country, one.currency].append(one.value)
    return [
        ValueLine(country, currency, len(values), sum(values, Decimal()))
        for (country, currency), values in sorted(groups.items())
    ]

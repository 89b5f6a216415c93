"""Creating a forum on the site and setting it up, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from saphan.engine.sheets.forum_sheets import DEADLINES, SessionRow
from saphan.engine.sheets.reader import is_country, is_language, is_zone
from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.forum.checks import require_code, require_years
from saphan.record.forum.models import Asking, Day, DayMode, Forum, ForumRole, Slot
from saphan.record.forum.queries.setup import setup_checks
from saphan.record.forum.queries.slots import slots_of


@dataclass(frozen=True)
class Basics:
    """What a forum is: its names, sides and zones."""

    name: Mapping[str, str]
    summary: Mapping[str, str]
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    timezone: str
    zones: tuple[str, ...]


@dataclass(frozen=True)
class Origin:
    """What a new forum came from, such as a dossier of the register.

    Attributes:
        topics: Its subjects.
        suggested: Names of organisations to invite.
        release: Key of a release.
    """

    topics: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()
    release: int | None = None


@dataclass(frozen=True)
class ForumRules:
    """What the organisers let happen. Deadlines are moments, by the names of `DEADLINES`."""

    asking: str = Asking.PARTICIPANTS
    may_ask: Mapping[str, list[str]] = field(default_factory=dict)
    cross_border: bool = True
    max_meetings: int | None = None
    min_meetings: int = 0
    max_breaks: int | None = None
    fairness: int | None = 2
    deadlines: Mapping[str, datetime | None] = field(default_factory=dict)


@transaction.atomic
def create_forum(actor: User, code: str, basics: Basics, origin: Origin | None = None) -> Forum:
    """Make a draft that its maker organises.

    Args:
        actor: Who makes it, and organises it.
        code: What its addresses are made of.
        basics: What it is.
        origin: What it came from.

    Raises:
        Refused: Another forum has the code, or the basics cannot be.
    """
    require_code(code)
    _require(basics)
    origin = origin or Origin()
    forum = make_draft(
        actor,
        code,
        topics=list(origin.topics),
        suggested=list(origin.suggested),
        from_release=origin.release,
        **_columns(basics),
    )
    note(actor, "forum.create", forum, code=code)
    return forum


def make_draft(actor: User, code: str, **fields: Any) -> Forum:
    """A forum that only its maker sees, and organises; in a transaction of the caller.

    Args:
        actor: Who makes it.
        code: One that passed `require_code`.
        fields: What else it is.

    Raises:
        Refused: Somebody else took the code meanwhile.
    """
    try:
        with transaction.atomic():
            forum = Forum.objects.create(code=code, is_open=False, **fields)
    except IntegrityError:
        # Of two who take a code at the same moment the unique index lets one.
        require_code(code)
        raise
    ForumRole.objects.create(forum=forum, user=actor, role=ForumRole.Role.ORGANISER)
    return forum


@transaction.atomic
def save_basics(actor: User, forum: Forum, basics: Basics) -> None:
    """Change what the forum is.

    Raises:
        Refused: Somebody takes part for a country that would go, the venue's clock would change
            under meetings, or the basics cannot be.
    """
    _require(basics)
    gone = set(forum.countries) - set(basics.countries)
    if (
        forum.delegates.filter(organisation__country__in=gone).exists()
        or forum.roles.filter(country__in=gone).exists()
    ):
        raise Refused(
            _("People take part or have a role for a country that you take out."), "countries"
        )
    if basics.timezone != forum.timezone:
        _move_clock(forum, basics.timezone)
    for name, value in _columns(basics).items():
        setattr(forum, name, value)
    forum.save()
    note(actor, "forum.save_basics", forum)


def _require(basics: Basics) -> None:
    """Raise Refused where sides, languages, names or zones cannot be."""
    countries = basics.countries
    if len(set(countries)) < len(countries):
        raise Refused(_("Each side is another country."), "countries")
    if strange := [one for one in countries if not is_country(one)]:
        raise Refused(
            _("No country has this code: %(codes)s.") % {"codes": ", ".join(strange)}, "countries"
        )
    for where in ("languages", "name", "summary"):
        if strange := [one for one in getattr(basics, where) if not is_language(one)]:
            raise Refused(
                _("No language has this code: %(codes)s.") % {"codes": ", ".join(strange)}, where
            )
    for where, zones in (("timezone", [basics.timezone]), ("zones", basics.zones)):
        if not all(map(is_zone, zones)):
            raise Refused(
                _("Not a time zone. Choose one of the list, such as Asia/Bangkok."), where
            )


def _columns(basics: Basics) -> dict[str, Any]:
    return {
        "name": dict(basics.name),
        "summary": dict(basics.summary),
        "countries": list(basics.countries),
        "languages": list(basics.languages),
        "timezone": basics.timezone,
        # The venue's own clock comes first.
        "zones": list(dict.fromkeys((basics.timezone, *basics.zones))),
    }


def _move_clock(forum: Forum, timezone: str) -> None:
    """Keep what the venue's clock shows for slots, agenda and deadlines, in another zone."""
    if forum.slots.filter(meetings__isnull=False).exists():
        raise Refused(
            _("A timetable uses the slots: the venue’s time zone cannot change any more."),
            "timezone",
        )
    there = ZoneInfo(timezone)

    def moved(moment: datetime) -> datetime:
        return moment.astimezone(forum.zone).replace(tzinfo=there)

    # One after another, the foremost first, lest a slot stand for a moment where the next is.
    slots = sorted(forum.slots.all(), key=lambda slot: slot.start)
    later = bool(slots) and moved(slots[0].start) > slots[0].start
    for slot in reversed(slots) if later else slots:
        slot.start, slot.end = moved(slot.start), moved(slot.end)
        slot.save(update_fields=["start", "end"])
    for item in forum.agenda.all():
        item.start, item.end = moved(item.start), moved(item.end)
        item.save(update_fields=["start", "end"])
    for name in DEADLINES:
        if (moment := getattr(forum, name)) is not None:
            setattr(forum, name, moved(moment))


@transaction.atomic
def add_days(
    actor: User,
    forum: Forum,
    dates: Iterable[date],
    mode: str,
    city: str,
    sessions: tuple[SessionRow, ...],
) -> None:
    """Add days of the same hours.

    Raises:
        Refused: A date is a day of the forum already, or the sessions cannot be.
    """
    for one in dates:
        if forum.days.filter(date=one).exists():
            raise Refused(
                _("%(date)s is a day of the forum already: change it instead.") % {"date": one},
                "dates",
            )
        save_day(actor, forum, one, mode, city, sessions)


@transaction.atomic
def save_day(
    actor: User,
    forum: Forum,
    date: date,
    mode: str,
    city: str,
    sessions: tuple[SessionRow, ...],
) -> Day:
    """Make a day, or change its mode, city and sessions; its slots follow.

    Raises:
        Refused: The sessions overlap or pass midnight, or a slot would go or change in which a
            timetable has a meeting, or for which one is asked.
    """
    wanted = slots_of(forum, date, sessions)
    day = forum.days.filter(date=date).first() or Day(forum=forum, date=date)
    if day.pk and mode not in (day.mode, DayMode.BOTH):
        _refuse_if_met(day.slots.all(), forum)
    day.mode, day.city, day.sessions = mode, city, [asdict(session) for session in sessions]
    day.save()
    known = {slot.code: slot for slot in day.slots.all()}
    stay = {
        code
        for code, slot in known.items()
        if code in wanted and (slot.start, slot.end) == wanted[code][:2]
    }
    going = day.slots.exclude(code__in=stay)
    _refuse_if_met(going, forum)
    going.delete()
    for code, (start, end, session) in wanted.items():
        if code in stay:
            day.slots.filter(code=code).update(session=session)
        else:
            Slot.objects.create(
                forum=forum, day=day, code=code, start=start, end=end, session=session
            )
    note(actor, "forum.save_day", forum, date=str(date), slots=len(wanted))
    return day


def _refuse_if_met(slots: QuerySet[Slot], forum: Forum) -> None:
    """Raise Refused where a timetable has a meeting in one of the slots, or one is fixed there."""
    # A long meeting reaches over slots that it does not name, so time tells.
    meetings = set(
        forum.slots.filter(meetings__isnull=False).values_list("meetings__start", "meetings__end")
    )
    met = [
        slot
        for slot in slots
        if any(start < slot.end and slot.start < end for start, end in meetings)
    ]
    if met:
        times = [f"{slot.start.astimezone(forum.zone):%H:%M}" for slot in met]
        raise Refused(
            _("A timetable has meetings in these slots, which would go or change: %(times)s.")
            % {"times": ", ".join(times[:8])}
        )
    fixed = forum.requests.filter(fixed_slot__in=slots, state__in=("asked", "accepted"))
    if codes := sorted(fixed.values_list("fixed_slot__code", flat=True)):
        raise Refused(
            _("Requests are fixed to these slots, which would go or change: %(times)s.")
            % {"times": ", ".join(dict.fromkeys(codes))}
        )


@transaction.atomic
def delete_day(actor: User, day: Day) -> None:
    """Take a day out.

    Raises:
        Refused: A timetable has meetings on it, or requests are fixed to it.
    """
    _refuse_if_met(day.slots.all(), day.forum)
    note(actor, "forum.delete_day", day.forum, date=str(day.date))
    day.delete()


@transaction.atomic
def save_rules(actor: User, forum: Forum, rules: ForumRules) -> None:
    """Change who may ask whom, how many meetings there are, and until when.

    Raises:
        Refused: The numbers or the deadlines contradict each other.
    """
    if rules.max_meetings is not None and rules.min_meetings > rules.max_meetings:
        raise Refused(_("More meetings cannot be guaranteed than are allowed."), "min_meetings")
    requests, answers = (rules.deadlines.get(name) for name in ("requests_close", "answers_close"))
    if requests and answers and answers < requests:
        raise Refused(_("Answers cannot close before requests do."), "answers_close")
    for name, moment in rules.deadlines.items():
        require_years(name, moment)
    forum.asking = rules.asking
    forum.may_ask = {one: sorted(others) for one, others in rules.may_ask.items() if others}
    forum.cross_border = rules.cross_border
    forum.max_meetings = rules.max_meetings
    forum.min_meetings = rules.min_meetings
    forum.max_breaks = rules.max_breaks
    forum.fairness = rules.fairness
    for name in DEADLINES:
        setattr(forum, name, rules.deadlines.get(name))
    forum.save()
    note(actor, "forum.save_rules", forum)


@transaction.atomic
def open_forum(actor: User, forum: Forum) -> None:
    """Show the forum to everybody.

    Raises:
        Refused: Something is missing without which it cannot be held.
    """
    wrong = [check for check in setup_checks(forum) if check.blocks]
    if wrong:
        raise Refused(_("Not yet: %(why)s") % {"why": " ".join(str(one.message) for one in wrong)})
    forum.is_open = True
    forum.save(update_fields=["is_open"])
    note(actor, "forum.open", forum)


@transaction.atomic
def hide_forum(actor: User, forum: Forum) -> None:
    """Make the forum a draft again, seen by its staff alone."""
    forum.is_open = False
    forum.save(update_fields=["is_open"])
    note(actor, "forum.hide", forum)

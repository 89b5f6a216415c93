"""Reading forums."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from saphan.engine.sheets.forum_sheets import (
    DEADLINES,
    AgendaRow,
    AvailabilityRow,
    DayRow,
    DelegateRow,
    ForumSheets,
    InterpreterRow,
    ListingRow,
    OrganisationRow,
    PlaceRow,
    RequestRow,
    Rules,
    SessionRow,
    SiteRules,
    SlotRow,
    TravelRow,
)
from saphan.record.directory.models import Listing, Organisation
from saphan.record.forum.models import AgendaItem, Day, DayMode, Delegate, Forum
from saphan.record.forum.rules import Visitor, may_see, seen_by


def forums(user: Visitor) -> QuerySet[Forum]:
    """The forums that the user may know of, each with its days, newest first."""
    return Forum.objects.filter(seen_by(user)).prefetch_related("days")


def hidden_from(user: Visitor) -> QuerySet[Forum]:
    """The forums that are not there for the user."""
    return Forum.objects.exclude(seen_by(user)) if seen_by(user) else Forum.objects.none()


def get_seen_forum(user: Visitor, code: str) -> Forum:
    """The forum of this code, where it is there for the user.

    Raises:
        Forum.DoesNotExist: There is none, or it is not open and the user none of its staff.
    """
    found = get_forum(code)
    if not may_see(user, found):
        raise Forum.DoesNotExist
    return found


def get_forum(code: str) -> Forum:
    """The forum of this code.

    Raises:
        Forum.DoesNotExist: No forum has it.
    """
    return Forum.objects.get(code=code)


def moments_of(forum: Forum) -> list[datetime]:
    """When pages of a forum change by themselves, in order: begins and ends of what is held, the
    deadlines, and midnight at the venue around its days."""
    held = [
        moment
        for rows in (forum.slots, forum.agenda)
        for pair in rows.order_by().values_list("start", "end").distinct()
        for moment in pair
    ]
    deadlines = [getattr(forum, name) for name in DEADLINES]
    midnights = [
        datetime.combine(date + timedelta(days=ahead), time.min, forum.zone)
        for date in forum.days.order_by().values_list("date", flat=True)
        for ahead in (0, 1)
    ]
    return sorted({*held, *filter(None, deadlines), *midnights})


def is_over(forum: Forum) -> bool:
    """Whether the forum's last day lies behind, by its own clock."""
    last = forum.days.order_by("-date").values_list("date", flat=True).first()
    return last is not None and last < timezone.now().astimezone(forum.zone).date()


def past_forums(forum: Forum, *, most: int = 10) -> list[Forum]:
    """Forums that were over before today, newest first; samples teach nobody but themselves."""
    return list(
        Forum.objects.exclude(pk=forum.pk)
        .filter(sample=False)
        .annotate(last_day=Max("days__date"))
        .filter(last_day__lt=timezone.now().date())
        .order_by("-last_day", "-pk")[: 0 if forum.sample else most]
    )


def agenda_by_day(forum: Forum) -> list[tuple[Day, list[AgendaItem]]]:
    """The agenda under the day, in the venue's zone, on which each item starts."""
    items = list(forum.agenda.all())
    return [
        (day, [item for item in items if item.start.astimezone(forum.zone).date() == day.date])
        for day in forum.days.all()
    ]


def duties_of(delegate: Delegate) -> list[AgendaItem]:
    """The items of the agenda at which the delegate is: those for all, and those they attend."""
    own = Q(for_all=True) | Q(attendees=delegate)
    return list(AgendaItem.objects.filter(own, forum=delegate.forum_id).distinct())


def can_be_together(one: Delegate, other: Delegate) -> bool:
    """Whether the two could meet on some day: both at a table, or one of them online in a room."""
    return bool(set(one.modes) & set(other.modes)) or (
        one.forum.days.filter(mode=DayMode.BOTH).exists()
    )


def kind_of(organisation: Organisation) -> str:
    """What the matrix of who may ask whom knows an organisation by: its country and kind."""
    return f"{organisation.country}:{organisation.kind}"


def may_ask(forum: Forum, one: Organisation, other: Organisation) -> bool:
    """Whether the rules of the forum let one organisation ask another for a meeting."""
    if forum.cross_border and one.country == other.country:
        return False
    return not forum.may_ask or kind_of(other) in forum.may_ask.get(kind_of(one), ())


def sheets_of(forum: Forum, requests: tuple[RequestRow, ...] = ()) -> ForumSheets:
    """The forum as its organiser's files would tell it.

    Args:
        forum: The forum.
        requests: Its requests, which a higher room keeps.
    """
    zone = forum.zone
    codes = set(forum.delegates.values_list("organisation__code", flat=True))
    organisations = list(Organisation.objects.filter(code__in=codes).order_by("code"))
    return ForumSheets(
        id=forum.code,
        name=forum.name,
        summary=forum.summary,
        timezone=forum.timezone,
        zones=tuple(forum.zones),
        languages=tuple(forum.languages),
        countries=tuple(forum.countries),
        sample=forum.sample,
        rules=Rules(
            forum.max_meetings,
            forum.fairness,
            forum.cross_border,
            forum.min_meetings,
            forum.max_breaks,
        ),
        site=SiteRules(
            is_open=forum.is_open,
            asking=forum.asking,  # type: ignore[arg-type]
            may_ask={
                one: tuple(sorted(others))
                for one, others in sorted(forum.may_ask.items())
                if others
            },
            join_template=forum.join_template,
            **{
                name: moment and moment.astimezone(zone)
                for name in DEADLINES
                for moment in [getattr(forum, name)]
            },
        ),
        days=tuple(
            DayRow(d.date, d.mode, d.city, tuple(SessionRow(**s) for s in d.sessions))  # type: ignore[arg-type]
            for d in forum.days.all()
        ),
        slots=tuple(
            SlotRow(
                s.code,
                s.day.date,
                s.day.mode,  # type: ignore[arg-type]
                s.session,
                s.start.astimezone(zone),
                s.end.astimezone(zone),
            )
            for s in forum.slots.select_related("day")
        ),
        places=tuple(
            PlaceRow(
                p.code,
                p.name,
                p.mode,  # type: ignore[arg-type]
                p.hall,
                tuple(sorted(o.code for o in p.kept_by.all())),
            )
            for p in forum.places.prefetch_related("kept_by").order_by("code")
        ),
        organisations=tuple(
            OrganisationRow(
                id=o.code,
                country=o.country,
                kind=o.kind,  # type: ignore[arg-type]
                name=o.name,
                language=o.language,
                about=o.about,
                name_en=o.name_en,
                languages=tuple(o.languages),
                isic=tuple(o.isic),
                website=o.website,
                city=o.city,
                sample=o.sample,
                source=o.source,
            )
            for o in organisations
        ),
        delegates=tuple(
            DelegateRow(
                id=d.code,
                organisation=d.organisation.code,
                name=d.person.name,
                email=d.person.email,
                languages=tuple(d.person.languages),
                modes=tuple(d.modes),  # type: ignore[arg-type]
                name_latin=d.person.name_latin,
                title=d.person.title,
                zone=d.person.zone,
                max_meetings=d.max_meetings,
                min_meetings=d.min_meetings,
                max_breaks=d.max_breaks,
            )
            for d in forum.delegates.select_related("person", "organisation")
        ),
        listings=tuple(
            ListingRow(
                id=item.code,
                organisation=item.organisation.code,
                side=item.side,  # type: ignore[arg-type]
                title=item.title,
                text=item.text,
                cooperation=tuple(item.cooperation),  # type: ignore[arg-type]
                isic=tuple(item.isic),
            )
            for item in Listing.objects.filter(organisation__in=organisations)
            .select_related("organisation")
            .order_by("code")
        ),
        availability=_availability(forum),
        interpreters=tuple(
            InterpreterRow(
                i.code,
                i.name,
                tuple(i.languages),
                tuple(i.modes),  # type: ignore[arg-type]
                i.email,
                i.zone,
                i.max_run,
                i.max_meetings,
            )
            for i in forum.interpreters.all()
        ),
        agenda=tuple(
            AgendaRow(
                item.code,
                item.start.astimezone(zone),
                item.end.astimezone(zone),
                item.kind,  # type: ignore[arg-type]
                item.titles,
                item.place,
                tuple(sorted(d.code for d in item.attendees.all())),
                item.for_all,
            )
            for item in forum.agenda.prefetch_related("attendees")
        ),
        requests=requests,
        travel=tuple(TravelRow(w.one, w.other, w.minutes) for w in forum.travel.all()),
    )


def _availability(forum: Forum) -> tuple[AvailabilityRow, ...]:
    zone = forum.zone
    rows = (
        AvailabilityRow(
            (a.delegate or a.interpreter).code,  # type: ignore[union-attr]
            a.status,  # type: ignore[arg-type]
            a.start.astimezone(zone),
            a.end.astimezone(zone),
        )
        for a in forum.availability.select_related("delegate", "interpreter")
    )
    return tuple(sorted(rows, key=lambda row: (row.person, row.start, row.status)))

"""Reading forums."""

from __future__ import annotations

from django.db.models import QuerySet

from saphan.engine.sheets.forum_sheets import (
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
    SlotRow,
)
from saphan.record.directory.models import Listing, Organisation

from .models import AgendaItem, Day, Forum


def forums() -> QuerySet[Forum]:
    """Every forum with its days, newest first."""
    return Forum.objects.prefetch_related("days")


def get_forum(code: str) -> Forum:
    """The forum of this code.

    Raises:
        Forum.DoesNotExist: No forum has it.
    """
    return Forum.objects.get(code=code)


def agenda_by_day(forum: Forum) -> list[tuple[Day, list[AgendaItem]]]:
    """The agenda under the day, in the venue's zone, on which each item starts."""
    items = list(forum.agenda.all())
    return [
        (day, [item for item in items if item.start.astimezone(forum.zone).date() == day.date])
        for day in forum.days.all()
    ]


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
        rules=Rules(forum.max_meetings, forum.fairness, forum.cross_border),
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
            PlaceRow(p.code, p.name, p.mode)  # type: ignore[arg-type]
            for p in forum.places.order_by("code")
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
        availability=tuple(
            AvailabilityRow(
                (a.delegate or a.interpreter).code,  # type: ignore[union-attr]
                a.status,  # type: ignore[arg-type]
                a.start.astimezone(zone),
                a.end.astimezone(zone),
            )
            for a in forum.availability.select_related("delegate", "interpreter")
        ),
        interpreters=tuple(
            InterpreterRow(
                i.code,
                i.name,
                tuple(i.languages),
                tuple(i.modes),  # type: ignore[arg-type]
                i.email,
                i.zone,
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
    )

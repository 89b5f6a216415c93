"""Writing a forum."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from saphan.engine.sheets.forum_sheets import ForumSheets, SiteRules
from saphan.record.audit.actions import note
from saphan.record.directory.actions import (
    account,
    refresh_search,
    save_listings,
    save_organisations,
    save_person,
)
from saphan.record.directory.models import Organisation, User
from saphan.record.errors import Refused
from saphan.record.forum.models import (
    AgendaItem,
    Availability,
    Day,
    Delegate,
    Forum,
    Interpreter,
    Place,
    Slot,
    Travel,
)


@transaction.atomic
def save_forum(actor: User | None, sheets: ForumSheets) -> Forum:
    """Create or update a forum and all who take part, from its organiser's files.

    Rows are known by their ids. What the record has and the files lack is kept, but for the
    slot grid, ways between halls, windows of availability and attendees of agenda items, which
    are the files' own. What the site lets people do stays where the files say nothing of it.

    Args:
        actor: Who imports; None for the command line.
        sheets: The validated files.

    Raises:
        Refused: A slot that a timetable uses would vanish.
    """
    forum, created = Forum.objects.update_or_create(
        code=sheets.id,
        defaults={
            "name": sheets.name,
            "summary": sheets.summary,
            "timezone": sheets.timezone,
            "zones": list(sheets.zones),
            "languages": list(sheets.languages),
            "countries": list(sheets.countries),
            "sample": sheets.sample,
            "max_meetings": sheets.rules.max_meetings,
            "fairness": sheets.rules.fairness,
            "cross_border": sheets.rules.cross_border,
            "min_meetings": sheets.rules.min_meetings,
            "max_breaks": sheets.rules.max_breaks,
            **_site(sheets.site),
        },
    )
    _save_grid(forum, sheets)
    organisations = save_organisations(sheets.organisations)
    _save_keepers(forum, sheets, organisations)
    save_listings(sheets.listings)
    for row in sheets.delegates:
        organisation = organisations[row.organisation]
        Delegate.objects.update_or_create(
            forum=forum,
            code=row.id,
            defaults={
                "person": save_person(row, organisation, sheets.timezone),
                "organisation": organisation,
                "modes": list(row.modes),
                "max_meetings": row.max_meetings,
                "min_meetings": row.min_meetings,
                "max_breaks": row.max_breaks,
            },
        )
    refresh_search(organisations)
    for interpreter in sheets.interpreters:
        zone = interpreter.zone or sheets.timezone
        Interpreter.objects.update_or_create(
            forum=forum,
            code=interpreter.id,
            defaults={
                "name": interpreter.name,
                "email": interpreter.email,
                "languages": list(interpreter.languages),
                "modes": list(interpreter.modes),
                "zone": zone,
                "max_run": interpreter.max_run,
                "max_meetings": interpreter.max_meetings,
            },
        )
        if interpreter.email:
            account(interpreter.email, next(iter(interpreter.languages), ""), zone)
    _save_availability(forum, sheets)
    _save_agenda(forum, sheets)
    note(actor, "forum.create" if created else "forum.update", forum)
    return forum


def _site(rules: SiteRules | None) -> dict[str, Any]:
    """The fields of a forum that its files may leave alone."""
    if rules is None:
        return {}
    return {**asdict(rules), "may_ask": {one: list(they) for one, they in rules.may_ask.items()}}


def _save_grid(forum: Forum, sheets: ForumSheets) -> None:
    """Make the record's days, slots, places and ways those of the files."""
    try:
        forum.slots.exclude(code__in=[slot.id for slot in sheets.slots]).delete()
        forum.days.exclude(date__in=[day.date for day in sheets.days]).delete()
        forum.places.exclude(code__in=[place.id for place in sheets.places]).delete()
    except ProtectedError as error:
        raise Refused(
            _("A timetable holds meetings in a slot or place that the new files leave out.")
        ) from error
    days = {}
    for day in sheets.days:
        days[day.date], _created = Day.objects.update_or_create(
            forum=forum,
            date=day.date,
            defaults={
                "mode": day.mode,
                "city": day.city,
                "sessions": [asdict(session) for session in day.sessions],
            },
        )
    for slot in sheets.slots:
        Slot.objects.update_or_create(
            forum=forum,
            code=slot.id,
            defaults={
                "day": days[slot.day],
                "session": slot.session,
                "start": slot.start,
                "end": slot.end,
            },
        )
    for place in sheets.places:
        Place.objects.update_or_create(
            forum=forum,
            code=place.id,
            defaults={"name": place.name, "mode": place.mode, "hall": place.hall},
        )
    forum.travel.all().delete()
    Travel.objects.bulk_create(
        Travel(forum=forum, one=way.one, other=way.other, minutes=way.minutes)
        for way in sheets.travel
    )


def _save_keepers(
    forum: Forum, sheets: ForumSheets, organisations: dict[str, Organisation]
) -> None:
    places = dict(forum.places.values_list("code", "pk"))
    keeping = Place.kept_by.through.objects
    keeping.filter(place__forum=forum).delete()
    keeping.bulk_create(
        Place.kept_by.through(place_id=places[row.id], organisation_id=organisations[code].pk)
        for row in sheets.places
        for code in row.kept_by
    )


def _save_availability(forum: Forum, sheets: ForumSheets) -> None:
    delegates = dict(forum.delegates.values_list("code", "pk"))
    interpreters = dict(forum.interpreters.values_list("code", "pk"))
    named = {d.id for d in sheets.delegates} | {i.id for i in sheets.interpreters}
    forum.availability.filter(delegate__code__in=named).delete()
    forum.availability.filter(interpreter__code__in=named).delete()
    Availability.objects.bulk_create(
        Availability(
            forum=forum,
            delegate_id=delegates.get(row.person),
            interpreter_id=None if row.person in delegates else interpreters[row.person],
            status=row.status,
            start=row.start,
            end=row.end,
        )
        for row in sheets.availability
    )


def _save_agenda(forum: Forum, sheets: ForumSheets) -> None:
    delegates = dict(forum.delegates.values_list("code", "pk"))
    for row in sheets.agenda:
        item, _created = AgendaItem.objects.update_or_create(
            forum=forum,
            code=row.id,
            defaults={
                "kind": row.kind,
                "titles": row.title,
                "start": row.start,
                "end": row.end,
                "place": row.place,
                "for_all": row.for_all,
            },
        )
        item.attendees.set(delegates[code] for code in row.attendees)

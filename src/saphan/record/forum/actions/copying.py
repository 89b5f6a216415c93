"""A new forum from an earlier one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from saphan.engine.sheets.forum_sheets import DEADLINES
from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.forum.checks import (
    require_code,
    require_languages,
    require_name,
    require_years,
)
from saphan.record.forum.models import AgendaItem, Day, Forum, Place, Slot, Travel

from .setup import make_draft

RULES = (
    "summary",
    "timezone",
    "zones",
    "languages",
    "countries",
    "max_meetings",
    "min_meetings",
    "max_breaks",
    "fairness",
    "cross_border",
    "asking",
    "may_ask",
    "topics",
    "keep_days",
)
"""What a copy keeps, named one by one, lest a secret that forums get later be copied."""


@transaction.atomic
def copy_forum(
    actor: User, source: Forum, code: str, name: dict[str, str], first_day: date
) -> Forum:
    """Make a draft with the days, places, agenda and rules of an earlier forum, and nobody in it.

    Days and deadlines keep their distance from the first day and their time by the venue's clock.
    No delegate, interpreter or role is taken over, no table that an organisation kept, and no
    address of online meetings that could open a room to who has it.

    Args:
        actor: Who makes it, and organises it.
        source: The earlier forum.
        code: What the new forum's addresses are made of.
        name: Of the new forum, by language.
        first_day: On which it begins.

    Raises:
        Refused: Another forum has the code, there is no name in a language of the forum, or the
            day is far off.
    """
    require_code(code)
    require_name(name, source.languages)
    require_languages("name", name, [*source.languages, *dict(settings.LANGUAGES)])
    require_years("first_day", first_day)
    zone = source.zone
    days = list(source.days.all())
    shift = first_day - days[0].date if days else timedelta()

    def moved(moment: datetime) -> datetime:
        there = moment.astimezone(zone)
        return (there.replace(tzinfo=None) + shift).replace(tzinfo=zone)

    forum = make_draft(
        actor,
        code,
        name=name,
        join_template=_without_keys(source.join_template),
        **{field: getattr(source, field) for field in RULES},
        **{field: at and moved(at) for field in DEADLINES for at in [getattr(source, field)]},
    )
    for day in days:
        copied = Day.objects.create(
            forum=forum,
            date=day.date + shift,
            mode=day.mode,
            city=day.city,
            sessions=day.sessions,
        )
        Slot.objects.bulk_create(
            Slot(
                forum=forum,
                day=copied,
                code=f"{copied.date}/{slot.code.split('/')[1]}",
                session=slot.session,
                start=moved(slot.start),
                end=moved(slot.end),
            )
            for slot in day.slots.all()
        )
    Place.objects.bulk_create(
        Place(forum=forum, code=one.code, name=one.name, mode=one.mode, hall=one.hall)
        for one in source.places.all()
    )
    Travel.objects.bulk_create(
        Travel(forum=forum, one=way.one, other=way.other, minutes=way.minutes)
        for way in source.travel.all()
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(
            forum=forum,
            code=item.code,
            kind=item.kind,
            titles=item.titles,
            start=moved(item.start),
            end=moved(item.end),
            place=item.place,
            for_all=item.for_all,
        )
        for item in source.agenda.all()
    )
    note(actor, "forum.copy", forum, code=code, source=source.code)
    return forum


def _without_keys(template: str) -> str:
    """The template of addresses, but empty where it carries a password or a key."""
    return "" if any(sign in template for sign in "?#@") else template

"""What a forum still lacks before it can be held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from saphan.engine.sheets.forum_sheets import modes_of
from saphan.record.forum.models import Forum, Mode

BASICS, DAYS, PLACES, RULES = "basics", "days", "places", "rules"
INTERPRETERS, AGENDA, ROLES, OPENING = "interpreters", "agenda", "roles", "opening"


@dataclass(frozen=True)
class Check:
    """Something that is missing, or looks forgotten.

    Attributes:
        step: Where it is mended.
        message: What it is.
        blocks: Whether the forum cannot open without it.
    """

    step: str
    message: Any
    blocks: bool = False


def setup_checks(forum: Forum) -> list[Check]:
    """All that is missing or looks forgotten, in the order of the steps."""
    found = []
    if any(not forum.name.get(language) for language in forum.languages):
        found.append(Check(BASICS, _("The name is not given in every language."), blocks=True))
    if any(not forum.summary.get(language) for language in forum.languages):
        found.append(Check(BASICS, _("The summary is not given in every language.")))
    if len(forum.countries) < 2:
        found.append(Check(BASICS, _("A forum has at least two sides."), blocks=True))
    days = list(forum.days.all())
    if not days:
        found.append(Check(DAYS, _("There is no day yet."), blocks=True))
    modes = {mode for day in days for mode in modes_of(day.mode)}  # type: ignore[arg-type]
    served = set(forum.places.values_list("mode", flat=True))
    if Mode.FACE_TO_FACE in modes and Mode.FACE_TO_FACE not in served:
        found.append(Check(PLACES, _("People meet on the spot, but there is no table."), True))
    if Mode.ONLINE in modes and Mode.ONLINE not in served:
        found.append(Check(PLACES, _("People meet online, but there is no online room."), True))
    if Mode.ONLINE in modes and not forum.join_template:
        found.append(Check(PLACES, _("No address is set at which people meet online.")))
    first = min((slot.start for slot in forum.slots.all()), default=None)
    if forum.requests_close is None:
        found.append(Check(RULES, _("Nothing says until when people may ask for meetings.")))
    elif first and forum.requests_close > first:
        found.append(Check(RULES, _("Requests close only after the first meeting.")))
    if forum.registration_closes and first and forum.registration_closes > first:
        found.append(Check(RULES, _("Registration closes only after the first meeting.")))
    if len(forum.languages) > 1 and not forum.interpreters.exists():
        found.append(
            Check(INTERPRETERS, _("There is no interpreter: only who shares a language can meet."))
        )
    if not forum.agenda.exists():
        found.append(Check(AGENDA, _("The agenda is empty.")))
    if not forum.roles.filter(role="organiser").exists():
        found.append(Check(ROLES, _("Nobody organises the forum."), blocks=True))
    return found


def steps_done(forum: Forum) -> dict[str, bool]:
    """For each step, whether there is something in it."""
    return {
        BASICS: bool(forum.name) and len(forum.countries) > 1,
        DAYS: forum.days.exists(),
        PLACES: forum.places.exists(),
        RULES: any((forum.requests_close, forum.may_ask, forum.max_meetings)),
        INTERPRETERS: forum.interpreters.exists(),
        AGENDA: forum.agenda.exists(),
        ROLES: forum.roles.count() > 1,
        OPENING: forum.is_open,
    }


def halls_of(forum: Forum) -> list[str]:
    """The halls in which tables stand, by name."""
    return sorted(set(forum.places.exclude(hall="").values_list("hall", flat=True)))

"""A forum as a whole: its basics and rules, and whether it is there for everybody."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from saphan.engine.sheets.forum_sheets import DEADLINES
from saphan.record.directory.models import Organisation
from saphan.record.errors import Refused
from saphan.record.forum import actions, queries
from saphan.record.forum.checks import require_name
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty

from ...common import answers, forum_for, user_of
from ...schemas import Code
from ...schemas_setup import BasicsIn, BasicsOut, RulesIn, RulesOut, SetupOut
from ...scopes import scoped

router = Router()


@router.get(
    "/forums/{code}/setup",
    response=answers(SetupOut),
    summary="How a forum is set up",
    **scoped("forum:read"),
)
def setup(request: HttpRequest, code: Code) -> dict[str, Any]:
    """Name and sides, rules, days, slots, places and agenda, and what is missing to open it."""
    return whole_of(forum_for(request, code, Duty.SET_UP))


@router.put(
    "/forums/{code}/setup/basics",
    response=answers(SetupOut),
    summary="Change name, sides, languages and zones",
    **scoped("forum:write"),
)
def save_basics(request: HttpRequest, code: Code, given: BasicsIn) -> dict[str, Any]:
    """All of them, as they were read, with your changes. With the venue's zone, slots, agenda and
    deadlines move, so that its clock shows for them what it did."""
    forum = forum_for(request, code, Duty.SET_UP)
    actions.save_basics(user_of(request), forum, basics_of(given))
    return whole_of(forum)


@router.put(
    "/forums/{code}/setup/rules",
    response=answers(SetupOut),
    summary="Change the rules",
    **scoped("forum:write"),
)
def save_rules(request: HttpRequest, code: Code, given: RulesIn) -> dict[str, Any]:
    """All of them, as they were read, with your changes."""
    forum = forum_for(request, code, Duty.SET_UP)
    kinds = {f"{one}:{kind}" for one in forum.countries for kind in Organisation.Kind.values}
    named = {*given.may_ask, *(one for others in given.may_ask.values() for one in others)}
    if strange := named - kinds:
        raise Refused(
            _("No country and kind of this forum: %(codes)s.")
            % {"codes": ", ".join(sorted(strange))},
            "may_ask",
        )
    if given.may_ask and not any(given.may_ask.values()):
        raise Refused(_("Mark somebody who may ask somebody, or let everybody ask."), "may_ask")
    rules = given.dict(exclude=set(DEADLINES)) | {
        "may_ask": {one: list(dict.fromkeys(others)) for one, others in given.may_ask.items()},
        "deadlines": {name: getattr(given, name) for name in DEADLINES},
    }
    actions.save_rules(user_of(request), forum, actions.ForumRules(**rules))
    return whole_of(forum)


@router.post(
    "/forums/{code}/setup/open",
    response=answers(SetupOut),
    summary="Show a forum to everybody",
    **scoped("forum:write"),
)
def show_to_all(request: HttpRequest, code: Code) -> dict[str, Any]:
    """Once nothing is missing that blocks it."""
    forum = forum_for(request, code, Duty.SET_UP)
    actions.open_forum(user_of(request), forum)
    return whole_of(forum)


@router.post(
    "/forums/{code}/setup/hide",
    response=answers(SetupOut),
    summary="Hide a forum",
    **scoped("forum:write"),
)
def hide(request: HttpRequest, code: Code) -> dict[str, Any]:
    """It is a draft again, seen by its staff alone; nothing of it is lost."""
    forum = forum_for(request, code, Duty.SET_UP)
    actions.hide_forum(user_of(request), forum)
    return whole_of(forum)


def basics_of(given: BasicsIn) -> actions.Basics:
    """What was sent, as the actions take it; on the site a name can follow its language later."""
    name = texts_of(given.name)
    require_name(name, given.languages)
    return actions.Basics(
        name,
        texts_of(given.summary),
        tuple(given.countries),
        tuple(dict.fromkeys(given.languages)),
        given.timezone,
        tuple(given.zones),
    )


def texts_of(given: Mapping[str, str]) -> dict[str, str]:
    """Texts by language, without those that are blank."""
    return {one: text.strip() for one, text in given.items() if text.strip()}


def whole_of(forum: Forum) -> dict[str, Any]:
    """A forum as its organisers set it up."""
    forum.refresh_from_db()
    others = [zone for zone in forum.zones if zone != forum.timezone]
    return {
        "code": forum.code,
        "is_open": forum.is_open,
        "basics": {name: getattr(forum, name) for name in BasicsOut.model_fields}
        | {"zones": others},
        "rules": {name: getattr(forum, name) for name in RulesOut.model_fields},
        "days": list(forum.days.all()),
        "slots": list(forum.slots.all()),
        "places": list(forum.places.prefetch_related("kept_by")),
        "join_template": forum.join_template,
        "travel": list(forum.travel.all()),
        "agenda": list(forum.agenda.all()),
        "missing": [
            {"step": one.step, "message": str(one.message), "blocks": one.blocks}
            for one in queries.setup_checks(forum)
        ],
    }

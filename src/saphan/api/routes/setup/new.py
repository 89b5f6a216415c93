"""New forums, from nothing and from earlier ones."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Router

from saphan.record.forum import actions
from saphan.record.forum.rules import Duty, may_create

from ...common import answers, forum_for, user_of
from ...schemas import Code
from ...schemas_setup import CopyIn, NewForumIn, SetupOut
from ...scopes import scoped
from .. import forums
from .whole import basics_of, texts_of, whole_of

router = Router()  # one of the forums’ own serves the address of their list


@forums.router.post(
    "/forums", response=answers(SetupOut), summary="Make a forum", **scoped("forum:write")
)
def make(request: HttpRequest, given: NewForumIn) -> dict[str, Any]:
    """For who may make forums. A draft, seen by its staff alone, that you organise."""
    if not may_create(request.user):
        raise PermissionDenied
    origin = actions.Origin(tuple(given.topics), tuple(given.suggested))
    return whole_of(actions.create_forum(user_of(request), given.code, basics_of(given), origin))


@router.post(
    "/forums/{code}/copy",
    response=answers(SetupOut),
    summary="Make a forum from an earlier one",
    **scoped("forum:write"),
)
def copy(request: HttpRequest, code: Code, given: CopyIn) -> dict[str, Any]:
    """For its organisers who may make forums. A draft with its days, places, agenda and rules, and
    nobody in it; days, agenda and deadlines keep their distance from the first day."""
    source = forum_for(request, code, Duty.SET_UP)
    if not may_create(request.user):
        raise PermissionDenied
    return whole_of(
        actions.copy_forum(
            user_of(request), source, given.code, texts_of(given.name), given.first_day
        )
    )

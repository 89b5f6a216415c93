"""What every route needs."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest
from ninja import Field, Schema
from ninja.pagination import LimitOffsetPagination

from saphan.record.directory.models import Organisation, User
from saphan.record.forum.models import Delegate, Forum
from saphan.record.forum.queries import get_seen_forum
from saphan.record.forum.rules import Duty, delegate_of, require_duty

from .schemas import Problem

WRONG = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 429: Problem}
"""What any route can answer instead."""


class Pages(LimitOffsetPagination):
    """Pages of a list, by limits that a database can count to."""

    class Input(Schema):
        limit: int = Field(100, ge=1, le=1000)
        offset: int = Field(0, ge=0, le=2**31 - 1)


def answers(schema: Any) -> dict[Any, Any]:
    """The answers of a route, the wrong ones among them."""
    return {200: schema, **WRONG}


def user_of(request: HttpRequest) -> User:
    """Whose token it is."""
    return cast(User, request.user)


def forum_of(request: HttpRequest, code: str) -> Forum:
    """The forum of this code, if the owner of the token may see it."""
    try:
        return get_seen_forum(request.user, code)
    except Forum.DoesNotExist as error:
        raise Http404 from error


def forum_for(request: HttpRequest, code: str, duty: Duty) -> Forum:
    """The forum of this code, where the owner of the token has the duty."""
    found = forum_of(request, code)
    require_duty(request.user, found, duty)
    return found


def own_place(request: HttpRequest, code: str) -> tuple[Forum, Delegate]:
    """The forum of this code and the place there of who owns the token."""
    found = forum_of(request, code)
    delegate = delegate_of(request.user, found)
    if delegate is None:
        raise Http404
    return found, delegate


def organisation_out(one: Organisation) -> dict[str, Any]:
    return {
        name: getattr(one, name)
        for name in ("code", "country", "kind", "name", "name_en", "city", "website")
    }

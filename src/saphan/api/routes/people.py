"""Delegates and registrations, for who looks after a forum's people."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router
from ninja.pagination import paginate

from saphan.record.forum import actions
from saphan.record.forum.models import Registration
from saphan.record.forum.queries import delegates_of, registrations_of
from saphan.record.forum.rules import Duty, countries_of

from ..common import WRONG, Pages, answers, forum_for, user_of
from ..schemas import Code, DelegateOut, Id, RegistrationOut
from ..scopes import scoped

router = Router()


@router.get(
    "/forums/{code}/delegates",
    response={200: list[DelegateOut], **WRONG},
    summary="Delegates",
    **scoped("people:read"),
)
@paginate(Pages)
def delegates(request: HttpRequest, code: Code) -> Any:
    """With their addresses. A co-organiser gets those of the own country."""
    forum = forum_for(request, code, Duty.PEOPLE)
    return delegates_of(forum, countries_of(request.user, forum)).order_by("code")


@router.get(
    "/forums/{code}/registrations",
    response={200: list[RegistrationOut], **WRONG},
    summary="Registrations",
    **scoped("people:read"),
)
@paginate(Pages)
def registrations(request: HttpRequest, code: Code) -> Any:
    """Who is invited, waits for approval, takes part or does not."""
    forum = forum_for(request, code, Duty.PEOPLE)
    return registrations_of(forum, countries_of(request.user, forum))


@router.post(
    "/forums/{code}/registrations/{id}/approve",
    response=answers(RegistrationOut),
    summary="Approve a registration",
    **scoped("people:write"),
)
def approve(request: HttpRequest, code: Code, id: Id) -> Registration:
    """Who registered takes part from now on."""
    return _decided(request, code, id, actions.approve)


@router.post(
    "/forums/{code}/registrations/{id}/decline",
    response=answers(RegistrationOut),
    summary="Decline a registration",
    **scoped("people:write"),
)
def decline(request: HttpRequest, code: Code, id: Id) -> Registration:
    """Who registered does not take part."""
    return _decided(request, code, id, actions.decline)


def _decided(request: HttpRequest, code: str, key: int, act: Any) -> Registration:
    forum = forum_for(request, code, Duty.PEOPLE)
    found = registrations_of(forum, countries_of(request.user, forum)).filter(pk=key).first()
    if found is None:
        raise Http404
    act(user_of(request), found)
    found.refresh_from_db()
    return found

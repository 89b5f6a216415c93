"""Delegates and registrations, for who looks after a forum's people."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from ninja.pagination import paginate

from saphan.record.errors import Refused
from saphan.record.forum import actions
from saphan.record.forum.models import Registration
from saphan.record.forum.queries import delegates_of, registrations_of, same_organisations
from saphan.record.forum.rules import Duty, countries_of
from saphan.record.meetings.actions import withdraw_person
from saphan.work.people import order_decision, order_invitations

from ..common import WRONG, Pages, answers, forum_for, user_of
from ..schemas import Code, DelegateOut, Id, RegistrationOut
from ..schemas_inviting import ApproveIn, RegistrationWhole, WordsIn
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


@router.get(
    "/forums/{code}/registrations/{id}",
    response=answers(RegistrationWhole),
    summary="A registration",
    **scoped("people:read"),
)
def registration(request: HttpRequest, code: Code, id: Id) -> Registration:
    """With what was answered, and the organisations that a new one may be."""
    found: Any = _one(request, code, id)
    found.like = same_organisations(found)
    return found


@router.post(
    "/forums/{code}/registrations/{id}/approve",
    response=answers(RegistrationOut),
    summary="Approve a registration",
    **scoped("people:write"),
)
def approve(
    request: HttpRequest, code: Code, id: Id, given: ApproveIn | None = None
) -> Registration:
    """Who registered takes part from now on, and is told so."""
    found = _one(request, code, id)
    chosen = None
    if given is not None and given.organisation is not None:
        like = {one.organisation.code: one.organisation for one in same_organisations(found)}
        if given.organisation not in like:
            raise Refused(_("The new organisation is not like this one."), "organisation")
        chosen = like[given.organisation]
    return _decided(found, lambda: actions.approve(user_of(request), found, chosen))


@router.post(
    "/forums/{code}/registrations/{id}/decline",
    response=answers(RegistrationOut),
    summary="Decline a registration",
    **scoped("people:write"),
)
def decline(request: HttpRequest, code: Code, id: Id, given: WordsIn | None = None) -> Registration:
    """Who registered does not take part, and is told so."""
    found = _one(request, code, id)
    words = "" if given is None else given.words.strip()
    return _decided(found, lambda: actions.decline(user_of(request), found, words))


@router.post(
    "/forums/{code}/registrations/{id}/remind",
    response=answers(RegistrationOut),
    summary="Remind of an invitation",
    **scoped("people:write"),
)
def remind(request: HttpRequest, code: Code, id: Id) -> Registration:
    """Who has not answered; an invitation too old is made anew."""
    found = _one(request, code, id)
    with transaction.atomic():
        order_invitations([actions.invite_again(user_of(request), found)])
    return found


@router.post(
    "/forums/{code}/registrations/{id}/withdraw",
    response=answers(RegistrationOut),
    summary="Withdraw an invitation or a registration",
    **scoped("people:write"),
)
def withdraw(
    request: HttpRequest, code: Code, id: Id, given: WordsIn | None = None
) -> Registration:
    """An invitation is taken back without a word; who registered is told. Who takes part already
    does so no longer, unless the published timetable has meetings of theirs (409)."""
    found = _one(request, code, id)
    words = "" if given is None else given.words.strip()

    def act() -> None:
        if found.delegate is None:
            actions.withdraw_registration(user_of(request), found, words)
        else:
            withdraw_person(user_of(request), found.delegate, words)

    return _decided(found, act, told=found.answered_at is not None)


def _one(request: HttpRequest, code: str, key: int) -> Registration:
    forum = forum_for(request, code, Duty.PEOPLE)
    found = registrations_of(forum, countries_of(request.user, forum)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _decided(found: Registration, act: Callable[[], object], *, told: bool = True) -> Registration:
    with transaction.atomic():
        act()
        if told:
            order_decision(found)
    found.refresh_from_db()
    return found

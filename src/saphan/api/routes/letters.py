"""Letters to groups, for who looks after a forum's people."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Router, Status
from ninja.pagination import paginate

from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty, countries_of
from saphan.record.mailing import actions, queries
from saphan.record.mailing.models import Letter
from saphan.work.jobs import order_letters
from saphan.work.letters import Preview, preview_of

from ..common import WRONG, Pages, answers, forum_for, user_of
from ..schemas import Code, Id
from ..schemas_letters import LetterIn, LetterOut, LetterWhole, PreviewOut, SendIn
from ..scopes import scoped

router = Router()


@router.get(
    "/forums/{code}/letters",
    response={200: list[LetterOut], **WRONG},
    summary="Letters",
    **scoped("letters:read"),
)
@paginate(Pages)
def letters(request: HttpRequest, code: Code) -> Any:
    """Newest first, each with how many were sent and how many failed; a co-organiser is told
    those of the own country."""
    return _letters(request, forum_for(request, code, Duty.PEOPLE))


@router.get(
    "/forums/{code}/letters/{id}",
    response=answers(LetterWhole),
    summary="A letter",
    **scoped("letters:read"),
)
def letter(request: HttpRequest, code: Code, id: Id) -> Letter:
    """With its texts."""
    return _one(request, forum_for(request, code, Duty.PEOPLE), id)


@router.post(
    "/forums/{code}/letters",
    response=answers(LetterWhole),
    summary="Draft a letter",
    **scoped("letters:write"),
)
def draft(request: HttpRequest, code: Code, given: LetterIn) -> Letter:
    """Nobody gets it before it is sent."""
    forum = forum_for(request, code, Duty.PEOPLE)
    with transaction.atomic():
        made = actions.new_letter(user_of(request), forum)
        actions.write(user_of(request), made, **given.dict())
    return _one(request, forum, made.pk)


@router.put(
    "/forums/{code}/letters/{id}",
    response=answers(LetterWhole),
    summary="Change a draft",
    **scoped("letters:write"),
)
def change(request: HttpRequest, code: Code, id: Id, given: LetterIn) -> Letter:
    """All of it: what is not given is emptied."""
    found = _one(request, forum_for(request, code, Duty.PEOPLE), id)
    actions.write(user_of(request), found, **given.dict())
    return _one(request, found.forum, id)


@router.delete(
    "/forums/{code}/letters/{id}",
    response={204: None, **WRONG},
    summary="Discard a draft",
    **scoped("letters:write"),
)
def discard(request: HttpRequest, code: Code, id: Id) -> Status:
    """What was sent stays."""
    actions.discard(user_of(request), _one(request, forum_for(request, code, Duty.PEOPLE), id))
    return Status(204, None)


@router.get(
    "/forums/{code}/letters/{id}/preview",
    response=answers(PreviewOut),
    summary="A letter as it would arrive",
    **scoped("letters:write"),
)
def preview(request: HttpRequest, code: Code, id: Id) -> Preview:
    """If you sent it now: to how many it would go, and the text that the first who reads each
    language would get."""
    return preview_of(_one(request, forum_for(request, code, Duty.PEOPLE), id), user_of(request))


@router.post(
    "/forums/{code}/letters/{id}/send",
    response=answers(LetterWhole),
    summary="Send a letter",
    **scoped("letters:write"),
)
def send(request: HttpRequest, code: Code, id: Id, given: SendIn) -> Letter:
    """A draft, at once or later; of a co-organiser to the own country alone."""

    def act(user: Any, found: Letter) -> None:
        actions.order(user, found, given.at)
        if given.at is None:
            order_letters()

    return _done(request, code, id, act)


@router.post(
    "/forums/{code}/letters/{id}/take-back",
    response=answers(LetterWhole),
    summary="Take a scheduled letter back",
    **scoped("letters:write"),
)
def take_back(request: HttpRequest, code: Code, id: Id) -> Letter:
    """It is a draft again."""
    return _done(request, code, id, actions.take_back)


@router.post(
    "/forums/{code}/letters/{id}/again",
    response=answers(LetterWhole),
    summary="Try again what failed",
    **scoped("letters:write"),
)
def again(request: HttpRequest, code: Code, id: Id) -> Letter:
    """Of a letter that was sent: to those addresses alone that it did not reach."""

    def act(user: Any, found: Letter) -> None:
        actions.send_again(user, found)
        order_letters()

    return _done(request, code, id, act)


def _done(request: HttpRequest, code: str, key: int, act: Callable[[Any, Letter], Any]) -> Letter:
    forum = forum_for(request, code, Duty.PEOPLE)
    act(user_of(request), _one(request, forum, key))
    return _one(request, forum, key)


def _letters(request: HttpRequest, forum: Forum) -> QuerySet[Letter]:
    return queries.letters(forum, countries_of(request.user, forum))


def _one(request: HttpRequest, forum: Forum, key: int) -> Letter:
    found = _letters(request, forum).select_related("forum").filter(pk=key).first()
    # Of any other forum it is not there.
    if found is None:
        raise Http404
    return found

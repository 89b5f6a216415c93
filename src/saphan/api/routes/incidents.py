"""What happens on the day, the replan proposed for it, and what still holds."""

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.errors import HttpError
from ninja.pagination import paginate

from saphan.record.forum.models import Delegate, Forum, Interpreter, Place
from saphan.record.forum.rules import Duty
from saphan.record.meetings import actions, queries
from saphan.record.meetings.actions import Report
from saphan.record.meetings.models import Batch, Incident, Replanning
from saphan.record.meetings.queries.incidents import with_of
from saphan.work.jobs import order_replan

from ..common import WRONG, Pages, answers, forum_for, user_of
from ..schemas import ChangeOut, Code, Id
from ..schemas_day import (
    ApplyIn,
    HoldingOut,
    IncidentIn,
    ReplanningOut,
    ReplanningWhole,
)
from ..scopes import scoped

router = Router()


@router.get(
    "/forums/{code}/incidents",
    response=answers(list[HoldingOut]),
    summary="What happened and holds",
    **scoped("meetings:read"),
)
def holding(request: HttpRequest, code: Code) -> list[Any]:
    """What the timetable does without, newest first, and the change that is to be undone so that
    it holds no longer."""
    forum = forum_for(request, code, Duty.TIMETABLE)
    return [{"change": one.batch.pk, "incidents": one.incidents} for one in queries.holding(forum)]


@router.post(
    "/forums/{code}/incidents",
    response=answers(ReplanningOut),
    summary="Report what happened",
    **scoped("meetings:write"),
)
def report(request: HttpRequest, code: Code, given: IncidentIn) -> Replanning:
    """A replan is worked out for it, and for all that was reported and is not decided on. Nothing
    changes until it is applied."""
    forum = forum_for(request, code, Duty.TIMETABLE)
    said = Report(given.kind, _missing(forum, given), given.start or timezone.now(), given.until)
    made = actions.report_incident(user_of(request), forum, said, defer=order_replan)
    return _one(forum, made.pk)


def _missing(forum: Forum, given: IncidentIn) -> Delegate | Interpreter | Place:
    """Who or what is missing; exactly one is to be named."""
    named = [
        (rows, code)
        for rows, code in (
            (forum.delegates, given.delegate),
            (forum.interpreters, given.interpreter),
            (forum.places, given.place),
        )
        if code is not None
    ]
    if len(named) != 1:
        raise HttpError(400, "Name a delegate, an interpreter or a place: one of them.")
    rows, code = named[0]
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


@router.post(
    "/forums/{code}/incidents/{id}/take-back",
    response=answers(list[ReplanningOut]),
    summary="Take a report back",
    **scoped("meetings:write"),
)
def take_back(request: HttpRequest, code: Code, id: Id) -> list[Replanning]:
    """Of one that is not decided on. What else was reported gets a new proposal, which is the
    answer; an empty list where nothing is left."""
    forum = forum_for(request, code, Duty.TIMETABLE)
    incident = (
        Incident.objects.select_related("replanning__forum")
        .filter(pk=id, replanning__forum=forum)
        .first()
    )
    if incident is None:
        raise Http404
    made = actions.forget_incident(user_of(request), incident, defer=order_replan)
    return [] if made is None else [_one(forum, made.pk)]


@router.get(
    "/forums/{code}/replannings",
    response={200: list[ReplanningOut], **WRONG},
    summary="Proposed replans",
    **scoped("meetings:read"),
)
@paginate(Pages)
def replannings(request: HttpRequest, code: Code) -> Any:
    """Newest first, those applied and dropped too."""
    return _all(forum_for(request, code, Duty.TIMETABLE))


@router.get(
    "/forums/{code}/replannings/{id}",
    response=answers(ReplanningWhole),
    summary="A proposed replan",
    **scoped("meetings:read"),
)
def replanning(request: HttpRequest, code: Code, id: Id) -> Replanning:
    """With what would move and why, once it is worked out and until it is decided on."""
    return _one(forum_for(request, code, Duty.TIMETABLE), id)


@router.post(
    "/forums/{code}/replannings/{id}/again",
    response=answers(ReplanningOut),
    summary="Have a replan proposed anew",
    **scoped("meetings:write"),
)
def again(request: HttpRequest, code: Code, id: Id) -> Replanning:
    """For the same, on the timetable as it now is."""
    return _decided(
        request,
        code,
        id,
        lambda user, one: actions.propose_again(user, one, defer=order_replan).pk,
    )


@router.post(
    "/forums/{code}/replannings/{id}/drop",
    response=answers(ReplanningOut),
    summary="Drop a proposed replan",
    **scoped("meetings:write"),
)
def drop(request: HttpRequest, code: Code, id: Id) -> Replanning:
    """Nothing changes."""

    def act(user: Any, one: Replanning) -> int:
        actions.drop_replanning(user, one)
        return one.pk

    return _decided(request, code, id, act)


def _decided(
    request: HttpRequest, code: str, key: int, act: Callable[[Any, Replanning], int]
) -> Replanning:
    forum = forum_for(request, code, Duty.TIMETABLE)
    return _one(forum, act(user_of(request), _one(forum, key)))


@router.post(
    "/forums/{code}/replannings/{id}/apply",
    response=answers(ChangeOut),
    summary="Apply a proposed replan",
    **scoped("meetings:write"),
)
def apply(request: HttpRequest, code: Code, id: Id, given: ApplyIn) -> Batch:
    """All of it at once: a change that can be undone as every other."""
    found = _one(forum_for(request, code, Duty.TIMETABLE), id)
    return actions.apply_replanning(user_of(request), found, words=given.words)


def _all(forum: Forum) -> Any:
    reported = Prefetch("incidents", with_of(Incident.objects.all()))
    return queries.replannings(forum).prefetch_related(reported)


def _one(forum: Forum, key: int) -> Replanning:
    found: Replanning | None = _all(forum).filter(pk=key).first()
    if found is None:
        raise Http404
    return found

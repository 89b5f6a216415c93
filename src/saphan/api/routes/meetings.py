"""Timetables: one's own, and all of it for who makes it."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router
from ninja.pagination import paginate

from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty
from saphan.record.meetings import actions, queries
from saphan.record.meetings.models import Batch, Meeting, Timetable

from ..common import WRONG, Pages, answers, forum_for, own_place, user_of
from ..schemas import CancelIn, ChangeOut, Code, Id, MeetingOut, MoveIn, TimetableOut
from ..scopes import scoped

router = Router()


@router.get(
    "/forums/{code}/timetable",
    response=answers(list[MeetingOut]),
    summary="Your meetings",
    **scoped("meetings:read"),
)
def own_timetable(request: HttpRequest, code: Code) -> list[Meeting]:
    """Your meetings of the published timetable."""
    _forum, delegate = own_place(request, code)
    return queries.timetable_of(delegate)


@router.get(
    "/forums/{code}/timetables",
    response=answers(list[TimetableOut]),
    summary="Versions of the timetable",
    **scoped("meetings:read"),
)
def versions(request: HttpRequest, code: Code) -> list[Timetable]:
    """Drafts and the published one, newest first."""
    forum = forum_for(request, code, Duty.TIMETABLE)
    return list(queries.timetables(forum))


@router.get(
    "/forums/{code}/timetables/{version}/meetings",
    response={200: list[MeetingOut], **WRONG},
    summary="Meetings of a version",
    **scoped("meetings:read"),
)
@paginate(Pages)
def meetings(request: HttpRequest, code: Code, version: Id) -> Any:
    """Everybody's meetings, those called off too."""
    forum = forum_for(request, code, Duty.TIMETABLE)
    if version >= 2**31 or not forum.timetables.filter(version=version).exists():
        raise Http404
    found = _meetings(forum).filter(timetable__version=version)
    return found.order_by("start", "pk")


def _meetings(forum: Forum) -> Any:
    return (
        Meeting.objects.filter(timetable__forum=forum)
        .select_related("slot", "place", "interpreter", "timetable__forum")
        .prefetch_related("seats__delegate")
    )


@router.post(
    "/forums/{code}/timetables/{version}/publish",
    response=answers(TimetableOut),
    summary="Publish a version",
    **scoped("meetings:write"),
)
def publish(request: HttpRequest, code: Code, version: Id) -> Timetable:
    """Everybody sees this version from now on."""
    forum = forum_for(request, code, Duty.TIMETABLE)
    found = forum.timetables.filter(version=version).first() if version < 2**31 else None
    if found is None:
        raise Http404
    actions.publish(user_of(request), found)
    return queries.timetables(forum).get(pk=found.pk)


@router.post(
    "/forums/{code}/meetings/{id}/move",
    response=answers(ChangeOut),
    summary="Move a meeting",
    **scoped("meetings:write"),
)
def move(request: HttpRequest, code: Code, id: Id, given: MoveIn) -> Batch:
    """Into another slot, or to another place; refused, in words, where something is in the way."""
    forum, meeting = _meeting(request, code, id)
    slot = forum.slots.filter(code=given.slot).first()
    place = forum.places.filter(code=given.place).first()
    if slot is None or place is None:
        raise Http404
    return actions.move(user_of(request), meeting, slot, place, words=given.words)


@router.post(
    "/forums/{code}/meetings/{id}/cancel",
    response=answers(ChangeOut),
    summary="Call a meeting off",
    **scoped("meetings:write"),
)
def cancel(request: HttpRequest, code: Code, id: Id, given: CancelIn) -> Batch:
    """It can be undone."""
    _forum, meeting = _meeting(request, code, id)
    return actions.cancel(user_of(request), meeting, words=given.words)


@router.post(
    "/forums/{code}/changes/{id}/undo",
    response=answers(ChangeOut),
    summary="Undo a change",
    **scoped("meetings:write"),
)
def undo(request: HttpRequest, code: Code, id: Id) -> Batch:
    """Have its meetings as they were before."""
    forum = forum_for(request, code, Duty.TIMETABLE)
    found = forum.batches.select_related("timetable__forum").filter(pk=id).first()
    if found is None:
        raise Http404
    return actions.undo(user_of(request), found)


def _meeting(request: HttpRequest, code: str, key: int) -> tuple[Forum, Meeting]:
    forum = forum_for(request, code, Duty.TIMETABLE)
    found = _meetings(forum).filter(pk=key).first()
    if found is None:
        raise Http404
    return forum, found

"""How meetings were, and what came of them, for those who were in them."""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from saphan.record.meetings import actions, queries
from saphan.record.meetings.queries import OwnMeeting

from ..common import answers, own_place, user_of
from ..schemas import Code, Id
from ..schemas_after import FeedbackIn, OutcomeIn, ToldOut
from ..scopes import scoped

router = Router()


@router.get(
    "/forums/{code}/outcomes",
    response=answers(list[ToldOut]),
    summary="Your meetings and what came of them",
    **scoped("meetings:read"),
)
def outcomes(request: HttpRequest, code: Code) -> list[OwnMeeting]:
    """Meetings of your organisation that have begun: what you said of each, and what your
    organisation says came of it. What the other side says is theirs."""
    _forum, delegate = own_place(request, code)
    return queries.own_meetings(delegate)


@router.post(
    "/forums/{code}/requests/{id}/feedback",
    response=answers(ToldOut),
    summary="Tell how a meeting was",
    **scoped("meetings:write"),
)
def feedback(request: HttpRequest, code: Code, id: Id, given: FeedbackIn) -> OwnMeeting:
    """Whether it was held, and how it was; said again, it replaces what was said."""
    _forum, delegate = own_place(request, code)
    meeting = _own(delegate, id).meeting
    actions.tell_feedback(
        user_of(request), delegate, meeting, given.came, given.rating, given.words
    )
    return _own(delegate, id)


@router.post(
    "/forums/{code}/requests/{id}/outcome",
    response=answers(ToldOut),
    summary="Tell what came of a meeting",
    **scoped("meetings:write"),
)
def outcome(request: HttpRequest, code: Code, id: Id, given: OutcomeIn) -> OwnMeeting:
    """For your organisation. The first telling needs `next_step`; a later one changes the fields
    that it names."""
    forum, delegate = own_place(request, code)
    told = given.dict(exclude_unset=True)
    if told.get("owner") is not None:
        told["owner"] = forum.delegates.filter(
            code=told["owner"], organisation=delegate.organisation_id
        ).first()
        if told["owner"] is None:
            raise Http404
    if told.get("value") is not None:
        told["value"] = Decimal(told["value"])
    actions.tell_outcome(user_of(request), delegate, _own(delegate, id).meeting, **told)
    return _own(delegate, id)


def _own(delegate: Any, key: int) -> OwnMeeting:
    found = queries.own_meeting(delegate, key)
    # To anybody else the meeting is not there.
    if found is None:
        raise Http404
    return found

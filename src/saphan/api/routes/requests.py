"""A delegate's suggestions and requests, and an organiser's proposals."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router
from ninja.errors import HttpError
from ninja.pagination import paginate

from saphan.record.directory.models import Organisation
from saphan.record.forum.models import Delegate, Forum
from saphan.record.forum.rules import Duty, countries_of
from saphan.record.meetings import actions, queries
from saphan.record.meetings.models import Request
from saphan.record.meetings.rules import takes_part

from ..common import WRONG, Pages, answers, forum_for, organisation_out, own_place, user_of
from ..schemas import AnswerIn, Code, Id, ProposalIn, RequestIn, RequestOut, SuggestionOut
from ..scopes import scoped

router = Router()


@router.get(
    "/forums/{code}/suggestions",
    response=answers(list[SuggestionOut]),
    summary="Whom you could meet",
    **scoped("meetings:read"),
)
def suggestions(request: HttpRequest, code: Code) -> list[dict[str, Any]]:
    """Organisations whose offers meet your needs, or the reverse, likeliest first."""
    _forum, delegate = own_place(request, code)
    return [
        {
            "organisation": organisation_out(one.organisation),
            "contact": one.contact.code if one.contact else None,
            "probability": one.score,
            "why": [sentence for match in one.matches[:3] for sentence in match.common],
        }
        for one in queries.suggestions_for(delegate)
    ]


@router.get(
    "/forums/{code}/requests",
    response=answers(list[RequestOut]),
    summary="Your requests",
    **scoped("meetings:read"),
)
def own_requests(request: HttpRequest, code: Code) -> list[Request]:
    """All that you have asked, or are asked."""
    _forum, delegate = own_place(request, code)
    lists = queries.requests_of(delegate)
    return [*lists.received, *lists.sent, *lists.accepted, *lists.closed]


@router.post(
    "/forums/{code}/requests",
    response=answers(RequestOut),
    summary="Ask for a meeting",
    **scoped("meetings:write"),
)
def ask(request: HttpRequest, code: Code, given: RequestIn) -> Request:
    """Ask a delegate, or an organisation of which anybody will do."""
    forum, delegate = own_place(request, code)
    if bool(given.delegate) == bool(given.organisation):
        raise HttpError(400, "Name a delegate or an organisation, one of the two.")
    receiver: Delegate | Organisation | None
    if given.delegate:
        receiver = _delegate(forum, given.delegate)
    else:
        receiver = Organisation.objects.filter(
            delegates__forum=forum, code=given.organisation
        ).first()
        if receiver is None:
            raise Http404
    return actions.ask(user_of(request), delegate, receiver, given.message)


def _delegate(forum: Forum, code: str) -> Delegate:
    found = (
        forum.delegates.select_related("organisation", "person", "forum").filter(code=code).first()
    )
    if found is None:
        raise Http404
    return found


@router.post(
    "/forums/{code}/requests/{id}/accept",
    response=answers(RequestOut),
    summary="Accept a request",
    **scoped("meetings:write"),
)
def accept(request: HttpRequest, code: Code, id: Id) -> Request:
    """Agree to meet, also where you have declined before."""
    return _answered(request, code, id, actions.accept)


@router.post(
    "/forums/{code}/requests/{id}/decline",
    response=answers(RequestOut),
    summary="Decline a request",
    **scoped("meetings:write"),
)
def decline(request: HttpRequest, code: Code, id: Id, given: AnswerIn) -> Request:
    """Say no; who asked does not see the reason."""
    return _answered(request, code, id, actions.decline, reason=given.reason, words=given.words)


@router.post(
    "/forums/{code}/requests/{id}/withdraw",
    response=answers(RequestOut),
    summary="Withdraw a request or a meeting",
    **scoped("meetings:write"),
)
def withdraw(request: HttpRequest, code: Code, id: Id) -> Request:
    """Take back what you asked, or a meeting agreed."""
    return _answered(request, code, id, actions.withdraw)


def _answered(
    request: HttpRequest, code: str, key: int, act: Callable[..., Request], **given: str
) -> Request:
    forum, delegate = own_place(request, code)
    found = forum.requests.select_related("forum").filter(pk=key).first()
    # To anybody else the request is not there.
    if found is None or not takes_part(delegate, found):
        raise Http404
    return act(user_of(request), found, **given)


@router.get(
    "/forums/{code}/proposals",
    response={200: list[RequestOut], **WRONG},
    summary="Proposals of organisers",
    **scoped("meetings:read"),
)
@paginate(Pages)
def proposals(request: HttpRequest, code: Code) -> Any:
    """What organisers have proposed, and whose answer is missing."""
    forum = forum_for(request, code, Duty.TIMETABLE)
    return queries.proposals_of(forum, countries_of(request.user, forum))


@router.post(
    "/forums/{code}/proposals",
    response=answers(RequestOut),
    summary="Propose a meeting",
    **scoped("meetings:write"),
)
def propose(request: HttpRequest, code: Code, given: ProposalIn) -> Request:
    """Propose to two delegates that they meet; agreed once both have accepted."""
    forum = forum_for(request, code, Duty.TIMETABLE)
    one, other = _delegate(forum, given.one), _delegate(forum, given.other)
    return actions.propose(user_of(request), one, other, given.message)

"""Items of the agenda; the agenda itself is read by everybody."""

from django.http import Http404, HttpRequest
from ninja import Router, Status

from saphan.record.forum import actions
from saphan.record.forum.models import AgendaItem, Forum
from saphan.record.forum.rules import Duty

from ...common import WRONG, answers, forum_for, user_of
from ...schemas import AgendaOut, Code
from ...schemas_programme import AgendaIn
from ...scopes import scoped
from .whole import texts_of

router = Router()


@router.post(
    "/forums/{code}/setup/agenda",
    response=answers(AgendaOut),
    summary="Add an item of the agenda",
    **scoped("forum:write"),
)
def add(request: HttpRequest, code: Code, given: AgendaIn) -> AgendaItem:
    """Opening, talk, signing, lunch: what takes place beside the meetings."""
    return _save(request, forum_for(request, code, Duty.SET_UP), None, given)


@router.put(
    "/forums/{code}/setup/agenda/{item}",
    response=answers(AgendaOut),
    summary="Change an item of the agenda",
    **scoped("forum:write"),
)
def change(request: HttpRequest, code: Code, item: Code, given: AgendaIn) -> AgendaItem:
    """All of it; who attends it stays."""
    forum = forum_for(request, code, Duty.SET_UP)
    return _save(request, forum, _one(forum, item), given)


@router.delete(
    "/forums/{code}/setup/agenda/{item}",
    response={204: None, **WRONG},
    summary="Take an item out of the agenda",
    **scoped("forum:write"),
)
def remove(request: HttpRequest, code: Code, item: Code) -> Status:
    """Nobody is bound by it any more."""
    found = _one(forum_for(request, code, Duty.SET_UP), item)
    actions.delete_agenda_item(user_of(request), found)
    return Status(204, None)


def _save(
    request: HttpRequest, forum: Forum, found: AgendaItem | None, given: AgendaIn
) -> AgendaItem:
    said = given.dict() | {
        "titles": texts_of(given.titles),
        "place": given.place.strip(),
    }
    return actions.save_agenda_item(user_of(request), forum, found, **said)


def _one(forum: Forum, code: str) -> AgendaItem:
    found = forum.agenda.filter(code=code).first()
    # Of any other forum it is not there.
    if found is None:
        raise Http404
    return found

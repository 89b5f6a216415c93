"""Who interprets between which languages, and when."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Router, Status

from saphan.record.forum import actions
from saphan.record.forum.models import Forum, Interpreter
from saphan.record.forum.rules import Duty

from ...common import WRONG, answers, forum_for, user_of
from ...schemas import Code
from ...schemas_programme import InterpreterIn, InterpreterOut
from ...scopes import scoped

router = Router()


@router.get(
    "/forums/{code}/setup/interpreters",
    response=answers(list[InterpreterOut]),
    summary="Interpreters",
    **scoped("people:read"),
)
def interpreters(request: HttpRequest, code: Code) -> list[Interpreter]:
    """With their addresses, languages and times."""
    return list(_all(forum_for(request, code, Duty.SET_UP)))


@router.post(
    "/forums/{code}/setup/interpreters",
    response=answers(InterpreterOut),
    summary="Add an interpreter",
    **scoped("people:write"),
)
def add(request: HttpRequest, code: Code, given: InterpreterIn) -> Interpreter:
    """The forum gives them a code."""
    return _save(request, forum_for(request, code, Duty.SET_UP), None, given)


@router.put(
    "/forums/{code}/setup/interpreters/{interpreter}",
    response=answers(InterpreterOut),
    summary="Change an interpreter",
    **scoped("people:write"),
)
def change(
    request: HttpRequest, code: Code, interpreter: Code, given: InterpreterIn
) -> Interpreter:
    """All of it: what is not given is emptied. A timetable that is made stays as it is."""
    forum = forum_for(request, code, Duty.SET_UP)
    return _save(request, forum, _one(forum, interpreter), given)


@router.delete(
    "/forums/{code}/setup/interpreters/{interpreter}",
    response={204: None, **WRONG},
    summary="Take an interpreter out",
    **scoped("people:write"),
)
def remove(request: HttpRequest, code: Code, interpreter: Code) -> Status:
    """Refused where a timetable gives them meetings."""
    found = _one(forum_for(request, code, Duty.SET_UP), interpreter)
    actions.delete_interpreter(user_of(request), found)
    return Status(204, None)


def _save(
    request: HttpRequest, forum: Forum, found: Interpreter | None, given: InterpreterIn
) -> Interpreter:
    said = given.dict(exclude={"availability"}) | {
        "name": given.name.strip(),
        "email": given.email or "",
        "modes": list(dict.fromkeys(given.modes)),
        "zone": given.zone or forum.timezone,
    }
    windows = [actions.Window(**one.dict()) for one in given.availability]
    saved = actions.save_interpreter(user_of(request), forum, found, windows=windows, **said)
    return _one(forum, saved.code)


def _all(forum: Forum) -> QuerySet[Interpreter]:
    return forum.interpreters.select_related("forum").prefetch_related("availability")


def _one(forum: Forum, code: str) -> Interpreter:
    found = _all(forum).filter(code=code).first()
    # Of any other forum they are not there.
    if found is None:
        raise Http404
    return found

"""Who works at a forum."""

from django.http import Http404, HttpRequest
from ninja import Router, Status

from saphan.record.forum import actions
from saphan.record.forum.models import ForumRole
from saphan.record.forum.rules import Duty

from ...common import WRONG, answers, forum_for, user_of
from ...schemas import Code, Id
from ...schemas_programme import RoleIn, RoleOut
from ...scopes import scoped

router = Router()


@router.get(
    "/forums/{code}/setup/roles",
    response=answers(list[RoleOut]),
    summary="Who works at a forum",
    **scoped("roles:read"),
)
def roles(request: HttpRequest, code: Code) -> list[ForumRole]:
    """Organisers, co-organisers of one country, desk officers and staff at the door."""
    forum = forum_for(request, code, Duty.SET_UP)
    return list(forum.roles.select_related("user").order_by("pk"))


@router.post(
    "/forums/{code}/setup/roles",
    response=answers(RoleOut),
    summary="Give a role",
    **scoped("roles:write"),
)
def give(request: HttpRequest, code: Code, given: RoleIn) -> ForumRole:
    """To the person of an address, who signs in with it; given again, nothing changes."""
    forum = forum_for(request, code, Duty.SET_UP)
    return actions.give_role(user_of(request), forum, given.email, given.role, given.country or "")


@router.delete(
    "/forums/{code}/setup/roles/{id}",
    response={204: None, **WRONG},
    summary="Take a role back",
    **scoped("roles:write"),
)
def take(request: HttpRequest, code: Code, id: Id) -> Status:
    """Somebody has to organise the forum: the last organiser stays."""
    forum = forum_for(request, code, Duty.SET_UP)
    found = forum.roles.select_related("forum").filter(pk=id).first()
    # Of any other forum it is not there.
    if found is None:
        raise Http404
    actions.take_role(user_of(request), found)
    return Status(204, None)

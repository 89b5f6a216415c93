"""Inviting people, and links by which they register, for who looks after a forum's people."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Router

from saphan.record.errors import Refused
from saphan.record.forum import actions
from saphan.record.forum.invitees import OTHER_COUNTRY, expected_country, look_at
from saphan.record.forum.models import Forum, JoinLink
from saphan.record.forum.queries import known_addresses, links_of
from saphan.record.forum.rules import Duty, countries_of
from saphan.work.people import invite

from ..common import answers, forum_for, user_of
from ..schemas import Code, Id
from ..schemas_inviting import (
    InvitationsPreviewOut,
    InvitedOut,
    InviteesIn,
    LinkIn,
    LinkOut,
)
from ..scopes import scoped

router = Router()


@router.post(
    "/forums/{code}/invitations/preview",
    response=answers(InvitationsPreviewOut),
    summary="Look at invitations before",
    **scoped("people:write"),
)
def preview(request: HttpRequest, code: Code, given: InviteesIn) -> dict[str, Any]:
    """Whom a list would invite, and all that is wrong in it; nobody is invited."""
    forum = forum_for(request, code, Duty.PEOPLE)
    people = [one.invitee() for one in given.people]
    fine, wrong = look_at(forum, people, countries_of(request.user, forum))
    known = known_addresses(forum, (one.email for one in fine))
    return {
        "new": [one for one in fine if one.email not in known],
        "left": sorted(known),
        "wrong": [
            {"number": one.number, "field": one.field, "message": str(one.message)} for one in wrong
        ],
    }


@router.post(
    "/forums/{code}/invitations",
    response=answers(InvitedOut),
    summary="Invite people",
    **scoped("people:write"),
)
def invite_people(request: HttpRequest, code: Code, given: InviteesIn) -> dict[str, Any]:
    """One or many: all of them or, where something is wrong in the list, nobody. A co-organiser
    invites from the own country alone."""
    forum = forum_for(request, code, Duty.PEOPLE)
    allowed = countries_of(request.user, forum)
    fine, wrong = look_at(forum, [one.invitee() for one in given.people], allowed)
    if wrong:
        first = wrong[0]
        raise Refused(first.message, f"people.{first.number}.{first.field}")
    made = invite(user_of(request), forum, fine, trusted=given.trusted, countries=allowed)
    invited = [one.registration for one in made]
    emails = {one.email for one in invited}
    left = sorted(one.email for one in fine if one.email not in emails)
    return {"invited": invited, "left": left}


@router.get(
    "/forums/{code}/join-links",
    response=answers(list[LinkOut]),
    summary="Join links",
    **scoped("people:write"),
)
def links(request: HttpRequest, code: Code) -> QuerySet[JoinLink]:
    """With their addresses, by which whoever has one can register; a co-organiser is told those
    for the own country."""
    return _links(request, forum_for(request, code, Duty.PEOPLE))


@router.post(
    "/forums/{code}/join-links",
    response=answers(LinkOut),
    summary="Make a join link",
    **scoped("people:write"),
)
def open_link(request: HttpRequest, code: Code, given: LinkIn) -> JoinLink:
    """To give away; a co-organiser's is for the own country."""
    forum = forum_for(request, code, Duty.PEOPLE)
    country = expected_country(forum, given.country or "", countries_of(request.user, forum))
    if country is None:
        raise Refused(OTHER_COUNTRY, "country")
    made = actions.open_link(
        user_of(request),
        forum,
        given.label.strip(),
        country=country,
        kind=given.kind,
        limit=given.limit,
        expires_at=given.expires_at,
        trusted=given.trusted,
    )
    return _links(request, forum).get(pk=made.pk)


@router.post(
    "/forums/{code}/join-links/{id}/close",
    response=answers(LinkOut),
    summary="Close a join link",
    **scoped("people:write"),
)
def close_link(request: HttpRequest, code: Code, id: Id) -> JoinLink:
    """Nobody registers by it any more."""
    found = _links(request, forum_for(request, code, Duty.PEOPLE))
    link = found.filter(pk=id).first()
    # Of another forum, or for another country, it is not there.
    if link is None:
        raise Http404
    actions.close_link(user_of(request), link)
    return found.get(pk=id)


def _links(request: HttpRequest, forum: Forum) -> QuerySet[JoinLink]:
    return links_of(forum, countries_of(request.user, forum)).select_related("forum")

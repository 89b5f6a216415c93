"""Tables, online rooms, the way between halls, and where people meet online."""

from django.http import Http404, HttpRequest
from ninja import Router, Status

from saphan.record.forum import actions
from saphan.record.forum.models import Forum, Place, Travel
from saphan.record.forum.rules import Duty

from ...common import WRONG, answers, forum_for, user_of
from ...schemas import Code
from ...schemas_grid import JoinIn, PlaceIn, PlacesIn, SetupPlaceOut, TravelIn, WayOut
from ...scopes import scoped

router = Router()


@router.post(
    "/forums/{code}/setup/places",
    response=answers(list[SetupPlaceOut]),
    summary="Add places",
    **scoped("forum:write"),
)
def add(request: HttpRequest, code: Code, given: PlacesIn) -> list[Place]:
    """Tables of a hall, or online rooms, numbered on from those there are."""
    forum = forum_for(request, code, Duty.SET_UP)
    return actions.add_places(
        user_of(request),
        forum,
        given.mode,
        given.number,
        given.name.strip(),
        given.hall.strip(),
    )


@router.put(
    "/forums/{code}/setup/places/{place}",
    response=answers(SetupPlaceOut),
    summary="Change a place",
    **scoped("forum:write"),
)
def change(request: HttpRequest, code: Code, place: Code, given: PlaceIn) -> Place:
    """Its name, the hall of a table and the address of an online room."""
    found = _one(forum_for(request, code, Duty.SET_UP), place)
    actions.change_place(
        user_of(request),
        found,
        given.name.strip(),
        hall=given.hall.strip(),
        address=given.address.strip(),
    )
    return found


@router.delete(
    "/forums/{code}/setup/places/{place}",
    response={204: None, **WRONG},
    summary="Take a place out",
    **scoped("forum:write"),
)
def remove(request: HttpRequest, code: Code, place: Code) -> Status:
    """Refused where a timetable has meetings at it, or a request is for it."""
    forum = forum_for(request, code, Duty.SET_UP)
    actions.delete_places(user_of(request), forum, [_one(forum, place).code])
    return Status(204, None)


@router.put(
    "/forums/{code}/setup/travel",
    response=answers(list[WayOut]),
    summary="Say how long people walk",
    **scoped("forum:write"),
)
def save_travel(request: HttpRequest, code: Code, given: TravelIn) -> list[Travel]:
    """Minutes between each two halls."""
    forum = forum_for(request, code, Duty.SET_UP)
    actions.save_travel(user_of(request), forum, [(w.one, w.other, w.minutes) for w in given.ways])
    return list(forum.travel.all())


@router.put(
    "/forums/{code}/setup/join-template",
    response=answers(JoinIn),
    summary="Say where people meet online",
    **scoped("forum:write"),
)
def save_join_template(request: HttpRequest, code: Code, given: JoinIn) -> Forum:
    """`{meeting}` becomes a name of its own for each meeting, that nobody guesses."""
    forum = forum_for(request, code, Duty.SET_UP)
    actions.save_join_template(user_of(request), forum, given.join_template.strip())
    return forum


def _one(forum: Forum, code: str) -> Place:
    found = forum.places.select_related("forum").filter(code=code).first()
    # Of any other forum it is not there.
    if found is None:
        raise Http404
    return found

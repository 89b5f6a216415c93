"""Coming in."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from ninja.errors import HttpError

from saphan.record.forum.actions import Scan, receive_scans
from saphan.record.forum.rules import Duty, countries_at_door

from ..common import answers, forum_for, user_of
from ..schemas import Code, ScanOut, ScansIn
from ..scopes import scoped

router = Router()


@router.post(
    "/forums/{code}/check-ins",
    response=answers(list[ScanOut]),
    summary="Check people in",
    **scoped("people:write"),
)
def check_in(request: HttpRequest, code: Code, given: ScansIn) -> list[dict[str, str]]:
    """Badges read at a door. The same scan sent again changes nothing."""
    forum = forum_for(request, code, Duty.DOOR)
    try:
        read = [Scan(UUID(one.id), one.code, one.at) for one in given.scans]
    except ValueError as error:
        raise HttpError(400, "The id of a scan is a UUID.") from error
    countries = countries_at_door(request.user, forum)
    return [
        {"id": str(one.scan.id), "answer": one.answer.value}
        for one in receive_scans(user_of(request), forum, read, countries=countries)
    ]

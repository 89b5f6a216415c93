"""What came of a forum, in figures."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router

from saphan.record.forum.rules import Duty
from saphan.record.meetings.queries import report

from ..common import answers, forum_for, user_of
from ..schemas import Code
from ..scopes import scoped

router = Router()


@router.get(
    "/forums/{code}/report",
    response=answers(dict[str, Any]),
    summary="The report",
    **scoped("reports:read"),
)
def figures(request: HttpRequest, code: Code) -> dict[str, Any]:
    """Requests, meetings and outcomes, counted; nobody is named."""
    found = report(forum_for(request, code, Duty.REPORT), user_of(request))
    lines = ("countries", "modes", "languages", "steps", "deals", "sectors", "values")
    return {
        "figures": asdict(found.figures),
        "ratings": {str(stars): number for stars, number in found.ratings.items()},
        **{name: [asdict(line) for line in getattr(found, name)] for name in lines},
    }

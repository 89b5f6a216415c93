"""Forums, their agenda and who takes part: what everybody may see."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from ninja import Router
from ninja.pagination import paginate

from saphan.record.directory.models import Organisation
from saphan.record.forum.models import AgendaItem, Forum
from saphan.record.forum.queries import forums

from ..common import WRONG, Pages, answers, forum_of, organisation_out
from ..schemas import AgendaOut, Code, ForumOut, ForumWhole, OrganisationOut, OrganisationWhole
from ..scopes import scoped

router = Router()


@router.get(
    "/forums", response={200: list[ForumOut], **WRONG}, summary="Forums", **scoped("forum:read")
)
@paginate(Pages)
def list_forums(request: HttpRequest) -> Any:
    """Every forum that is open, and those at which you have a role."""
    return forums(request.user)


@router.get(
    "/forums/{code}", response=answers(ForumWhole), summary="A forum", **scoped("forum:read")
)
def get_one(request: HttpRequest, code: Code) -> dict[str, Any]:
    """With its days, slots and places."""
    found = forum_of(request, code)
    whole: dict[str, Any] = {name: getattr(found, name) for name in ForumOut.model_fields}
    return whole | {
        "days": list(found.days.all()),
        "slots": list(found.slots.all()),
        "places": list(found.places.all()),
    }


@router.get(
    "/forums/{code}/agenda",
    response=answers(list[AgendaOut]),
    summary="The agenda",
    **scoped("forum:read"),
)
def agenda(request: HttpRequest, code: Code) -> list[AgendaItem]:
    """What takes place beside the meetings."""
    return list(forum_of(request, code).agenda.all())


def _taking_part(forum: Forum) -> Any:
    return Organisation.objects.filter(
        Q(pk__in=forum.delegates.values("organisation"))
    ).prefetch_related("listings")


@router.get(
    "/forums/{code}/organisations",
    response={200: list[OrganisationOut], **WRONG},
    summary="Organisations",
    **scoped("forum:read"),
)
@paginate(Pages)
def organisations(request: HttpRequest, code: Code, country: str = "") -> Any:
    """Those that take part; of one country where it is named."""
    found = _taking_part(forum_of(request, code)).order_by("code")
    return found.filter(country=country) if country and "\x00" not in country else found


@router.get(
    "/forums/{code}/organisations/{organisation}",
    response=answers(OrganisationWhole),
    summary="An organisation",
    **scoped("forum:read"),
)
def organisation(request: HttpRequest, code: Code, organisation: Code) -> dict[str, Any]:
    """With its offers and needs."""
    found = _taking_part(forum_of(request, code)).filter(code=organisation).first()
    if found is None:
        raise Http404
    return organisation_out(found) | {"about": found.about, "listings": list(found.listings.all())}

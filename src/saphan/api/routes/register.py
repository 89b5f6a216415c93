"""The register: releases and what they say."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router
from ninja.pagination import paginate

from saphan.record.register.models import Release

from ..common import WRONG, Pages, answers
from ..schemas import Id, ReleaseOut, ReleaseWhole
from ..scopes import scoped

router = Router()


@router.get(
    "/releases",
    response={200: list[ReleaseOut], **WRONG},
    summary="Releases",
    **scoped("register:read"),
)
@paginate(Pages)
def releases(request: HttpRequest, country: str = "") -> Any:
    """Newest first; those that name a country where one is given."""
    found = Release.objects.order_by("-published", "-id")
    return (
        found.filter(countries__contains=[country]) if country and "\x00" not in country else found
    )


@router.get(
    "/releases/{id}", response=answers(ReleaseWhole), summary="A release", **scoped("register:read")
)
def release(request: HttpRequest, id: Id) -> Release:
    """With its text and what was found in it."""
    found = Release.objects.filter(pk=id).first()
    if found is None:
        raise Http404
    return found

"""The register: releases and what they say."""

from enum import StrEnum
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from saphan.engine.extraction import TOPICS
from saphan.record.directory.queries.question import MOST_LETTERS
from saphan.record.register.models import Release
from saphan.record.register.queries import ReleaseLimits, search_releases

from ..common import WRONG, Pages, answers
from ..schemas import Id, ReleaseOut, ReleaseWhole, SearchOut
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


Topic = StrEnum("Topic", {topic: topic for topic in sorted(TOPICS)})  # type: ignore[misc]
Order = StrEnum("Order", {"best": "best", "newest": "newest"})
Year = Annotated[int, Field(ge=1, le=9999)]


class Asked(Schema):
    """A question to the register, and what its answers are narrowed to."""

    q: str = Field("", max_length=MOST_LETTERS, description="Words, in any language.")
    country: list[Annotated[str, Field(pattern="^[A-Z]{2}$")]] = Field(
        [], max_length=6, description="Countries that a release joins, all of them."
    )
    topic: Topic | None = None
    kind: Release.EventKind | None = Field(None, description="Of the event.")
    language: str = Field("", pattern="^([a-z]{2,3})?$")
    organisation: int | None = Field(None, ge=1, le=2**63 - 1)
    first: Year | None = Field(None, alias="from", description="First year of publication.")
    last: Year | None = Field(None, alias="to", description="Last year of publication.")
    order: Order = Order.best
    page: int = Field(1, ge=1, le=10_000)


@router.get(
    "/register/search",
    response=answers(SearchOut),
    summary="Search the register",
    **scoped("register:read"),
)
def search(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Releases that answer, in whatever language, twenty a page, with counts by filter.

    Without a question, the latest.
    """
    limits = ReleaseLimits(
        tuple(dict.fromkeys(asked.country)),
        asked.topic or "",
        asked.kind or "",
        asked.language,
        asked.organisation,
        asked.first,
        asked.last,
    )
    found = search_releases(asked.q, limits, asked.page, newest=asked.order == Order.newest)
    return {
        "total": found.total,
        "page": found.page,
        "pages": found.pages,
        "concepts": list(found.concepts),
        "results": [
            {
                "release": one.release,
                "title": [{"text": text, "marked": on} for text, on in one.title],
                "text": [{"text": text, "marked": on} for text, on in one.text],
                "near": one.near,
            }
            for one in found.results
        ],
        "counts": {
            name: [{"value": value, "releases": number} for value, number in values]
            for name, values in found.facets.items()
        },
    }

"""What the desks have found, for programs: DataFeed, Atom and a sitemap."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from saphan.api.claimreview import feed_of, name_of
from saphan.record.factcheck.models import Claim
from saphan.record.factcheck.queries import (
    WeekLine,
    default_desk,
    public_claims,
    published,
    weeks_of,
)
from saphan.record.factcheck.texts import wording_in
from saphan.record.factcheck.weeks import zone_of
from saphan.record.forum.models import in_language
from saphan.record.reader import reader_language

from .public import claim_path

A_PAGE = 100
LATEST = 50


def data_feed(request: HttpRequest) -> HttpResponse:
    """Everything published, page by page (`?page=2`); the header Link names the next one."""
    page = Paginator(public_claims(), A_PAGE).get_page(request.GET.get("page"))
    told = feed_of(
        page,
        lambda claim: request.build_absolute_uri(claim_path(claim)),
        request.build_absolute_uri(reverse("facts")),
        list(dict(settings.LANGUAGES)),
    )
    response = JsonResponse(
        told, json_dumps_params={"ensure_ascii": False}, content_type="application/ld+json"
    )
    if page.has_next():
        address = request.build_absolute_uri(f"{request.path}?page={page.next_page_number()}")
        response["Link"] = f'<{address}>; rel="next"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


class Atom(Feed):
    """The latest, in the reader's language or the one asked for (`?language=th`)."""

    feed_type: type[SyndicationFeed] = Atom1Feed
    url_name = "fact_atom"

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = request.GET.get("language", "")
        if language not in dict(settings.LANGUAGES):
            language = reader_language()
        with translation.override(language):
            return super().__call__(request, *args, **kwargs)

    def title(self) -> str:
        return _("Facts: what has been checked")

    def subtitle(self) -> str:
        return _("Claims that fact-check desks have looked into, and what they found.")

    def link(self) -> str:
        return reverse("facts")

    def feed_url(self) -> str:
        return f"{reverse(self.url_name)}?language={reader_language()}"

    def items(self) -> list[Claim]:
        return list(public_claims()[:LATEST])

    def item_title(self, item: Claim) -> str:
        wording, _language = wording_in(item, reader_language())
        return f"{item.get_verdict_display()}: {wording}"

    def item_description(self, item: Claim) -> str:
        return in_language(item.explanations)

    def item_link(self, item: Claim) -> str:
        return claim_path(item)

    def item_pubdate(self, item: Claim) -> datetime | None:
        begun = time(tzinfo=zone_of(item.desk.country))
        return datetime.combine(item.checked, begun) if item.checked else item.published_at

    def item_updateddate(self, item: Claim) -> datetime | None:
        return item.published_at

    def item_author_name(self, item: Claim) -> str:
        return name_of(item.desk)

    def item_categories(self, item: Claim) -> list[str]:
        return [str(item.get_verdict_display())]


class Rss(Atom):
    """The same for readers that know RSS 2.0 alone."""

    feed_type = Rss201rev2Feed
    url_name = "fact_rss"

    def description(self) -> str:
        return self.subtitle()


class Facts(Sitemap):
    """Every published claim."""

    def items(self) -> Any:
        return published().order_by("-published_at", "-id")

    def location(self, item: Claim) -> str:
        return claim_path(item)

    def lastmod(self, item: Claim) -> datetime | None:
        return item.published_at


class Weeks(Sitemap):
    """The weeks of the first desk in which something came again."""

    def items(self) -> Any:
        desk = default_desk()
        return weeks_of(desk) if desk else []

    def location(self, item: WeekLine) -> str:
        return reverse("fact_week", args=[item.week.name])


SITEMAPS = {"facts": Facts, "weeks": Weeks}

NOT_TO_BE_READ = ("/account/", "/admin/", "/facts/asked/", "/facts/desk/", "/facts/reply/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read, and where the list of it is (RFC 9309)."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_TO_BE_READ), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('fact_sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")

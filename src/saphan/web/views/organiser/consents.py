"""Who agreed to what, for organisers."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from saphan.record.directory.consents import wording_of
from saphan.record.directory.models import Consent
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty, countries_of
from saphan.record.privacy.queries import (
    HOLDS,
    WITHDRAWN,
    ConsentFilters,
    consent_log,
    how_many_agree,
)
from saphan.web.report.tables import Table
from saphan.web.views.common import for_duty, show
from saphan.web.views.files import table_file

A_PAGE = 50
MOST = 20_000  # rows of a file


@for_duty(Duty.PEOPLE)
def consents(request: HttpRequest, forum: Forum) -> HttpResponse:
    """The log, by filters."""
    wanted = _wanted(request.GET)
    allowed = countries_of(request.user, forum)
    everybody, counts = how_many_agree(forum, allowed)
    query = request.GET.copy()
    query.pop("page", None)
    found = consent_log(forum, allowed, wanted)
    return show(
        request,
        forum,
        "people/consents.html",
        page=Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        wanted=wanted,
        query=query.urlencode(),
        everybody=everybody,
        counts=[(label, counts[purpose]) for purpose, label in Consent.Purpose.choices],
        purposes=Consent.Purpose.choices,
        states=[(HOLDS, _("holds")), (WITHDRAWN, _("consent taken back"))],
    )


@for_duty(Duty.PEOPLE)
def file(request: HttpRequest, forum: Forum, kind: str) -> HttpResponse:
    """The log as a file."""
    found = consent_log(forum, countries_of(request.user, forum), _wanted(request.GET))[:MOST]
    columns = (
        _("Name"),
        _("E-mail address"),
        _("Organisation"),
        _("To what"),
        _("Words"),
        _("Version"),
        _("Language"),
        _("Agreed"),
        _("Taken back"),
    )
    rows = [_row(one) for one in found]
    table = Table("consents", _("Who agreed to what"), columns, rows)
    return table_file(table, kind, f"{forum.code}-consents")


def _row(one: Consent) -> tuple[str, ...]:
    assert one.user is not None, "those of the erased are of no forum"
    person = getattr(one.user, "person", None)
    return (
        person.name if person else "",
        one.user.email,
        person.organisation.name if person else "",
        str(one.get_purpose_display()),
        wording_of(one.purpose, one.version, one.language),
        one.version,
        one.language,
        one.given_at.isoformat(timespec="seconds"),
        one.withdrawn_at.isoformat(timespec="seconds") if one.withdrawn_at else "",
    )


def _wanted(given: QueryDict) -> ConsentFilters:
    """The filters of an address; what makes no sense is left out."""
    purpose, state = given.get("purpose", ""), given.get("state", "")
    return ConsentFilters(
        purpose if purpose in Consent.Purpose.values else "",
        state if state in (HOLDS, WITHDRAWN) else "",
        given.get("q", "").replace("\x00", "")[:100],
    )

"""The queue of a desk, and the messages in it."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from saphan.engine.claims import growth
from saphan.record.errors import Refused
from saphan.record.factcheck import actions
from saphan.record.factcheck.models import Claim, Cluster, Desk, Report
from saphan.record.factcheck.pictures import TYPES
from saphan.record.factcheck.queries import (
    Likely,
    answer,
    claims_of,
    counts,
    desks_of,
    likely_in_work,
    open_clusters,
    queue,
    wordings_of,
)
from saphan.record.factcheck.rules import Duty
from saphan.record.factcheck.weeks import zone_of
from saphan.web.report.charts import Columns
from saphan.web.templatetags.saphan import day
from saphan.web.views.files import sealed

from .common import for_desk, show

PAGE = 50
DAYS = 60  # of the table beside the chart
PARTS = (
    ("", gettext_lazy("all that waits")),
    ("mine", gettext_lazy("mine")),
    ("new", gettext_lazy("new messages")),
    ("partner", gettext_lazy("from a partner")),
    ("draft", gettext_lazy("drafts")),
    ("in_review", gettext_lazy("in review")),
    ("published", gettext_lazy("published")),
    ("withdrawn", gettext_lazy("withdrawn")),
)


@login_required
def own(request: HttpRequest) -> HttpResponse:
    """The desk where the reader works."""
    desk = desks_of(request.user).first()
    if desk is None:
        raise Http404
    return redirect("fact_desk", desk.country)


@for_desk(Duty.READ)
def queue_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What waits, or one part of the desk's work."""
    part, words = request.GET.get("part", ""), request.GET.get("q", "")[:200]
    if words and part not in Claim.State.values:
        part = "all"
    number = counts(desk)
    page: Any = None
    lines: list[dict[str, Any]]
    if part == "new":
        page = Paginator(open_clusters(desk), PAGE).get_page(request.GET.get("page"))
        lines = [{"cluster": one} for one in page]
    elif part in Claim.State.values or part == "all":
        state = "" if part == "all" else part
        page = Paginator(claims_of(desk, state, words), PAGE).get_page(request.GET.get("page"))
        lines = [{"claim": one} for one in page]
    else:
        mine = request.user if part == "mine" else None
        lines = [
            {"claim": one.claim, "cluster": one.cluster}
            for one in queue(desk, mine=mine)  # type: ignore[arg-type]
        ]
    return show(
        request,
        desk,
        "facts/desk.html",
        parts=[(key, label, number.get(key)) for key, label in PARTS],
        part=part,
        lines=lines,
        page=page,
        q=words,
        feeds=desk.feeds_read.all() if part == Claim.State.PARTNER else [],
    )


@for_desk(Duty.READ)
def cluster(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Messages that say the same, and what they may repeat."""
    found = get_object_or_404(desk.clusters.select_related("claim"), pk=pk)
    told: list[Likely] = []
    if found.claim_id is None and Duty.WRITE in request.duties:  # type: ignore[attr-defined]
        told = [one for one in answer(found.text).likely if one.claim.desk_id == desk.pk]
        told += likely_in_work(desk, found.text)
    words = request.GET.get("q", "")[:200]
    zone = zone_of(desk.country)
    days = growth([at.astimezone(zone).date() for at in found.reports.values_list("at", flat=True)])
    chart = Columns([one.count for one in days], day(days[0].day), day(days[-1].day))
    return show(
        request,
        desk,
        "facts/cluster.html",
        cluster=found,
        likely=told,
        chart=chart.svg(),
        days=[one for one in days if one.count][-DAYS:],
        wordings=wordings_of(found, PAGE),
        q=words,
        found=claims_of(desk, "", words)[:10] if words else [],
    )


@require_POST
@for_desk(Duty.WRITE)
def cluster_act(request: HttpRequest, desk: Desk, pk: int, act: str) -> HttpResponse:
    """Make a claim of messages, say which they repeat, or set them aside."""
    found: Cluster = get_object_or_404(desk.clusters, pk=pk)
    user = request.user
    try:
        if act == "start":
            made = actions.start_claim(user, desk, found.text, found)  # type: ignore[arg-type]
            return redirect("fact_claim", desk.country, made.pk)
        if act == "join":
            claim = get_object_or_404(desk.claims, pk=_number(request.POST.get("claim")))
            actions.join_claim(user, found, claim)  # type: ignore[arg-type]
            messages.success(request, _("These messages now belong to the claim."))
            return redirect("fact_claim", desk.country, claim.pk)
        if act in ("aside", "back"):
            actions.set_aside(user, found, act == "aside")  # type: ignore[arg-type]
            messages.success(
                request, _("Set aside.") if act == "aside" else _("Back in the queue.")
            )
            return redirect("fact_desk", desk.country)
    except Refused as error:
        messages.error(request, str(error.message))
        return redirect("fact_cluster", desk.country, pk)
    raise Http404


def _number(given: str | None) -> int:
    return int(given) if given and given.isascii() and given.isdigit() else 0


@for_desk(Duty.READ)
def picture(request: HttpRequest, desk: Desk, pk: int) -> Any:
    """The picture of a report, as what its first bytes say it is and nothing else."""
    report: Report = get_object_or_404(desk.reports.exclude(picture=""), pk=pk)
    kind = TYPES.get(PurePath(report.picture.name or "").suffix)
    if kind is None:
        raise Http404
    return sealed(FileResponse(report.picture.open("rb"), content_type=kind))

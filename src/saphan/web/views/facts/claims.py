"""A claim on the desk: writing it, and what leads to its publication."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.factcheck import actions
from saphan.record.factcheck.models import Claim, ClaimVersion, Desk, Evidence, Verdict
from saphan.record.factcheck.rules import Duty, require_duty
from saphan.record.factcheck.texts import latest
from saphan.web.forms.fact_desk import (
    ClaimForm,
    DeadlineForm,
    EvidenceForm,
    HandOverForm,
    NewClaimForm,
    colleagues,
)
from saphan.web.views.files import download, sealed
from saphan.work.facts import order_hand_over, order_telling

from .common import for_desk, show

SHOWN = 20


@for_desk(Duty.WRITE)
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Begin a claim of which no message has come."""
    form = NewClaimForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start_claim(request.user, desk, form.cleaned_data["text"])  # type: ignore[arg-type]
            return redirect("fact_claim", desk.country, made.pk)
        except Refused as error:
            form.add_error("text", str(error.message))
    return show(request, desk, "facts/new.html", 422 if form.errors else 200, form=form)


@for_desk(Duty.READ)
def claim(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """A claim with all that the desk knows of it; what is written becomes a version."""
    found = get_object_or_404(
        desk.claims.select_related("assigned_to", "published_by", "proposal"), pk=pk
    )
    if request.method != "POST":
        return _page(request, desk, found, ClaimForm(None, claim=found))
    require_duty(request.user, desk, Duty.WRITE)
    form = ClaimForm(request.POST, claim=found)
    if form.is_valid():
        try:
            _write(_user(request), found, form)
            messages.success(request, _("Kept."))
            return redirect("fact_claim", desk.country, pk)
        except Refused as error:
            form.add_error(None, str(error.message))
    return _page(request, desk, found, form)


def _write(user: User, found: Claim, form: ClaimForm) -> None:
    with transaction.atomic():
        fields = form.fields_written()
        if name := form.cleaned_data["agency_name"].strip():
            fields["agency_id"] = actions.agency_named(user, found.desk, name).pk
        actions.write_claim(user, found, fields, form.number())


def _page(
    request: HttpRequest, desk: Desk, found: Claim, form: ClaimForm, **forms: Any
) -> HttpResponse:
    writers = set(
        found.versions.filter(number__gt=found.published_number or 0).values_list("by", flat=True)
    )
    mine = request.user.pk
    clusters = found.clusters.all()[:SHOWN]
    conflicted = found.conflicts.filter(user=mine).exists()
    allowed: frozenset[Duty] = request.duties  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "claim": found,
        "form": form,
        "data": latest(found),
        "conflicted": conflicted,
        "open_duties": set() if conflicted else {duty.value for duty in allowed},
        "wrote": mine in writers,
        "clusters": clusters,
        "messages_count": sum(one.size for one in found.clusters.all()),
        "versions": _versions(found),
        "evidence": found.evidence.select_related("by"),
        "comments": found.comments.select_related("by"),
        "conflicts": found.conflicts.select_related("user"),
        "hand_overs": found.hand_overs.select_related("by"),
        "mentions": found.mentions.select_related("release")[:SHOWN],
        "colleagues": colleagues(desk),
        "evidence_form": EvidenceForm(),
        "deadline_form": DeadlineForm(claim=found),
        "hand_over_form": HandOverForm(claim=found),
        **forms,
    }
    wrong = form.errors or any(one.errors for one in forms.values())
    return show(request, desk, "facts/claim.html", 422 if wrong else 200, **context)


def _versions(found: Claim) -> list[ClaimVersion]:
    """The latest versions, each with its verdict in the reader's language."""
    versions = list(found.versions.select_related("by")[:SHOWN])
    labels = dict(Verdict.choices)
    for one in versions:
        one.verdict_label = labels.get(one.data["verdict"], "")  # type: ignore[attr-defined]
    return versions


Act = Callable[[HttpRequest, Claim], None]


def _publish(request: HttpRequest, found: Claim) -> None:
    with transaction.atomic():
        actions.publish(request.user, found)  # type: ignore[arg-type]
        order_telling(found)


def _assign(request: HttpRequest, found: Claim) -> None:
    given = request.POST.get("to", "")
    to = colleagues(found.desk).filter(pk=int(given)).first() if given.isdecimal() else None
    if to != request.user:
        require_duty(request.user, found.desk, Duty.ASSIGN)
    actions.assign(request.user, found, to)  # type: ignore[arg-type]


def _deadline(request: HttpRequest, found: Claim) -> None:
    form = DeadlineForm(request.POST, claim=found)
    if not form.is_valid():
        raise Refused(_("Please give a day and a time."))
    actions.set_deadline(request.user, found, form.cleaned_data["deadline"])  # type: ignore[arg-type]


def _undo(request: HttpRequest, found: Claim) -> None:
    number = request.POST.get("number", "")
    if not number.isdecimal() or not found.versions.filter(number=int(number)).exists():
        raise Http404
    actions.undo(request.user, found, int(number))  # type: ignore[arg-type]


def _words(request: HttpRequest) -> str:
    return request.POST.get("words", "")


ACTS: dict[str, tuple[Duty, Act]] = {
    "take-up": (Duty.WRITE, lambda r, c: _ignore(actions.take_up(_user(r), c))),
    "submit": (Duty.WRITE, lambda r, c: actions.submit(_user(r), c)),
    "give-back": (Duty.PUBLISH, lambda r, c: actions.give_back(_user(r), c, _words(r))),
    "publish": (Duty.PUBLISH, _publish),
    "withdraw": (Duty.PUBLISH, lambda r, c: actions.withdraw(_user(r), c, _words(r))),
    "undo": (Duty.PUBLISH, _undo),
    "share": (
        Duty.SHARE,
        lambda r, c: actions.share(_user(r), c, r.POST.get("shared") == "1"),
    ),
    "assign": (Duty.WRITE, _assign),
    "deadline": (Duty.WRITE, _deadline),
    "comment": (Duty.WRITE, lambda r, c: _ignore(actions.comment(_user(r), c, _words(r)))),
    "conflict": (
        Duty.WRITE,
        lambda r, c: _ignore(actions.declare_conflict(_user(r), c, _words(r))),
    ),
}


def _user(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user


def _ignore(_made: object) -> None:
    """An act of which the page needs nothing more."""


@require_POST
@for_desk(Duty.READ)
def act(request: HttpRequest, desk: Desk, pk: int, act: str) -> HttpResponse:
    """Do one thing with a claim."""
    found = get_object_or_404(desk.claims.select_related("desk"), pk=pk)
    if act == "evidence":
        return _evidence(request, desk, found)
    if act == "hand-over":
        return _hand_over(request, desk, found)
    if act not in ACTS:
        raise Http404
    duty, do = ACTS[act]
    require_duty(request.user, desk, duty)
    try:
        do(request, found)
    except Refused as error:
        messages.error(request, str(error.message))
    return redirect("fact_claim", desk.country, pk)


def _evidence(request: HttpRequest, desk: Desk, found: Claim) -> HttpResponse:
    require_duty(request.user, desk, Duty.WRITE)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.add_evidence(_user(request), found, **form.cleaned_data)
            return redirect("fact_claim", desk.country, found.pk)
        except Refused as error:
            form.add_error(None, str(error.message))
    return _page(request, desk, found, ClaimForm(None, claim=found), evidence_form=form)


@for_desk(Duty.READ)
def copy(request: HttpRequest, desk: Desk, pk: int) -> Any:
    """The copy of a piece of evidence as it was kept, to be taken away and not shown here."""
    found = get_object_or_404(Evidence, pk=pk, claim__desk=desk)
    if found.copy:
        name = f"evidence-{pk}{PurePath(found.copy.name or '').suffix}"
        return sealed(FileResponse(found.copy.open("rb"), as_attachment=True, filename=name))
    if found.archived:
        text = found.archived.encode()
        return sealed(download(text, "text/plain; charset=utf-8", f"evidence-{pk}.txt"))
    raise Http404


def _hand_over(request: HttpRequest, desk: Desk, found: Claim) -> HttpResponse:
    require_duty(request.user, desk, Duty.SHARE)
    form = HandOverForm(request.POST, claim=found)
    if form.is_valid():
        try:
            with transaction.atomic():
                order_hand_over(actions.hand_over(_user(request), found, **form.cleaned_data))
            messages.success(request, _("The agency gets a letter with a link to answer."))
        except Refused as error:
            messages.error(request, str(error.message))
        return redirect("fact_claim", desk.country, found.pk)
    return _page(request, desk, found, ClaimForm(None, claim=found), hand_over_form=form)

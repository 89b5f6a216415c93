"""Commitments: their board, and each of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphan.record.commitments import actions, queries
from saphan.record.commitments.models import Commitment
from saphan.record.commitments.rules import may_look_after, require
from saphan.record.errors import Refused
from saphan.record.forum.models import Forum
from saphan.record.forum.queries import forums
from saphan.record.register.models import Agency, Fact
from saphan.web.forms.commitments import DoneForm, EvidenceForm, TermsForm

WAITING = 20  # promises shown that nobody looks after


def board(request: HttpRequest) -> HttpResponse:
    countries = [
        code.upper()
        for code in request.GET.getlist("country")
        if len(code) == 2 and code.isascii() and code.isalpha()
    ]
    today = timezone.localdate()
    officer = may_look_after(request.user)
    waiting = queries.promises_waiting(countries)
    return render(
        request,
        "commitments/board.html",
        {
            "columns": queries.columns(queries.commitments(countries), today),
            "countries": countries,
            "sides": sorted({code for one in Commitment.objects.all() for code in one.countries}),
            "officer": officer,
            "waiting": waiting[:WAITING] if officer else [],
            "waiting_number": waiting.count() if officer else 0,
        },
    )


def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.commitments(), pk=pk)
    officer = may_look_after(request.user)
    return _page(request, found, officer)


def _page(
    request: HttpRequest, found: Commitment, officer: bool, status: int = 200, **forms: Any
) -> HttpResponse:
    today = timezone.localdate()
    context: dict[str, Any] = {
        "one": found,
        "officer": officer,
        "late": found.is_late(today),
        "evidence": found.evidence.select_related("release", "by__person"),
    }
    if officer:
        context |= {
            "history": queries.history(found),
            "terms": TermsForm(agencies=_agencies(found), initial=TermsForm.shown(found)),
            "evidence_form": EvidenceForm(),
            "done_form": DoneForm(initial={"on": today}),
        }
    return render(request, "commitments/commitment.html", context | forms, status=status)


def _agencies(found: Commitment | Fact) -> Any:
    """The organisations of its release, and of its own countries' others where it has none."""
    release = found.release
    keys = release.agencies if release else []
    own = [found.agency_id] if isinstance(found, Commitment) and found.agency_id else []
    return Agency.objects.filter(pk__in=[*keys, *own])


@login_required
def new(request: HttpRequest, fact: int) -> HttpResponse:
    """Look after a promise of a release."""
    require(request.user)
    promise = get_object_or_404(
        Fact.objects.select_related("release"), pk=fact, kind=Fact.Kind.PROMISE
    )
    form = TermsForm(
        request.POST if request.method == "POST" else None,
        agencies=_agencies(promise),
        initial={
            "text": promise.value.get("text", ""),
            "who": promise.value.get("who", ""),
            "countries": ", ".join(promise.release.countries),
            "due": _last_day(promise.value.get("due", "")),
            "owner": request.user.email,  # type: ignore[union-attr]
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.commit(request.user, form.terms(), fact=promise)  # type: ignore[arg-type]
        except Refused as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The promise is looked after from now on."))
            return redirect("commitment", made.pk)
    return render(
        request,
        "commitments/new.html",
        {"form": form, "promise": promise},
        status=422 if form.errors else 200,
    )


def _last_day(due: str) -> date | None:
    """The last day of a time known to the year, the month or the day."""
    parts = [int(part) for part in due.split("-") if part.isdigit()]
    if not parts:
        return None
    year, month, *rest = [*parts, 12] if len(parts) == 1 else parts
    if rest:
        return date(year, month, rest[0])
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _change(request: HttpRequest, found: Commitment) -> HttpResponse | None:
    form = TermsForm(request.POST, agencies=_agencies(found))
    if not form.is_valid():
        return _page(request, found, True, 422, terms=form)
    actions.change(request.user, found, form.terms())  # type: ignore[arg-type]
    return None


def _add_evidence(request: HttpRequest, found: Commitment) -> HttpResponse | None:
    form = EvidenceForm(request.POST)
    if not form.is_valid():
        return _page(request, found, True, 422, evidence_form=form)
    actions.add_evidence(request.user, found, **form.cleaned_data)  # type: ignore[arg-type]
    return None


def _done(request: HttpRequest, found: Commitment) -> HttpResponse | None:
    form = DoneForm(request.POST)
    forum: Forum | None = None
    if form.is_valid() and (code := form.cleaned_data["forum"].strip()):
        forum = forums(request.user).filter(code=code).first()
        if forum is None:
            form.add_error("forum", _("There is no forum of this code."))
    if form.errors:
        return _page(request, found, True, 422, done_form=form)
    actions.fulfil(request.user, found, form.cleaned_data["on"], forum=forum)  # type: ignore[arg-type]
    return None


def _drop(request: HttpRequest, found: Commitment) -> HttpResponse | None:
    actions.drop(request.user, found, request.POST.get("why", ""))  # type: ignore[arg-type]
    return None


def _reopen(request: HttpRequest, found: Commitment) -> HttpResponse | None:
    actions.reopen(request.user, found)  # type: ignore[arg-type]
    return None


ACTS: dict[str, Callable[[HttpRequest, Commitment], HttpResponse | None]] = {
    "change": _change,
    "evidence": _add_evidence,
    "done": _done,
    "drop": _drop,
    "reopen": _reopen,
}


@require_POST
@login_required
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Change it, add evidence, or say what became of it."""
    require(request.user)
    found = get_object_or_404(queries.commitments(), pk=pk)
    if act in ACTS:
        try:
            if (wrong := ACTS[act](request, found)) is not None:
                return wrong
        except Refused as error:
            messages.error(request, str(error.message))
    return redirect("commitment", pk)

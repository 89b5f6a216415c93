"""Is this true? What anybody may ask a desk, and what it answers at once."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphan.record.errors import Refused
from saphan.record.factcheck.actions import erase_submitter, receive, reply
from saphan.record.factcheck.models import Desk, HandOver, Report
from saphan.record.factcheck.queries import Likely, Told, answer, published
from saphan.web.forms.fact_desk import ReplyForm
from saphan.web.forms.facts import AskForm
from saphan.work.facts import order_answered

from .public import dressed


def ask(request: HttpRequest) -> HttpResponse:
    """The form; what comes through it is kept and answered."""
    desks = list(Desk.objects.all())
    if not desks:
        return render(request, "facts/no_desk.html")
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AskForm(*given, desks=desks)
    form.initial["text"] = request.GET.get("text", "")
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, 422 if form.errors else 200)
    if form.is_by_machine():
        messages.success(request, _("Thank you. The desk has your message."))
        return redirect("fact_ask")
    if not ratelimit.consume(request, action="fact_report"):
        form.add_error(None, _("Too many messages at once. Please wait some minutes."))
        return _form(request, form, 429)
    try:
        received = receive(form.desk_chosen(), form.sent(get_language() or ""))
    except Refused as error:
        form.add_error(None, str(error.message))
        return _form(request, form, 422)
    return redirect("fact_asked", received.report.token)


def _form(request: HttpRequest, form: AskForm, status: int) -> HttpResponse:
    return render(request, "facts/ask.html", {"form": form}, status=status)


def asked(request: HttpRequest, token: str) -> HttpResponse:
    """What the desk knows of a message by now, for who has its address."""
    report = get_object_or_404(Report.objects.select_related("submitter", "cluster"), token=token)
    told = answer(report.text or report.link)
    context: dict[str, Any] = {"report": report, "told": dressed(_of_its_cluster(report, told))}
    response = render(request, "facts/asked.html", context)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _of_its_cluster(report: Report, told: Told) -> Told:
    """What a person has found of this very message outweighs what was recognised."""
    claim = published().filter(clusters=report.cluster_id).first()
    return Told(Report.Answer.CHECKED, (Likely(claim, 1.0),)) if claim else told


@require_POST
def forget(request: HttpRequest, token: str) -> HttpResponse:
    """Erase who sent a message, at the wish of who has its address."""
    report = get_object_or_404(Report.objects.select_related("submitter"), token=token)
    if report.submitter is not None:
        erase_submitter(None, report.submitter)
        messages.success(request, _("Your address is erased."))
    return redirect("fact_asked", token)


def reply_page(request: HttpRequest, token: str) -> HttpResponse:
    """Where an agency answers what a desk asks it."""
    asked = get_object_or_404(HandOver.objects.select_related("claim"), token=token)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                reply(asked, form.cleaned_data["name"], form.cleaned_data["text"])
                order_answered(asked)
            return redirect("fact_reply", token)
        except Refused as error:
            form.add_error(None, str(error.message))
    context = {"asked": asked, "form": form}
    response = render(request, "facts/reply.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response

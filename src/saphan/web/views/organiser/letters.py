"""Letters to groups: written, looked at, sent and followed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from saphan.record.errors import Refused
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty, countries_of
from saphan.record.mailing import actions, queries
from saphan.record.mailing.models import Delivery, Letter
from saphan.record.mailing.rules import may_change
from saphan.record.mailing.writing import PLACEHOLDERS, SAMPLES
from saphan.web.forms.letters import LetterForm, WhenForm
from saphan.web.views.common import for_duty, show
from saphan.work.jobs import order_letters
from saphan.work.letters import preview_of, receivers_of, text_of

SHOWN = 200  # deliveries of the log


@for_duty(Duty.PEOPLE)
def letters(request: HttpRequest, forum: Forum) -> HttpResponse:
    found = queries.letters(forum, countries_of(request.user, forum))
    return show(request, forum, "letters/letters.html", letters=found, samples=SAMPLES)


@require_POST
@for_duty(Duty.PEOPLE)
def new(request: HttpRequest, forum: Forum) -> HttpResponse:
    made = actions.new_letter(request.user, forum, request.POST.get("sample", ""))  # type: ignore[arg-type]
    return redirect("letter", forum.code, made.pk)


@for_duty(Duty.PEOPLE)
def letter(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    found = get_object_or_404(forum.letters, pk=pk)
    if found.state in (Letter.State.SENDING, Letter.State.SENT):
        return _log(request, forum, found)
    form = _form(request, forum, found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write(request.user, found, **form.given())  # type: ignore[arg-type]
        except Refused as error:
            form.add_error(None, str(error.message))
        else:
            return redirect("letter", forum.code, pk)
    response = _page(request, forum, found, form)
    response.status_code = 422 if form.errors else 200
    return response


def _form(request: HttpRequest, forum: Forum, found: Letter) -> LetterForm:
    data = request.POST if request.method == "POST" else None
    return LetterForm(data, forum=forum, countries=countries_of(request.user, forum), letter=found)


def _page(
    request: HttpRequest, forum: Forum, found: Letter, form: LetterForm, **context: Any
) -> HttpResponse:
    preview = preview_of(found, request.user)  # type: ignore[arg-type]
    names = dict(settings.LANGUAGES)
    return show(
        request,
        forum,
        "letters/letter.html",
        letter=found,
        form=form,
        placeholders=PLACEHOLDERS,
        people=preview.people,
        unwilling=preview.unwilling,
        languages=[(one, names[one.code]) for one in preview.languages],
        when=context.pop("when", WhenForm(zone=forum.zone)),
        may_change=may_change(request.user, found),
        **context,
    )


def _log(request: HttpRequest, forum: Forum, found: Letter) -> HttpResponse:
    countries = countries_of(request.user, forum)
    deliveries = queries.deliveries_of(found, countries)
    counts = queries.progress(deliveries)
    order = [Delivery.State.FAILED, Delivery.State.SENDING, Delivery.State.WAITING, "sent"]
    rows = sorted(deliveries, key=lambda one: order.index(one.state))
    done = counts["sent"] + counts["failed"]
    return show(
        request,
        forum,
        "letters/log.html",
        letter=found,
        counts=counts,
        total=sum(counts.values()),
        done=done,
        rows=rows[:SHOWN],
        more=max(0, len(rows) - SHOWN),
        limited=countries is not None,
        moving=found.state == Letter.State.SENDING,
    )


@require_POST
@for_duty(Duty.PEOPLE)
def send(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    """Now, at a moment, or to the writer alone to look at."""
    found = get_object_or_404(forum.letters, pk=pk)
    how = request.POST.get("how", "")
    if how == "test":
        return _test(request, forum, found)
    at = None
    if how == "later":
        when = WhenForm(request.POST, zone=forum.zone)
        if not when.is_valid():
            form = LetterForm(
                forum=forum, countries=countries_of(request.user, forum), letter=found
            )
            response = _page(request, forum, found, form, when=when)
            response.status_code = 422
            return response
        at = when.cleaned_data["at"]
    elif how != "now":
        return redirect("letter", forum.code, pk)
    try:
        actions.order(request.user, found, at)  # type: ignore[arg-type]
    except Refused as error:
        messages.error(request, str(error.message))
        return redirect("letter", forum.code, pk)
    if at is None:
        order_letters()
        messages.success(request, _("The letter is being sent."))
    else:
        messages.success(request, _("The letter is scheduled."))
    return redirect("letters", forum.code)


def _test(request: HttpRequest, forum: Forum, found: Letter) -> HttpResponse:
    people = receivers_of(found, request.user)  # type: ignore[arg-type]
    address = request.user.email  # type: ignore[union-attr]
    for language in found.subjects:
        values = next((one.values for one in people if one.language == language), {})
        send_mail(*text_of(found, language, values), None, [address])
    number = len(found.subjects)
    if not number:
        messages.error(request, _("The letter is empty."))
    else:
        text = ngettext(
            "One letter is sent to %(address)s.", "%(n)s letters are sent to %(address)s.", number
        )
        messages.success(request, text % {"n": number, "address": address})
    return redirect("letter", forum.code, found.pk)


ACTS = {"take-back": actions.take_back, "discard": actions.discard, "again": actions.send_again}


@require_POST
@for_duty(Duty.PEOPLE)
def act(request: HttpRequest, forum: Forum, pk: int, act: str) -> HttpResponse:
    """Take a scheduled letter back, throw a draft away, or try again what failed."""
    found = get_object_or_404(forum.letters, pk=pk)
    if act not in ACTS:
        return redirect("letter", forum.code, pk)
    try:
        ACTS[act](request.user, found)  # type: ignore[arg-type]
    except Refused as error:
        messages.error(request, str(error.message))
        return redirect("letter", forum.code, pk)
    if act == "discard":
        return redirect("letters", forum.code)
    if act == "again":
        order_letters()
    return redirect("letter", forum.code, pk)

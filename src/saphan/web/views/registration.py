"""Registering for a forum: by an invitation, or by a link that organisers give away."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from saphan.record.errors import Refused
from saphan.record.forum.actions import ask_by_link, register
from saphan.record.forum.models import Invitation, JoinLink, Registration
from saphan.record.forum.queries import (
    closed_because,
    find_invitation,
    find_link,
    link_closed_because,
)
from saphan.web.forms.registration import AddressForm, RegistrationForm
from saphan.work.people import order_decision, order_invitations


def join(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the address to which the letter goes; who is signed in needs none."""
    link = find_link(token)
    if link is None:
        raise Http404
    if reason := link_closed_because(link):
        return _closed(request, reason)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and request.user.is_authenticated and "own" in request.POST:
        return _join_signed_in(request, link)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        context = {"link": link, "forum": link.forum, "form": form}
        return render(request, "registration/join.html", context, status=status)
    email = form.cleaned_data["email"].lower()
    if not ratelimit.consume(request, action="join", key=email):
        messages.error(request, _("Too many tries. Please wait an hour and try again."))
        context = {"link": link, "forum": link.forum, "form": form}
        return render(request, "registration/join.html", context, status=429)
    try:
        with transaction.atomic():
            _write(ask_by_link(link, email, get_language() or settings.LANGUAGE_CODE))
    except Refused as error:
        return _closed(request, error.message)
    return render(request, "registration/sent.html", {"email": email, "forum": link.forum})


def _write(registration: Registration) -> None:
    """The letter with the way in; to who has answered already, how things stand."""
    if registration.state == Registration.State.INVITED:
        order_invitations(registration.invitations.filter(used_at=None))
    else:
        order_decision(registration)


def _join_signed_in(request: HttpRequest, link: JoinLink) -> HttpResponse:
    try:
        registration = ask_by_link(
            link,
            request.user.email,  # type: ignore[union-attr]
            get_language() or settings.LANGUAGE_CODE,
        )
    except Refused as error:
        return _closed(request, error.message)
    latest = registration.invitations.first()
    if latest is None:
        return _closed(request, _("You have been decided on already. Please ask the organisers."))
    return redirect("registration", latest.token)


def _closed(request: HttpRequest, reason: Any) -> HttpResponse:
    return render(request, "registration/closed.html", {"reason": reason}, status=410)


def registration(request: HttpRequest, token: str) -> HttpResponse:
    """The form behind an invitation; once it is answered, how things stand."""
    invitation = _invitation(token)
    answered = invitation.registration
    if answered.answered_at is not None and invitation == answered.invitations.first():
        told = {"registration": answered, "forum": answered.forum}
        return render(request, "registration/registered.html", told)
    if reason := closed_because(answered.forum):
        return _closed(request, reason)
    if not invitation.is_live:
        return _closed(request, _("This invitation has been used or is too old."))
    form = RegistrationForm(request.POST or None, registration=answered)
    if request.method == "POST" and form.is_valid():
        try:
            return _register(request, invitation, form)
        except Refused as error:
            form.add_error(None, str(error.message))
    context: dict[str, Any] = {"invitation": invitation, "forum": answered.forum, "form": form}
    status = 422 if form.errors else 200
    return render(request, "registration/register.html", context, status=status)


def _register(request: HttpRequest, invitation: Invitation, form: RegistrationForm) -> HttpResponse:
    with transaction.atomic():
        done = register(invitation, form.answers())
        order_decision(done.registration)
    # The letter has shown whose address it is. An account that was there already may ask for more
    # than a letter to be entered, so its owner signs in as usual.
    if done.is_new_user:
        login(request, done.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("registration", invitation.token)


def _invitation(token: str) -> Invitation:
    invitation = find_invitation(token)
    if invitation is None:
        raise Http404
    return invitation


def organisations(request: HttpRequest, token: str) -> HttpResponse:
    """Those whose names are like the one that is being typed."""
    invitation = _invitation(token)
    if not invitation.is_live:
        raise Http404
    form = RegistrationForm(request.GET, registration=invitation.registration)
    if form.fixed is not None:
        raise Http404
    return render(request, "registration/organisations.html", {"form": form})

"""A delegate's own profile, the organisation's offers and needs, and its people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphan.record.directory.models import Listing
from saphan.record.directory.rules import administers
from saphan.record.errors import Refused
from saphan.record.forum import actions, queries
from saphan.record.forum.models import Delegate, Forum
from saphan.web.consenting import consents_of, keep_consents
from saphan.web.forms.profile import ColleagueForm, ListingForm, ProfileForm
from saphan.work.jobs import order_matches_after_all

from .common import for_delegates, refused, show
from .inviting import send_invitation


@for_delegates
def profile(request: HttpRequest, forum: Forum, delegate: Delegate) -> HttpResponse:
    """What a delegate says of the own person, time and organisation."""
    return _profile(request, forum, delegate, delegate)


@for_delegates
def colleague(request: HttpRequest, forum: Forum, delegate: Delegate, pk: int) -> HttpResponse:
    """The same of a colleague, by who looks after the organisation's people."""
    # To anybody else the page is not there.
    if not administers(request.user, delegate.organisation_id):
        raise Http404
    return _profile(
        request, forum, delegate, get_object_or_404(queries.colleagues_of(delegate), pk=pk)
    )


def _profile(
    request: HttpRequest, forum: Forum, delegate: Delegate, shown: Delegate
) -> HttpResponse:
    act = request.POST.get("act", "")
    form = ProfileForm(request.POST if act == "profile" else None, delegate=shown)
    user: Any = request.user
    if act == "consents" and shown.pk == delegate.pk:
        keep_consents(request, user)
        return _kept(request)
    try:
        if act == "profile" and form.is_valid():
            changed = actions.save_profile(user, shown, **form.cleaned_data)
            if "languages" in changed:
                order_matches_after_all(user, forum)
            return _kept(request)
        if act == "availability":
            free = {int(key) for key in request.POST.getlist("slot") if key.isdecimal()}
            actions.save_availability(user, shown, free)
            return _kept(request)
    except Refused as error:
        messages.error(request, str(error.message))
        return redirect(request.path)
    own = shown.pk == delegate.pk
    response = show(
        request,
        forum,
        "profile/profile.html",
        delegate=delegate,
        shown=shown,
        own=own,
        form=form,
        grid=queries.grid_of(shown),
        clocks=list(dict.fromkeys([shown.person.zone, forum.timezone])),
        closed=queries.profiles_closed_because(forum),
        sides=_sides(shown) if own else (),
        consents=consents_of(user) if own else (),
        looks_after=administers(user, delegate.organisation_id),
    )
    response.status_code = 422 if form.errors else 200
    return response


def _sides(delegate: Delegate) -> list[tuple[str, str, list[Listing]]]:
    listings = list(delegate.organisation.listings.all())
    titles = (("offer", _("What you offer")), ("need", _("What you need")))
    return [(side, title, [one for one in listings if one.side == side]) for side, title in titles]


def _kept(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("It is kept."))
    return redirect(request.path)


@for_delegates
def new_listing(request: HttpRequest, forum: Forum, delegate: Delegate, side: str) -> HttpResponse:
    """Add an offer or a need."""
    if side not in Listing.Side.values:
        raise Http404
    return _listing(request, forum, delegate, None, side)


@for_delegates
def listing(request: HttpRequest, forum: Forum, delegate: Delegate, pk: int) -> HttpResponse:
    """Change an offer or a need of the own organisation."""
    found = get_object_or_404(delegate.organisation.listings, pk=pk)
    return _listing(request, forum, delegate, found, found.side)


def _listing(
    request: HttpRequest, forum: Forum, delegate: Delegate, found: Listing | None, side: str
) -> HttpResponse:
    if reason := queries.profiles_closed_because(forum):
        messages.error(request, str(reason))
        return redirect("my_profile", forum.code)
    form = ListingForm(request.POST or None, listing=found)
    if request.method == "POST" and form.is_valid():
        user: Any = request.user
        try:
            with transaction.atomic():
                actions.save_listing(user, delegate, found, side=side, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error.message))
        else:
            order_matches_after_all(user, forum)
            messages.success(
                request, _("It is kept, and the suggestions are being made again with it.")
            )
            return redirect(reverse("my_profile", args=[forum.code]) + "#listings")
    response = show(
        request,
        forum,
        "profile/listing.html",
        delegate=delegate,
        form=form,
        listing=found,
        side=side,
    )
    response.status_code = 422 if form.errors else 200
    return response


@for_delegates
def codes(request: HttpRequest, forum: Forum, delegate: Delegate) -> HttpResponse:
    """Fields of activity that fit what is being typed, with those ticked already."""
    form = ListingForm(request.GET)
    return show(request, forum, "profile/codes.html", delegate=delegate, form=form, fresh=True)


@require_POST
@for_delegates
def remove_listing(request: HttpRequest, forum: Forum, delegate: Delegate, pk: int) -> HttpResponse:
    found = get_object_or_404(delegate.organisation.listings, pk=pk)
    try:
        actions.remove_listing(request.user, delegate, found)  # type: ignore[arg-type]
    except Refused as error:
        return refused(request, forum, error, "my_profile")
    order_matches_after_all(request.user, forum)  # type: ignore[arg-type]
    messages.success(request, _("“%(title)s” is removed.") % {"title": found.title})
    return redirect(reverse("my_profile", args=[forum.code]) + "#listings")


@for_delegates
def colleagues(request: HttpRequest, forum: Forum, delegate: Delegate) -> HttpResponse:
    """The organisation's people, and inviting one more."""
    user: Any = request.user
    if not administers(user, delegate.organisation_id):
        raise PermissionDenied
    form = ColleagueForm(request.POST or None, delegate=delegate)
    if (
        request.method == "POST"
        and form.is_valid()
        # Of no country: whom the organisers have turned away stays so.
        and send_invitation(request, forum, form, trusted=False, countries=frozenset())
    ):
        return redirect("colleagues", forum.code)
    response = show(
        request,
        forum,
        "profile/colleagues.html",
        delegate=delegate,
        form=form,
        people=queries.colleagues_of(delegate),
        invited=queries.invited_colleagues(delegate),
        closed=queries.closed_because(forum),
    )
    response.status_code = 422 if form.errors else 200
    return response


@require_POST
@for_delegates
def withdraw_colleague(
    request: HttpRequest, forum: Forum, delegate: Delegate, pk: int
) -> HttpResponse:
    """Take back the invitation of a colleague who does not take part yet."""
    if not administers(request.user, delegate.organisation_id):
        raise PermissionDenied
    found = get_object_or_404(queries.invited_colleagues(delegate), pk=pk)
    try:
        actions.withdraw_registration(request.user, found)  # type: ignore[arg-type]
        messages.success(request, _("The invitation is taken back: its link no longer works."))
    except Refused as error:
        messages.error(request, str(error.message))
    return redirect("colleagues", forum.code)

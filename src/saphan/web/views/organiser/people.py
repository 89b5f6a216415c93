"""Who is invited, who waits, and who takes part: for organisers, and co-organisers of a country."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphan.record.directory.actions import make_admin, remove_admin
from saphan.record.directory.models import Organisation, User
from saphan.record.directory.rules import administers
from saphan.record.errors import Refused
from saphan.record.forum import actions, queries
from saphan.record.forum.models import Delegate, Forum, Registration
from saphan.record.forum.queries import Filters
from saphan.record.forum.rules import Duty, countries_of, may
from saphan.record.meetings.actions import withdraw_person
from saphan.web import choices
from saphan.web.forms.people import InviteForm, LinkForm
from saphan.web.views.common import for_duty, show
from saphan.web.views.inviting import send_invitation
from saphan.work.people import order_decision, order_invitations

A_PAGE = 50
State = Registration.State


@for_duty(Duty.PEOPLE)
def people(request: HttpRequest, forum: Forum) -> HttpResponse:
    """All of them, by state, country, kind and words."""
    filters = filters_of(request.GET)
    allowed = countries_of(request.user, forum)
    found = queries.people(forum, allowed, filters)
    page = Paginator(found.keys, A_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        forum,
        "people/people.html",
        lines=queries.lines_of(forum, page.object_list),
        page=page,
        filters=filters,
        address=_addresses(request.GET),
        states=[(state, label, found.counts[state]) for state, label in State.choices],
        everyone=sum(found.counts.values()),
        countries=[one for one in choices.countries(forum) if allowed is None or one[0] in allowed],
        kinds=Organisation.Kind.choices,
        closed=queries.closed_because(forum),
        may_erase=may(request.user, forum, Duty.ERASE),
    )


def filters_of(given: QueryDict) -> Filters:
    """The filters of an address; what makes no sense is left out."""
    state, kind = given.get("state", ""), given.get("kind", "")
    return Filters(
        state if state in State.values else "",
        given.get("country", "")[:2],
        kind if kind in Organisation.Kind.values else "",
        given.get("q", "").replace("\x00", "")[:100],
    )


def _addresses(given: QueryDict) -> dict[str, str]:
    """The present address without its state, and without its page."""
    found = {}
    for name in ("state", "page"):
        query = given.copy()
        query.pop(name, None)
        query.pop("page", None)
        found[name] = query.urlencode()
    return found


@require_POST
@for_duty(Duty.PEOPLE)
def decide(request: HttpRequest, forum: Forum) -> HttpResponse:
    """Approve, decline, remind or withdraw those that are ticked; each by itself."""
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    done, refusals = 0, []
    for one in _ticked(request, forum):
        try:
            with transaction.atomic():
                act(request.user, one)
            done += 1
        except Refused as error:
            name = one.person.name if isinstance(one, Delegate) else one.name or one.email
            refusals.append(f"{name}: {error.message}")
    if done:
        messages.success(request, _("Done. People it concerned: %(n)d") % {"n": done})
    for refusal in refusals[:10]:
        messages.error(request, refusal)
    if len(refusals) > 10:
        messages.error(request, _("and %(n)d more") % {"n": len(refusals) - 10})
    if not done and not refusals:
        messages.error(request, _("Nobody is ticked."))
    return redirect(f"{reverse('people', args=[forum.code])}?{request.POST.get('back', '')}")


def _ticked(request: HttpRequest, forum: Forum) -> list[Registration | Delegate]:
    """Those of the ticked that the reader may see, in the order of the page."""
    allowed = countries_of(request.user, forum)
    ticked = [one.partition("-") for one in request.POST.getlist("who")]
    keys = [(kind, int(pk)) for kind, _dash, pk in ticked if pk.isascii() and pk.isdigit()]
    registered = queries.registrations_of(forum, allowed).in_bulk(
        [pk for kind, pk in keys if kind == "registration"]
    )
    imported = queries.delegates_of(forum, allowed).in_bulk(
        [pk for kind, pk in keys if kind == "delegate"]
    )
    found = [(registered if kind == "registration" else imported).get(pk) for kind, pk in keys]
    return [one for one in found if one is not None]


def _approve(user: User, one: Registration | Delegate) -> None:
    if isinstance(one, Delegate):
        raise Refused(_("takes part already"))
    if queries.same_organisations(one):
        raise Refused(_("the organisation may be here already: please look at it singly"))
    order_decision(actions.approve(user, one))


def _decline(user: User, one: Registration | Delegate, words: str = "") -> None:
    if isinstance(one, Delegate):
        raise Refused(_("takes part already"))
    order_decision(actions.decline(user, one, words))


def _remind(user: User, one: Registration | Delegate) -> None:
    if isinstance(one, Delegate):
        raise Refused(_("takes part already"))
    order_invitations([actions.invite_again(user, one)])


def _withdraw(user: User, one: Registration | Delegate, words: str = "") -> None:
    """Who has taken part is told so; an invitation is taken back without a word."""
    delegate = one if isinstance(one, Delegate) else one.delegate
    if delegate is not None:
        withdraw_person(user, delegate, words)
    elif isinstance(one, Registration):
        actions.withdraw_registration(user, one, words)
    if isinstance(one, Registration) and one.answered_at is not None:
        order_decision(one)


ACTS: dict[str, Callable[..., None]] = {
    "approve": _approve,
    "decline": _decline,
    "remind": _remind,
    "withdraw": _withdraw,
}


@for_duty(Duty.PEOPLE)
def person(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    """One registration with all that was said, and what can be done."""
    allowed = countries_of(request.user, forum)
    one = get_object_or_404(queries.registrations_of(forum, allowed), pk=pk)
    same = queries.same_organisations(one)
    if request.method == "POST":
        try:
            with transaction.atomic():
                _act(request, one, {named.organisation.code: named.organisation for named in same})
        except Refused as error:
            messages.error(request, str(error.message))
        else:
            messages.success(request, _("Done."))
        return redirect("people_person", forum.code, pk)
    user = User.objects.filter(email=one.email).first()
    return show(
        request,
        forum,
        "people/person.html",
        one=one,
        same=same,
        invitation=one.invitations.first(),
        is_admin=one.organisation_id is not None and administers(user, one.organisation_id),
        consents=user.consents.filter(withdrawn_at=None) if user else (),
    )


def _act(request: HttpRequest, one: Registration, same: dict[str, Organisation]) -> None:
    act, user, words = (
        request.POST.get("act", ""),
        request.user,
        request.POST.get("words", "")[:500],
    )
    if act == "approve":
        chosen = request.POST.get("organisation", "")
        order_decision(actions.approve(user, one, same.get(chosen)))  # type: ignore[arg-type]
    elif act == "remind":
        _remind(user, one)  # type: ignore[arg-type]
    elif act in ("decline", "withdraw"):
        ACTS[act](user, one, words)
    else:
        raise Http404


@require_POST
@for_duty(Duty.PEOPLE)
def admin(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    """Let a delegate look after the people of the organisation, or no longer."""
    allowed = countries_of(request.user, forum)
    one = get_object_or_404(queries.registrations_of(forum, allowed), pk=pk, delegate__isnull=False)
    delegate: Any = one.delegate
    act = make_admin if request.POST.get("make") else remove_admin
    act(request.user, delegate.organisation, delegate.person.user)  # type: ignore[arg-type]
    return redirect("people_person", forum.code, pk)


@for_duty(Duty.PEOPLE)
def invite_one(request: HttpRequest, forum: Forum) -> HttpResponse:
    """One person."""
    allowed = countries_of(request.user, forum)
    form = InviteForm(request.POST or None, forum=forum, allowed=allowed)
    if request.method == "POST" and form.is_valid():
        trusted = form.cleaned_data["trusted"]
        if send_invitation(request, forum, form, trusted=trusted, countries=allowed):
            return redirect("people", forum.code)
    response = show(request, forum, "people/invite.html", form=form)
    response.status_code = 422 if form.errors else 200
    return response


@for_duty(Duty.PEOPLE)
def links(request: HttpRequest, forum: Forum) -> HttpResponse:
    """Links to give away, and a new one."""
    allowed = countries_of(request.user, forum)
    form = LinkForm(request.POST or None, forum=forum, allowed=allowed)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            actions.open_link(
                request.user,  # type: ignore[arg-type]
                forum,
                given.pop("label"),
                expires_at=given.pop("expires"),
                **given,
            )
        except Refused as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The link is ready: give it to those who may register."))
            return redirect("people_links", forum.code)
    found = [
        (
            link,
            request.build_absolute_uri(reverse("join", args=[link.token])),
            queries.link_closed_because(link),
        )
        for link in queries.links_of(forum, allowed)
    ]
    response = show(request, forum, "people/links.html", form=form, links=found)
    response.status_code = 422 if form.errors else 200
    return response


@require_POST
@for_duty(Duty.PEOPLE)
def close(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    link = get_object_or_404(queries.links_of(forum, countries_of(request.user, forum)), pk=pk)
    actions.close_link(request.user, link)  # type: ignore[arg-type]
    return redirect("people_links", forum.code)

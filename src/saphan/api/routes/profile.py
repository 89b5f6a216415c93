"""A delegate's own profile, those of colleagues, and the offers and needs of the organisation."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status

from saphan.engine.language import zones_in_use
from saphan.record.directory.models import Listing
from saphan.record.directory.rules import administers
from saphan.record.errors import Refused
from saphan.record.forum import actions, queries
from saphan.record.forum.actions import Invitee
from saphan.record.forum.actions.profiles import OF_THE_DELEGATE, OF_THE_PERSON
from saphan.record.forum.checks import require_address, require_languages
from saphan.record.forum.models import Delegate, Registration
from saphan.work.jobs import order_matches_after_all
from saphan.work.people import invite

from ..common import WRONG, answers, own_place, user_of
from ..schemas import Code, Id
from ..schemas_inviting import ColleagueIn, InvitedColleagueOut
from ..schemas_profile import (
    ColleagueOut,
    ListingIn,
    NewListingIn,
    OwnListingOut,
    ProfileIn,
    ProfileOut,
    TimesIn,
)
from ..scopes import scoped

router = Router()


@router.get(
    "/forums/{code}/profile",
    response=answers(ProfileOut),
    summary="Your profile",
    **scoped("profile:read"),
)
def profile(request: HttpRequest, code: Code) -> dict[str, Any]:
    """What others at the forum know of you, and when you can meet."""
    return _profile(own_place(request, code)[1])


@router.put(
    "/forums/{code}/profile",
    response=answers(ProfileOut),
    summary="Change your profile",
    **scoped("profile:write"),
)
def save_profile(request: HttpRequest, code: Code, given: ProfileIn) -> dict[str, Any]:
    """All of it, as it was read, with your changes; until profiles close."""
    return _save_profile(request, own_place(request, code)[1], given)


@router.put(
    "/forums/{code}/profile/times",
    response=answers(ProfileOut),
    summary="Say when you can meet",
    **scoped("profile:write"),
)
def save_times(request: HttpRequest, code: Code, given: TimesIn) -> dict[str, Any]:
    """Of all slots of the days on which you take part; until profiles close."""
    return _save_times(request, own_place(request, code)[1], given)


@router.get(
    "/forums/{code}/colleagues",
    response=answers(list[ColleagueOut]),
    summary="Your organisation's people",
    **scoped("profile:read"),
)
def colleagues(request: HttpRequest, code: Code) -> QuerySet[Delegate]:
    """For who looks after them: the delegates of your organisation, you among them."""
    return _colleagues(request, code)


@router.get(
    "/forums/{code}/colleagues/{delegate}",
    response=answers(ProfileOut),
    summary="A colleague's profile",
    **scoped("profile:read"),
)
def colleague(request: HttpRequest, code: Code, delegate: Code) -> dict[str, Any]:
    """For who looks after the organisation's people."""
    return _profile(_colleague(request, code, delegate))


@router.put(
    "/forums/{code}/colleagues/{delegate}",
    response=answers(ProfileOut),
    summary="Change a colleague's profile",
    **scoped("profile:write"),
)
def save_colleague(
    request: HttpRequest, code: Code, delegate: Code, given: ProfileIn
) -> dict[str, Any]:
    """As your own; for who looks after the organisation's people."""
    return _save_profile(request, _colleague(request, code, delegate), given)


@router.put(
    "/forums/{code}/colleagues/{delegate}/times",
    response=answers(ProfileOut),
    summary="Say when a colleague can meet",
    **scoped("profile:write"),
)
def save_colleague_times(
    request: HttpRequest, code: Code, delegate: Code, given: TimesIn
) -> dict[str, Any]:
    """As your own times; for who looks after the organisation's people."""
    return _save_times(request, _colleague(request, code, delegate), given)


@router.get(
    "/forums/{code}/invited-colleagues",
    response=answers(list[InvitedColleagueOut]),
    summary="Colleagues who are invited",
    **scoped("profile:read"),
)
def invited(request: HttpRequest, code: Code) -> QuerySet[Registration]:
    """And who waits for approval; for who looks after the organisation's people."""
    return queries.invited_colleagues(_admin_place(request, code))


@router.post(
    "/forums/{code}/invited-colleagues",
    response=answers(InvitedColleagueOut),
    summary="Invite a colleague",
    **scoped("profile:write"),
)
def invite_colleague(request: HttpRequest, code: Code, given: ColleagueIn) -> Registration:
    """To the own organisation; the organisers approve who answers. For who looks after its
    people."""
    own = _admin_place(request, code)
    require_address("email", given.email)
    require_languages("language", [given.language], dict(settings.LANGUAGES))
    organisation = own.organisation
    one = Invitee(
        given.email.lower(),
        given.language,
        given.name.strip(),
        organisation.country,
        organisation.kind,
        organisation,
    )
    # Of no country: whom the organisers have turned away stays so.
    made = invite(user_of(request), own.forum, [one], trusted=False, countries=frozenset())
    if not made:
        raise Refused(_("This address is invited, waits or takes part already."), "email")
    return made[0].registration


@router.delete(
    "/forums/{code}/invited-colleagues/{id}",
    response={204: None, **WRONG},
    summary="Take a colleague's invitation back",
    **scoped("profile:write"),
)
def withdraw_colleague(request: HttpRequest, code: Code, id: Id) -> Status:
    """Of who does not take part yet: its link no longer works."""
    found = queries.invited_colleagues(_admin_place(request, code)).filter(pk=id).first()
    if found is None:
        raise Http404
    actions.withdraw_registration(user_of(request), found)
    return Status(204, None)


def _admin_place(request: HttpRequest, code: str) -> Delegate:
    own = own_place(request, code)[1]
    # To anybody else they are not there.
    if not administers(request.user, own.organisation_id):
        raise Http404
    return own


def _colleagues(request: HttpRequest, code: str) -> QuerySet[Delegate]:
    return queries.colleagues_of(_admin_place(request, code))


def _colleague(request: HttpRequest, code: str, delegate: str) -> Delegate:
    found = _colleagues(request, code).filter(code=delegate).first()
    if found is None:
        raise Http404
    return found


def _save_profile(request: HttpRequest, delegate: Delegate, given: ProfileIn) -> dict[str, Any]:
    forum, person = delegate.forum, delegate.person
    known = {*forum.languages, *dict(settings.LANGUAGES), *person.languages}
    require_languages("languages", given.languages, known)
    if given.zone not in {person.zone, *forum.zones, *zones_in_use()}:
        raise Refused(_("Not a time zone. Choose one of the list, such as Asia/Bangkok."), "zone")
    said = given.dict() | {
        "name": given.name.strip(),
        "name_latin": given.name_latin.strip(),
        "title": given.title.strip(),
        "languages": list(dict.fromkeys(given.languages)),
        "modes": list(dict.fromkeys(given.modes)),
    }
    if "languages" in actions.save_profile(user_of(request), delegate, **said):
        order_matches_after_all(user_of(request), forum)
    return _profile(delegate)


def _save_times(request: HttpRequest, delegate: Delegate, given: TimesIn) -> dict[str, Any]:
    slots = {
        slot.code: slot.pk for _day, slots in queries.grid_of(delegate) for slot, _free in slots
    }
    if not slots.keys() >= set(given.free):
        raise Http404
    actions.save_availability(user_of(request), delegate, {slots[one] for one in given.free})
    return _profile(delegate)


def _profile(delegate: Delegate) -> dict[str, Any]:
    person = delegate.person
    return {
        **{name: getattr(person, name) for name in OF_THE_PERSON},
        **{name: getattr(delegate, name) for name in OF_THE_DELEGATE},
        "delegate": delegate.code,
        "organisation": delegate.organisation.code,
        "profiles_close": delegate.forum.profiles_close,
        "times": [
            {"slot": slot.code, "start": slot.start, "end": slot.end, "free": free}
            for _day, slots in queries.grid_of(delegate)
            for slot, free in slots
        ],
    }


@router.get(
    "/forums/{code}/listings",
    response=answers(list[OwnListingOut]),
    summary="What your organisation offers and needs",
    **scoped("profile:read"),
)
def listings(request: HttpRequest, code: Code) -> list[Listing]:
    """Those of your own organisation; other organisations' come with the organisation."""
    return list(own_place(request, code)[1].organisation.listings.all())


@router.post(
    "/forums/{code}/listings",
    response=answers(OwnListingOut),
    summary="Add an offer or a need",
    **scoped("profile:write"),
)
def add_listing(request: HttpRequest, code: Code, given: NewListingIn) -> Listing:
    """For your organisation, until profiles close; suggestions are made again with it."""
    return _save(request, code, None, given, given.side)


@router.put(
    "/forums/{code}/listings/{id}",
    response=answers(OwnListingOut),
    summary="Change an offer or a need",
    **scoped("profile:write"),
)
def change_listing(request: HttpRequest, code: Code, id: Id, given: ListingIn) -> Listing:
    """Of your organisation: all of it but the side, which stays."""
    found = _own(own_place(request, code)[1], id)
    return _save(request, code, found, given, found.side)


@router.delete(
    "/forums/{code}/listings/{id}",
    response={204: None, **WRONG},
    summary="Remove an offer or a need",
    **scoped("profile:write"),
)
def remove_listing(request: HttpRequest, code: Code, id: Id) -> Status:
    """Of your organisation, with the suggestions that rest on it."""
    forum, delegate = own_place(request, code)
    actions.remove_listing(user_of(request), delegate, _own(delegate, id))
    order_matches_after_all(user_of(request), forum)
    return Status(204, None)


def _own(delegate: Delegate, key: int) -> Listing:
    found: Listing | None = delegate.organisation.listings.filter(pk=key).first()
    # Of any other organisation it is not there.
    if found is None:
        raise Http404
    return found


def _save(
    request: HttpRequest, code: str, found: Listing | None, given: ListingIn, side: str
) -> Listing:
    forum, delegate = own_place(request, code)
    saved = actions.save_listing(
        user_of(request),
        delegate,
        found,
        side=side,
        title=given.title.strip(),
        text=given.text.strip(),
        cooperation=list(dict.fromkeys(given.cooperation)),
        isic=list(dict.fromkeys(given.isic)),
    )
    order_matches_after_all(user_of(request), forum)
    return saved

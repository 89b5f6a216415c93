"""Inviting one person, by whoever may."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from saphan.record.errors import Refused
from saphan.record.forum.models import Forum
from saphan.web.forms.people import InviteForm
from saphan.web.forms.profile import ColleagueForm
from saphan.work.people import invite


def send_invitation(
    request: HttpRequest,
    forum: Forum,
    form: InviteForm | ColleagueForm,
    *,
    trusted: bool,
    countries: frozenset[str] | None,
) -> bool:
    """Invite whom a valid form names, and say so; else say in the form why not.

    Args:
        request: Of who invites.
        forum: To which forum.
        form: Names the person.
        trusted: Whether the answer makes a delegate at once.
        countries: Whose people who invites looks after; None for all.
    """
    try:
        made = invite(
            request.user,  # type: ignore[arg-type]
            forum,
            [form.invitee()],
            trusted=trusted,
            countries=countries,
        )
    except Refused as error:
        form.add_error(None, str(error.message))
        return False
    if not made:
        form.add_error("email", _("This address is invited, waits or takes part already."))
        return False
    messages.success(request, _("The invitation is on its way."))
    return True

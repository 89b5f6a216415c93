"""Where an online meeting takes place: any provider whose rooms have addresses."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from saphan.engine.sheets.addresses import has_meeting, is_address

if TYPE_CHECKING:
    from .models import Forum, Place

SAMPLE = "https://meet.jit.si/{forum}-{meeting}"
"""A template of a provider that opens a room when somebody comes: Jitsi Meet."""
ROOM = 20  # letters and digits of a room's name: 100 bits, which nobody guesses


class Met(Protocol):
    """What a link needs to know of a meeting."""

    request_id: int
    place: Place


def check_address(text: str) -> None:
    """Raise ValidationError unless the text is an address that browsers open safely."""
    if not is_address(text):
        raise ValidationError(_("An address starts with https:// and has no spaces."))


def check_template(text: str) -> None:
    """Raise ValidationError unless the text is an address with a place for the meeting's name."""
    if not has_meeting(text):
        raise ValidationError(
            _("The address needs {meeting} after its host, and may have {forum}: nothing else.")
        )
    check_address(text.format(forum="f", meeting="m"))


def room_of(meeting: Met) -> str:
    """The name of a meeting's room: the same in every version of the timetable, and not to be
    guessed by who knows the others."""
    digest = salted_hmac("saphan.join", str(meeting.request_id), algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower()[:ROOM]


def join_link(forum: Forum, meeting: Met) -> str:
    """Where a meeting takes place online.

    Args:
        forum: Its forum.
        meeting: The meeting.

    Returns:
        The own address of its place, or else the forum's template with {forum} and {meeting}
        filled; empty for a meeting at a table, and where neither is set.
    """
    place = meeting.place
    if place.mode != "online":
        return ""
    if place.address:
        return place.address
    if not forum.join_template:
        return ""
    return forum.join_template.format(forum=quote(forum.code, safe=""), meeting=room_of(meeting))

"""Every write about messages to other programs, one function an intention."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.audit.models import AuditEntry
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty, require_duty

from .events import EVENTS, is_told
from .models import Endpoint, Message
from .signing import new_secret

PAUSES = (60, 5 * 60, 30 * 60, 2 * 3600, 8 * 3600, 24 * 3600)
"""Seconds from one failed try to the next; after the last the message has failed."""
MOST = 10  # endpoints of a forum


def connect(actor: User, forum: Forum, url: str, events: Iterable[str] = ()) -> Endpoint:
    """Tell an address what changes from now on.

    Args:
        actor: Who connects it.
        forum: Whose changes.
        url: Where to; https, and on no network of one's own.
        events: Keys of `EVENTS`; none for all.

    Returns:
        The endpoint, with the secret that its messages are signed with.

    Raises:
        PermissionDenied: The actor does not set up this forum.
        Refused: The address cannot be told anything, or is told already; there is no such kind
            of change; or there are ten addresses.
    """
    require_duty(actor, forum, Duty.SET_UP)
    url, kinds = url.strip(), sorted(events)
    if set(kinds) - set(EVENTS):
        raise Refused(_("There is no such kind of change."))
    require_reachable(url)
    try:
        with transaction.atomic():
            if Forum.objects.select_for_update().get(pk=forum.pk).endpoints.count() >= MOST:
                raise Refused(_("A forum tells at most ten addresses. Remove one first."))
            made = Endpoint.objects.create(
                forum=forum,
                url=url,
                secret=new_secret(),
                events=kinds,
                seen=AuditEntry.objects.aggregate(last=Max("pk"))["last"] or 0,
            )
            note(actor, "hooks.connect", made)
    except IntegrityError as error:
        raise Refused(_("This address is told already.")) from error
    return made


def require_reachable(url: str) -> None:
    """Refuse an address that is not public: nobody is to have this server ask its own network.

    Raises:
        Refused: It is no whole https address, or its name is not found or leads to a network of
            one's own; unless the settings allow that.
    """
    private = settings.HOOKS_PRIVATE
    try:
        URLValidator(["https", "http"] if private else ["https"])(url)
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except (ValidationError, ValueError) as error:
        raise Refused(_("Give a whole address that begins with https://.")) from error
    if parts.username or parts.password:
        raise Refused(_("Give an address without a name and a password in it."))
    if private:
        return
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Refused(_("The name of this address is not found.")) from error
    if not all(ipaddress.ip_address(one[4][0]).is_global for one in found):
        raise Refused(_("This address is not public."))


@transaction.atomic
def disconnect(actor: User, endpoint: Endpoint) -> None:
    """Tell an address nothing any more.

    Raises:
        PermissionDenied: The actor does not set up this forum.
    """
    require_duty(actor, endpoint.forum, Duty.SET_UP)
    note(actor, "hooks.disconnect", endpoint, url=endpoint.url)
    endpoint.delete()


@transaction.atomic
def try_again(actor: User, endpoint: Endpoint) -> int:
    """Send what failed once more.

    Returns:
        How many messages.

    Raises:
        PermissionDenied: The actor does not set up this forum.
    """
    require_duty(actor, endpoint.forum, Duty.SET_UP)
    return endpoint.messages.filter(state=Message.State.FAILED).update(
        state=Message.State.WAITING, tries=0, next_try=timezone.now()
    )


def collect(now: datetime) -> int:
    """Queue what the trail has that active endpoints have not looked at.

    The newest seconds wait: an entry gets its number before its transaction commits, so that one
    may appear behind another that has been looked at.

    Returns:
        How many messages were queued.
    """
    made = 0
    for endpoint in Endpoint.objects.filter(is_active=True):
        with transaction.atomic():
            locked = (
                Endpoint.objects.select_for_update(skip_locked=True).filter(pk=endpoint.pk).first()
            )
            if locked is None:
                continue
            entries = list(
                AuditEntry.objects.filter(
                    forum=locked.forum_id, pk__gt=locked.seen, at__lt=now - timedelta(seconds=2)
                ).order_by("pk")[:1000]
            )
            if not entries:
                continue
            queued = [
                Message(endpoint=locked, entry=entry, next_try=now)
                for entry in entries
                if is_told(entry.action, locked.events)
            ]
            Message.objects.bulk_create(queued, ignore_conflicts=True)
            made += len(queued)
            locked.seen = entries[-1].pk
            locked.save(update_fields=["seen"])
    return made


def claim(now: datetime, most: int = 50) -> list[Message]:
    """Messages that are due, each for one server alone; a try that dies with its server is made
    again after the first pause."""
    with transaction.atomic():
        found = list(
            Message.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(state=Message.State.WAITING, next_try__lte=now, endpoint__is_active=True)
            .select_related("endpoint__forum", "entry")
            .order_by("pk")[:most]
        )
        Message.objects.filter(pk__in=[one.pk for one in found]).update(
            next_try=now + timedelta(seconds=PAUSES[0])
        )
    return found


def note_answer(message: Message, ok: bool, answer: str, now: datetime) -> None:
    """Keep what became of a try.

    Args:
        message: The message.
        ok: Whether it was taken.
        answer: Status of the answer, or why there was none.
        now: Moment of the try.
    """
    message.tries += 1
    message.answer = answer[:200]
    if ok:
        message.state, message.next_try = Message.State.SENT, None
    elif message.tries > len(PAUSES):
        message.state, message.next_try = Message.State.FAILED, None
    else:
        message.next_try = now + timedelta(seconds=PAUSES[message.tries - 1])
    message.save(update_fields=["tries", "answer", "state", "next_try", "at"])

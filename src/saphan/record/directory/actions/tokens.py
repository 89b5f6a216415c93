"""Making and revoking the tokens of programs."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.errors import Refused

from ..models import ApiToken, Scope, User
from ..queries.tokens import digest_of

PREFIX = "saphan_"  # by which scanners of leaked secrets know it
MOST = 20  # valid at a time
LONGEST = 366  # days


@transaction.atomic
def make_token(user: User, name: str, scopes: Iterable[str], days: int) -> tuple[ApiToken, str]:
    """Make a token for a program of the user's.

    Returns:
        The token and its secret, which cannot be had again.

    Raises:
        Refused: It would be for nothing or for what is not known, or there are too many.
    """
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= set(Scope.values):
        raise Refused(_("Choose what the program may do."))
    if not 1 <= days <= LONGEST:
        raise Refused(_("Choose for how long it is valid: up to a year."))
    now = timezone.now()
    User.objects.select_for_update().get(pk=user.pk)
    if user.api_tokens.filter(revoked_at=None, expires_at__gt=now).count() >= MOST:
        raise Refused(_("You have many tokens already: revoke one first."))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name,
        digest=digest_of(secret),
        scopes=wanted,
        expires_at=now + timedelta(days=days),
    )
    note(user, "account.make_token", token, scopes=wanted, days=days)
    return token, secret


@transaction.atomic
def revoke_token(user: User, token: ApiToken) -> None:
    """Let a token be of no use from now on."""
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        note(user, "account.revoke_token", token)

"""What people do to their ways of signing in, kept in the audit trail."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from saphan.record.directory.actions import note_security
from saphan.record.directory.models import User
from saphan.web.accounts import STRONG


def _password_set(user: User, **kwargs: Any) -> None:
    note_security(user, "password_set")


def _password_changed(user: User, **kwargs: Any) -> None:
    note_security(user, "password_changed")


def _password_reset(user: User, **kwargs: Any) -> None:
    note_security(user, "password_reset")


def _added(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type in STRONG:
        # Whoever adds one holds it: they need not show it again to see the recovery codes.
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
    note_security(user, "second_factor_added", kind=authenticator.type)


def _removed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    note_security(user, "second_factor_removed", kind=authenticator.type)


def _codes_made(user: User, **kwargs: Any) -> None:
    note_security(user, "recovery_codes_made")


def connect() -> None:
    """Listen to allauth."""
    account.password_set.connect(_password_set)
    account.password_changed.connect(_password_changed)
    account.password_reset.connect(_password_reset)
    mfa.authenticator_added.connect(_added)
    mfa.authenticator_removed.connect(_removed)
    mfa.authenticator_reset.connect(_codes_made)

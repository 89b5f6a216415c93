"""People with every way of signing in, and the codes of their apps."""

from __future__ import annotations

import base64
import hmac
import struct
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.test import Client
from tests.factories import UserFactory

from saphan.record.directory.actions import make_token
from saphan.record.directory.models import User

PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret: str, steps: int = 0) -> str:
    """What an authenticator app shows now, by RFC 6238.

    Args:
        secret: The key, as it is shown.
        steps: Half minutes from now.
    """
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[start : start + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


def with_app(user: User) -> User:
    """Give somebody an authenticator app and recovery codes."""
    Authenticator.objects.create(user=user, type="totp", data={"secret": SECRET})
    RecoveryCodes.activate(user)
    return user


def guarded_user(email: str) -> User:
    """Somebody with a password, an app, a passkey that cannot be used, and one session."""
    user: User = UserFactory(email=email)
    user.set_password(PASSWORD)
    user.save()
    with_app(user)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Κλειδί"})
    make_token(user, "Πρόγραμμα", ["forum:read"], 30)
    browser = Client()
    browser.force_login(user)
    UserSession.objects.create(
        user=user,
        session_key=browser.session.session_key,
        ip="192.0.2.1",
        user_agent="Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36",
    )
    return user

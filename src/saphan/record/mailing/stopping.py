"""Signed addresses by which somebody wants no more letters with news."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

from saphan.record.directory.models import User

SIGNER = Signer(salt="saphan.letters.stop")


def stop_token(user_id: int) -> str:
    """What stands in the address. It lets nobody do anything else, and never grows old, since
    letters are kept for years."""
    return SIGNER.sign_object([user_id])


def who_stops(token: str) -> User | None:
    """Whose letters they are; None where the address is not ours, or the person is gone."""
    try:
        (key,) = SIGNER.unsign_object(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return User.objects.filter(pk=key).first()

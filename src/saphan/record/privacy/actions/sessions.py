"""Ending every session of somebody, as if there had been none."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session


def end_sessions(user_id: int | None, emails: Collection[str]) -> int:
    """Delete the rows of all sessions in which somebody is signed in, or that hold their address.

    Which device of theirs is known here or not: a session that nobody listed ends too.

    Args:
        user_id: Key of the account; None for who has none.
        emails: Their addresses, in small letters.

    Returns:
        How many there were.
    """
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    theirs = []
    for key, data in Session.objects.values_list("session_key", "session_data").iterator():
        held = store.decode(data)
        mine = user_id is not None and held.get(SESSION_KEY) == str(user_id)
        text = str(held).lower()
        if mine or any(email in text for email in emails):
            theirs.append(key)
    Session.objects.filter(session_key__in=theirs).delete()
    return len(theirs)

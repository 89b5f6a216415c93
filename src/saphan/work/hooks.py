"""Telling other programs what changes."""

from __future__ import annotations

from datetime import datetime

import requests

from saphan.record.errors import Refused
from saphan.record.hooks import actions
from saphan.record.hooks.models import Message
from saphan.record.hooks.signing import body_of, headers_of

SECONDS = 10.0  # that an answer may take


def tell(now: datetime) -> int:
    """Queue what has changed, and send what is due.

    Returns:
        How many messages were taken.
    """
    actions.collect(now)
    taken = 0
    with requests.Session() as session:
        while messages := actions.claim(now):
            for message in messages:
                ok, answer = _send(session, message, now)
                actions.note_answer(message, ok, answer, now)
                taken += ok
    return taken


def _send(session: requests.Session, message: Message, now: datetime) -> tuple[bool, str]:
    endpoint = message.endpoint
    body = body_of(message.entry, endpoint.forum.code)
    try:
        # Again at each try: a name may have come to lead elsewhere.
        actions.require_reachable(endpoint.url)
        with session.post(
            endpoint.url,
            data=body,
            headers=headers_of(endpoint.secret, f"msg_{message.pk}", now, body),
            timeout=SECONDS,
            allow_redirects=False,
            stream=True,  # whatever the answer says is not read
        ) as response:
            return response.ok and not response.is_redirect, str(response.status_code)
    except Refused as error:
        return False, str(error.message)
    except requests.RequestException as error:
        return False, type(error).__name__

"""Answers to people who write to a desk by LINE.

Source: https://developers.line.biz/en/reference/messaging-api/#send-reply-message. A reply token is
good once and for about a minute: an answer that does not arrive is not tried again.
"""

from __future__ import annotations

import requests
import structlog
from django.conf import settings
from procrastinate.contrib.django import app

SECONDS = 10.0  # that LINE's answer may take
LONGEST = 5000  # characters of a text, by LINE's rules

log = structlog.get_logger()


def order_reply(country: str, token: str, text: str) -> None:
    """Hand an answer to the workers, in the caller's transaction; nothing without a key.

    Args:
        country: Of the desk.
        token: That came with the message.
        text: What to say.
    """
    if settings.LINE_TOKENS.get(country) and token:
        reply_by_line.defer(country=country, token=token, text=text[:LONGEST])


@app.task(name="reply_by_line")
def reply_by_line(country: str, token: str, text: str) -> bool:
    """Answer a message of LINE.

    Returns:
        Whether LINE took it.
    """
    key = settings.LINE_TOKENS.get(country, "")
    if not key:
        return False
    try:
        response = requests.post(
            f"{settings.LINE_API}/v2/bot/message/reply",
            json={"replyToken": token, "messages": [{"type": "text", "text": text}]},
            headers={"Authorization": f"Bearer {key}"},
            timeout=SECONDS,
            allow_redirects=False,
        )
    except requests.RequestException as error:
        log.warning("line_reply_failed", desk=country, why=type(error).__name__)
        return False
    if response.status_code != requests.codes.ok:
        log.warning("line_reply_refused", desk=country, status=response.status_code)
        return False
    return True

"""Messages that LINE and Telegram deliver, by their public specifications.

Sources: https://developers.line.biz/en/reference/messaging-api/#signature-validation and
https://core.telegram.org/bots/api#setwebhook. Keys come from the environment, one a desk; a desk
without one receives nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from saphan.record.errors import Refused
from saphan.record.factcheck.actions import Received, Sent, receive
from saphan.record.factcheck.models import Desk, Report
from saphan.work.line import order_reply

Answer = Report.Answer


def _desk(country: str, keys: dict[str, str]) -> tuple[Desk, str]:
    desk, key = Desk.objects.filter(country=country).first(), keys.get(country, "")
    if desk is None or not key:
        raise Http404
    return desk, key


def _body(request: HttpRequest) -> Any:
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        return None


def _known(mapping: Any, *path: str) -> Any:
    """What stands at a path of a message, or None."""
    for name in path:
        mapping = mapping.get(name) if isinstance(mapping, dict) else None
    return mapping


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


@csrf_exempt
@require_POST
def line(request: HttpRequest, country: str) -> HttpResponse:
    """Events of LINE, signed with the channel's secret over the very bytes of the body; answers go
    out beside it, so that LINE need not wait."""
    desk, key = _desk(country, settings.LINE_SECRETS)
    own = base64.b64encode(hmac.new(key.encode(), request.body, hashlib.sha256).digest())
    if not hmac.compare_digest(own, request.headers.get("X-Line-Signature", "").encode()):
        return HttpResponse(status=401)
    events = _known(_body(request), "events")
    if not isinstance(events, list):
        return HttpResponse(status=400)
    for event in events:
        text = _known(event, "message", "text")
        if isinstance(text, str) and _known(event, "message", "type") == "text":
            received = _keep(
                desk,
                Sent(
                    text,
                    channel=Report.Channel.LINE,
                    external=_text(_known(event, "message", "id")),
                    handle=_text(_known(event, "source", "userId")),
                ),
            )
            if received is not None and not received.again and _wants_answer(event):
                with translation.override(_spoken(received.report.language)):
                    order_reply(country, _text(_known(event, "replyToken")), _said(received))
    return HttpResponse(status=200)


def _wants_answer(event: Any) -> bool:
    """Whether one person wrote to the desk itself: in groups it would interrupt others, and in
    standby another program answers."""
    return _known(event, "source", "type") == "user" and _known(event, "mode") == "active"


@csrf_exempt
@require_POST
def telegram(request: HttpRequest, country: str) -> HttpResponse:
    """An update of Telegram with the token that it was given; the answer goes back with it."""
    desk, key = _desk(country, settings.TELEGRAM_SECRETS)
    given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
    if not hmac.compare_digest(key.encode(), given.encode()):
        return HttpResponse(status=401)
    update = _body(request)
    if not isinstance(update, dict):
        return HttpResponse(status=400)
    message = update.get("message")
    text = _known(message, "text") or _known(message, "caption")
    chat = _known(message, "chat", "id")
    if not isinstance(text, str) or not isinstance(chat, int):
        return HttpResponse(status=200)
    language = _text(_known(message, "from", "language_code"))[:8]
    received = _keep(
        desk,
        Sent(
            text,
            channel=Report.Channel.TELEGRAM,
            external=f"{chat}/{_text(_known(message, 'message_id'))}",
            handle=_text(_known(message, "from", "id")),
            language=language,
        ),
    )
    if received is None or received.again:
        return HttpResponse(status=200)
    with translation.override(_spoken(language)):
        return JsonResponse({"method": "sendMessage", "chat_id": chat, "text": _said(received)})


def _keep(desk: Desk, sent: Sent) -> Received | None:
    """Keep a message; one that is refused would only be delivered again, so it is let go."""
    try:
        return receive(desk, sent)
    except Refused:
        return None


def _spoken(language: str) -> str:
    code = language.split("-")[0]
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _said(received: Received) -> str:
    report = received.report
    lines = {
        Answer.CHECKED: _("This has been checked"),
        Answer.SIMILAR: _("This looks like something checked"),
        Answer.NEW: _("This is new to us"),
    }
    told = [lines[Answer(report.answer)]]
    if report.claim is not None and report.answer == Answer.CHECKED:
        told.append(f"{report.claim.text}: {report.claim.get_verdict_display()}")
    told.append(settings.SITE + reverse("fact_asked", args=[report.token]))
    return "\n".join(told)

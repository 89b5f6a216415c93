"""LINE and Telegram deliver messages, built here to their public specifications."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest
from tests.facts import claim_of, desk_of

from saphan.record.factcheck.models import Report
from saphan.settings import keys_of_desks

pytestmark = pytest.mark.django_db
SECRET = "channel secret"
LINE, TELEGRAM = "/facts/receive/line/TH/", "/facts/receive/telegram/TH/"


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.LINE_SECRETS = settings.TELEGRAM_SECRETS = {"TH": SECRET}
    desk_of("TH"), desk_of("RU")


def event(text="Banks close", number="468789577898262530", kind="text"):
    return {
        "type": "message",
        "message": {"type": kind, "id": number, "quoteToken": "q3Plxr", "text": text},
        "webhookEventId": "01H810YECXQQZ37VAXPF6H9E6T",
        "deliveryContext": {"isRedelivery": False},
        "timestamp": 1692251666727,
        "source": {"type": "user", "userId": "U4af4980629"},
        "replyToken": "38ef843bde154d9b91c21320ffd17a0f",
        "mode": "active",
    }


def by_line(client, body, signature=None, path=LINE):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    own = base64.b64encode(hmac.new(SECRET.encode(), data, hashlib.sha256).digest()).decode()
    return client.post(
        path,
        data,
        content_type="application/json",
        headers={"X-Line-Signature": own if signature is None else signature},
    ).status_code


def by_telegram(client, body, token=SECRET, path=TELEGRAM):
    return client.post(
        path,
        json.dumps(body),
        content_type="application/json",
        headers={"X-Telegram-Bot-Api-Secret-Token": token},
    )


def update(text="Banks close", number=1365, **more):
    return {
        "update_id": 10000,
        "message": {
            "date": 1441645532,
            "chat": {"last_name": "Test", "id": 1111111, "type": "private", "first_name": "T"},
            "message_id": number,
            "from": {"id": 1111111, "is_bot": False, "first_name": "T", "language_code": "ru"},
            **({"text": text} if text is not None else {}),
            **more,
        },
    }


def test_signed_messages_of_line_are_kept_once(client):
    body = {"destination": "xxxxxxxxxx", "events": [event(), event(kind="sticker", number="2")]}
    assert [by_line(client, body) for _ in range(2)] == [200, 200]
    report = Report.objects.get()
    assert (report.text, report.channel, report.times) == ("Banks close", "line", 1)
    assert report.submitter.handle == "U4af4980629"


def test_line_may_try_the_address_without_events(client):
    assert by_line(client, {"destination": "x", "events": []}) == 200


@pytest.mark.parametrize("signature", ["", "x", "ไทย", base64.b64encode(bytes(32)).decode()])
def test_what_line_has_not_signed_is_refused(client, signature):
    signature = signature.encode().decode("latin-1")
    assert by_line(client, {"events": [event()]}, signature) == 401
    assert Report.objects.count() == 0


def test_a_changed_body_breaks_the_signature(client):
    data = json.dumps({"events": [event()]}).encode()
    own = base64.b64encode(hmac.new(SECRET.encode(), data, hashlib.sha256).digest()).decode()
    assert by_line(client, data.replace(b"close", b"shut!"), own) == 401


@pytest.mark.parametrize("body", [b"", b"[", b"[]", b'{"events": 1}', b"[" * 100_000])
def test_what_is_no_event_is_refused(client, body):
    assert by_line(client, body) == 400


def test_odd_events_are_let_go(client):
    odd = [None, 1, {}, {"message": []}, event(text=None), event(text=""), event(text="\0")]
    assert by_line(client, {"events": odd}) == 200
    assert Report.objects.count() == 0


def test_telegram_is_answered_with_its_update(client, settings):
    claim_of(desk_of("TH"), "Banks close", "false")
    answer = by_telegram(client, update("BANKS close!"))
    told = answer.json()
    report = Report.objects.get()
    assert (told["method"], told["chat_id"]) == ("sendMessage", 1111111)
    assert told["text"].splitlines() == [
        "Это уже проверено",
        "Banks close: неправда",
        f"{settings.SITE}/facts/asked/{report.token}/",
    ]
    assert by_telegram(client, update("BANKS close!")).content == b""
    assert Report.objects.count() == 1


def test_a_caption_counts_and_other_updates_do_not(client):
    by_telegram(client, update(None, caption="Banks close", photo=[{"file_id": "x"}]))
    for other in (update(None, number=2), {"update_id": 3}, {"message": 1}):
        assert by_telegram(client, other).status_code == 200
    assert [report.text for report in Report.objects.all()] == ["Banks close"]


@pytest.mark.parametrize("token", ["", "x", SECRET + "x"])
def test_what_does_not_have_telegrams_token_is_refused(client, token):
    assert by_telegram(client, update(), token).status_code == 401
    assert Report.objects.count() == 0


def test_a_desk_without_a_key_receives_nothing(client, settings):
    assert by_line(client, {"events": [event()]}, path=LINE.replace("TH", "RU")) == 404
    settings.TELEGRAM_SECRETS = {"TH": ""}
    assert by_telegram(client, update(), "").status_code == 404


def test_keys_come_from_the_environment_by_country(monkeypatch):
    monkeypatch.setenv("SAPHAN_LINE_SECRET_TH", "1")
    monkeypatch.setenv("SAPHAN_LINE_SECRET_RU", "")
    monkeypatch.setenv("SAPHAN_LINE_SECRET_th", "2")
    assert keys_of_desks("SAPHAN_LINE_SECRET") == {"TH": "1"}

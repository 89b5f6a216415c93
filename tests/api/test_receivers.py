"""LINE and Telegram deliver messages, built here to their public specifications."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.facts import claim_of, desk_of

from saphan.record.factcheck.models import Report
from saphan.settings import keys_of_desks
from saphan.work.line import reply_by_line

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


class Line(HTTPServer):
    """LINE's end: what it was sent, and the status that it answers with."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, dict[str, str], dict[str, object]]] = []
        self.status = 200
        super().__init__(("127.0.0.1", 0), _Answer)


class _Answer(BaseHTTPRequestHandler):
    server: Line

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken.append((self.path, dict(self.headers), body))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def line_api(settings):
    server = Line()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.LINE_API = f"http://127.0.0.1:{server.server_port}"
    settings.LINE_TOKENS = {"TH": "channel access token"}
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def ordered() -> list[dict[str, str]]:
    jobs = ProcrastinateJob.objects.filter(task_name="reply_by_line").order_by("id")
    return list(jobs.values_list("args", flat=True))


def test_line_is_answered_with_the_verdict_once(client, line_api, settings):
    claim_of(desk_of("TH"), "Banks close on Friday", "false")
    body = {"events": [event("BANKS close on Friday!")]}
    assert [by_line(client, body) for _ in range(2)] == [200, 200]
    (job,) = ordered()
    assert reply_by_line(**job) is True
    ((path, headers, told),) = line_api.taken
    report = Report.objects.get()
    assert path == "/v2/bot/message/reply"
    assert headers["Authorization"] == "Bearer channel access token"
    assert told == {
        "replyToken": "38ef843bde154d9b91c21320ffd17a0f",
        "messages": [
            {
                "type": "text",
                "text": "This has been checked\nBanks close on Friday: false\n"
                f"{settings.SITE}/facts/asked/{report.token}/",
            }
        ],
    }


def test_line_is_answered_in_the_language_of_the_message(client, line_api):
    claim_of(desk_of("TH"), "น้ำมะนาวรักษาโรคเบาหวาน", language="th")
    by_line(client, {"events": [event("น้ำมะนาวรักษาโรคเบาหวาน")]})
    assert ordered()[0]["text"].splitlines()[:2] == [
        "เรื่องนี้ตรวจสอบแล้ว",
        "น้ำมะนาวรักษาโรคเบาหวาน: เท็จ",
    ]


def test_groups_and_standby_are_not_answered(client, line_api):
    group = event(number="1") | {"source": {"type": "group", "userId": "U1", "groupId": "C1"}}
    standby = event("Schools close", number="2") | {"mode": "standby"}
    tokenless = event("Shops close", number="3") | {"replyToken": None}
    assert by_line(client, {"events": [group, standby, tokenless]}) == 200
    assert (Report.objects.count(), ordered()) == (3, [])


def test_without_a_token_nobody_is_answered(client, line_api, settings):
    settings.LINE_TOKENS = {"TH": ""}
    by_line(client, {"events": [event()]})
    assert ordered() == []
    assert reply_by_line("TH", "token", "text") is False
    assert line_api.taken == []


@pytest.mark.parametrize("status", [400, 429, 500, 302])
def test_an_answer_that_line_refuses_is_let_go(line_api, status):
    line_api.status = status
    assert reply_by_line("TH", "token", "text") is False
    assert len(line_api.taken) == 1


def test_line_out_of_reach_breaks_nothing(line_api, settings):
    settings.LINE_API = "http://127.0.0.1:9"
    assert reply_by_line("TH", "token", "text") is False

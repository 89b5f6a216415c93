"""Signed messages to other programs: what is told, to whom, and until when it is tried."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError
from tests.factories import ForumFactory, RequestFactory, organiser_of, staff

from saphan.record.audit.actions import note
from saphan.record.errors import Refused
from saphan.record.hooks.actions import PAUSES, connect, disconnect, try_again
from saphan.record.hooks.models import Endpoint, Message
from saphan.record.hooks.signing import headers_of, new_secret
from saphan.work.hooks import tell

pytestmark = pytest.mark.django_db


class Listener(HTTPServer):
    """A program that keeps what it is told, and answers as it is told to."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Hears)
        self.heard = []
        self.status = 204

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/"


class Hears(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def listener():
    server = Listener()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def request_(settings):
    settings.HOOKS_PRIVATE = True
    return RequestFactory()


def later(**ahead):
    return timezone.now() + timedelta(**(ahead or {"seconds": 5}))


def test_a_change_is_told_once_signed_and_without_people(request_, listener):
    forum = request_.forum
    note(None, "meetings.ask", request_)  # before it was connected
    endpoint = connect(organiser_of(forum), forum, listener.url)
    entry = note(request_.sender.person.user, "meetings.accepted", request_, before="asked")
    note(None, "meetings.accepted", RequestFactory())  # of another forum
    assert (tell(later()), tell(later())) == (1, 0)
    ((headers, body),) = listener.heard
    lower = {key.lower(): value for key, value in headers.items()}
    # The library that receivers use: it raises unless all is right.
    told = Webhook(endpoint.secret).verify(body, lower)
    assert told == {
        "type": "meetings.accepted",
        "timestamp": entry.at.isoformat(),
        "data": {"forum": forum.code, "kind": "meetings.request", "id": str(request_.pk)},
    }
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(body, lower)


def test_only_kinds_asked_for_and_never_what_people_think(request_, listener):
    forum = request_.forum
    connect(organiser_of(forum), forum, listener.url, ["live"])
    for action in ("meetings.ask", "meetings.block", "meetings.set_aside", "meetings.move_live"):
        note(None, action, request_)
    tell(later())
    assert [json.loads(body)["type"] for _headers, body in listener.heard] == ["meetings.move_live"]


def test_what_is_not_taken_is_tried_again_and_then_given_up(request_, listener):
    forum = request_.forum
    organiser = organiser_of(forum)
    endpoint = connect(organiser, forum, listener.url)
    listener.status = 302  # an answer that leads elsewhere is none
    note(None, "meetings.ask", request_)
    moment = later()
    for tries, pause in enumerate((*PAUSES, 0), 1):
        assert tell(moment) == 0
        message = Message.objects.get()
        assert (message.tries, message.answer) == (tries, "302")
        assert tell(moment) == 0, "not before the pause is over"
        assert len(listener.heard) == tries
        moment += timedelta(seconds=pause)
    assert message.state == Message.State.FAILED
    listener.status = 200
    assert try_again(organiser, endpoint) == 1
    assert tell(later(days=3)) == 1
    ids = {headers["webhook-id"] for headers, _body in listener.heard}
    assert ids == {f"msg_{message.pk}"}


def test_a_program_that_is_gone_is_no_crash(request_):
    server = Listener()
    server.server_close()
    connect(organiser_of(request_.forum), request_.forum, server.url)
    note(None, "meetings.ask", request_)
    assert tell(later()) == 0
    assert Message.objects.get().answer == "ConnectionError"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.org/", "begins with https"),
        ("https://", "begins with https"),
        ("javascript:alert(1)", "begins with https"),
        ("https://me:secret@93.184.216.34/", "without a name"),
        ("https://127.0.0.1/", "not public"),
        ("https://[::1]:8443/", "not public"),
        ("https://169.254.169.254/latest/", "not public"),
        ("https://10.0.0.8/", "not public"),
        ("https://localhost/", "not public"),
        ("https://nowhere.invalid/", "not found"),
    ],
)
def test_the_servers_own_network_is_not_asked(url, why):
    forum = ForumFactory()
    with pytest.raises(Refused, match=why):
        connect(organiser_of(forum), forum, url)
    assert not Endpoint.objects.exists()


def test_ten_addresses_each_once(request_):
    forum = request_.forum
    organiser = organiser_of(forum)
    made = [connect(organiser, forum, f"http://127.0.0.1:{port}/") for port in range(9000, 9010)]
    with pytest.raises(Refused, match="at most ten"):
        connect(organiser, forum, "http://127.0.0.1:9999/")
    disconnect(organiser, made[0])
    with pytest.raises(Refused, match="told already"):
        connect(organiser, forum, made[1].url)
    with pytest.raises(Refused, match="no such kind"):
        connect(organiser, forum, "http://127.0.0.1:9999/", ["weather"])


def test_who_may_connect(request_):
    forum = request_.forum
    endpoint = connect(organiser_of(forum), forum, "http://127.0.0.1:9000/")
    for stranger in (staff(forum, "co_organiser", "TH"), organiser_of(ForumFactory())):
        with pytest.raises(PermissionDenied):
            connect(stranger, forum, "http://127.0.0.1:9001/")
        for act in (disconnect, try_again):
            with pytest.raises(PermissionDenied):
                act(stranger, endpoint)


@given(st.binary(max_size=200))
def test_every_body_is_signed_as_receivers_check_it(body):
    secret = new_secret()
    headers = headers_of(secret, "msg_1", timezone.now(), b'"' + body.hex().encode() + b'"')
    assert Webhook(secret).verify(f'"{body.hex()}"', headers) == body.hex()


def test_the_page_shows_the_secret_once(client, request_):
    forum = request_.forum
    client.force_login(organiser_of(forum))
    page = reverse("hooks", args=[forum.code])
    response = client.post(page, {"url": "http://127.0.0.1:9000/", "events": ["live"]})
    endpoint = Endpoint.objects.get()
    assert (endpoint.events, response["Cache-Control"]) == (["live"], "no-store")
    assert endpoint.secret in response.content.decode()
    assert endpoint.secret not in client.get(page).content.decode()
    response = client.post(page, {"url": "nonsense"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["url"])
    client.post(reverse("hook_act", args=[forum.code, endpoint.pk, "remove"]))
    assert not Endpoint.objects.exists()


def test_an_address_of_another_forum_is_not_there(client, request_):
    endpoint = connect(organiser_of(request_.forum), request_.forum, "http://127.0.0.1:9000/")
    elsewhere = ForumFactory()
    client.force_login(organiser_of(elsewhere))
    url = reverse("hook_act", args=[elsewhere.code, endpoint.pk, "remove"])
    assert client.post(url).status_code == 404
    assert client.get(reverse("hooks", args=[request_.forum.code])).status_code == 403

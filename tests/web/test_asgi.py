"""The site as a server runs it: pages, streams, and who asks."""

from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from tests.factories import ForumFactory

pytestmark = pytest.mark.django_db(transaction=True)


def ask(path, method="GET", body=b"", **headers):
    """The status, the headers and the beginning of the body that the server would send."""
    from saphan.asgi import application

    sent = {"host": "testserver", "content-length": str(len(body)), **headers}
    sent = {name: value for name, value in sent.items() if value}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "https",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        "client": ("192.0.2.7", 5000),
        "server": ("testserver", 443),
    }

    async def call():
        call = ApplicationCommunicator(application, scope)
        await call.send_input({"type": "http.request", "body": body, "more_body": False})
        start = await call.receive_output(20)
        content = b""
        while True:
            part = await call.receive_output(20)
            content += part.get("body", b"")
            if not part.get("more_body"):
                break
        await call.wait(20)
        found = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        return start["status"], found, content

    return async_to_sync(call)()


def test_a_page_is_sent_whole():
    status, headers, content = ask("/sign-in/", **{"accept-language": "ru"})
    assert (status, headers["content-language"]) == (200, "ru")
    assert content.rstrip().endswith(b"</html>")
    assert "default-src 'self'" in headers["content-security-policy"]


def test_what_is_sent_to_a_page_arrives():
    status, headers, _content = ask(
        "/language/",
        "POST",
        b"language=th&csrfmiddlewaretoken=" + b"x" * 32,
        cookie="csrftoken=" + "x" * 32,
        referer="https://testserver/",
        **{"content-type": "application/x-www-form-urlencoded"},
    )
    assert (status, "django_language=th" in headers["set-cookie"]) == (302, True)


def test_a_body_of_a_length_not_told_arrives_too():
    status, headers, _content = ask(
        "/language/",
        "POST",
        b"language=ru&csrfmiddlewaretoken=" + b"x" * 32,
        cookie="csrftoken=" + "x" * 32,
        referer="https://testserver/",
        **{
            "content-type": "application/x-www-form-urlencoded",
            "content-length": "",
            "transfer-encoding": "chunked",
        },
    )
    assert (status, "django_language=ru" in headers["set-cookie"]) == (302, True)


def test_a_name_with_the_other_sign_passes_for_nothing():
    assert ask("/sign-in/", accept_language="ru")[1]["content-language"] == "en"


def test_a_stream_is_asked_for_who_it_is():
    assert ask(f"/f/{ForumFactory().code}/live/")[0] == 403

"""`saphan factcheck partner`, with a partner's server."""

from __future__ import annotations

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone
from tests.facts import desk_of
from tests.record.factcheck.test_partner import PUBLIC, offered, signed
from typer.testing import CliRunner

from saphan.cli import app
from saphan.record.factcheck.models import Claim

pytestmark = pytest.mark.django_db


def run(monkeypatch, *arguments: object):
    monkeypatch.setattr("saphan.cli.claims.open_record", lambda: None)  # the test's database is
    return CliRunner().invoke(app, ["factcheck", "partner", *map(str, arguments)])


@pytest.fixture
def served():
    body, signature = signed(offered())

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/RU.json" else 302)
            self.send_header("Saphan-Signature", f"ed25519={signature}")
            self.send_header("Location", "/RU.json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_feed_is_looked_at_and_taken_in_once(monkeypatch, served):
    desk_of("TH")
    given = (f"{served}/RU.json", "--desk", "th", "--key", PUBLIC)
    told = run(monkeypatch, *given, "--preview")
    assert " ".join(told.output.split()) == (
        "new: false: Lemon juice cures diabetes "
        "Desk RU: 1 claims, 1 new, 0 changed, 0 gone, 0 known here already; nothing was written"
    )
    assert Claim.objects.count() == 0
    numbers = [run(monkeypatch, *given).output.splitlines()[-1] for _n in range(2)]
    assert numbers == [
        "Desk RU: 1 claims, 1 new, 0 changed, 0 gone, 0 known here already",
        "Desk RU: 1 claims, 0 new, 0 changed, 0 gone, 0 known here already",
    ]
    assert [one.state for one in Claim.objects.all()] == ["partner"]


def test_what_is_not_the_partners_is_refused(monkeypatch, served, tmp_path):
    desk_of("TH")
    body, signature = signed(offered())
    old, of_old = signed(offered(), at=timezone.now() - timedelta(days=8))
    kept_back, of_kept_back = signed(offered(), at=timezone.now() - timedelta(days=1))
    file = tmp_path / "RU.json"
    file.write_bytes(body.replace(b"cures", b"heals"))
    for source, more in (
        (file, ["--signature", signature]),
        (file, []),
        (f"{served}/moved", []),
        ("http://127.0.0.1:9/RU.json", []),
        (tmp_path / "none.json", []),
    ):
        assert run(monkeypatch, source, "--desk", "TH", "--key", PUBLIC, *more).exit_code == 2
    assert run(monkeypatch, file, "--desk", "RU", "--key", PUBLIC).exit_code == 2  # no such desk
    assert Claim.objects.count() == 0
    file.write_bytes(body)
    done = run(monkeypatch, file, "--desk", "TH", "--key", PUBLIC, "--signature", signature)
    assert (done.exit_code, Claim.objects.count()) == (0, 1)
    for held, of_it, why in (
        (old, of_old, "This feed is too old: it was good until"),
        (kept_back, of_kept_back, "is taken in already"),
    ):
        file.write_bytes(held)
        done = run(monkeypatch, file, "--desk", "TH", "--key", PUBLIC, "--signature", of_it)
        assert (done.exit_code, why in " ".join(done.output.split())) == (2, True)

"""The settings as somebody's environment gives them."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import traceback
from pathlib import Path

import psutil
import pytest
from django.core.exceptions import ImproperlyConfigured

from saphan import settings


def test_a_database_url_is_used_as_it_is(monkeypatch):
    url = "postgresql://ana:p%40ss@db.example:6432/forum?sslmode=require"
    monkeypatch.setenv("DATABASE_URL", url)
    assert settings.database() == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "forum",
        "HOST": "db.example",
        "PORT": "6432",
        "USER": "ana",
        "PASSWORD": "p@ss",
        "OPTIONS": {
            "sslmode": "require",
            "pool": settings.POOL,
            "server_side_binding": True,
            "prepare_threshold": 3,
            "options": "-c jit=off -c random_page_cost=1.1",
        },
    }


def test_the_options_of_a_database_url_come_after_ours(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/forum?options=-c%20jit%3Don")
    options = settings.database()["OPTIONS"]
    assert options["options"] == "-c jit=off -c random_page_cost=1.1 -c jit=on"


def test_through_a_pooler_go_neither_prepared_statements_nor_settings(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/forum")
    monkeypatch.setenv("SAPHAN_POOLER", "1")
    assert settings.database()["OPTIONS"] == {"pool": settings.POOL}


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (
            "mysql://ana:secret@db/forum",
            "DATABASE_URL: expected postgresql://user:password@host:port/name",
        ),
        (
            "postgresql://ana:secret%zz@db/forum",
            "DATABASE_URL: expected postgresql://user:password@host:port/name",
        ),
        (
            "postgresql://ana:secret@db",
            "DATABASE_URL names no database: end it with /name",
        ),
    ],
)
def test_an_unusable_database_url_is_refused_without_showing_it(monkeypatch, url, message):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured) as caught:
        settings.database()
    assert str(caught.value) == message
    assert "secret" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(("text", "value"), [("1", True), ("No", False), ("", False)])
def test_flags(monkeypatch, text, value):
    monkeypatch.setenv("SAPHAN_HTTPS", text)
    assert settings.flag("SAPHAN_HTTPS") is value


def test_a_flag_that_is_neither_yes_nor_no_is_refused(monkeypatch):
    monkeypatch.setenv("SAPHAN_HTTPS", "maybe")
    with pytest.raises(ImproperlyConfigured) as caught:
        settings.flag("SAPHAN_HTTPS")
    assert str(caught.value) == "SAPHAN_HTTPS='maybe': expected 1 or 0"


def test_reading_the_settings_makes_one_secret_key_and_starts_nothing(tmp_path):
    def key() -> str:
        return subprocess.run(
            [sys.executable, "-c", "from saphan.settings import SECRET_KEY; print(SECRET_KEY)"],
            env={**os.environ, "SAPHAN_DATA": str(tmp_path / "data")},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    first = key()
    path = Path(tmp_path / "data" / "secret-key")
    assert len(first) >= 50
    assert key() == first == path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["secret-key"]
    assert [p for p in psutil.process_iter(["cmdline"]) if str(tmp_path) in str(p.info)] == []

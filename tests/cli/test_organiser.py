"""Who may create forums is said on the command line."""

import pytest
from tests.factories import ForumFactory
from typer.testing import CliRunner

from saphan.cli import app
from saphan.record.directory.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_migration(monkeypatch):
    monkeypatch.setattr("saphan.cli.record.open_record", lambda: None)


def test_a_person_is_let_create_forums_and_no_longer():
    done = CliRunner().invoke(app, ["organiser", "New@Ministry.Example"])
    assert done.exit_code == 0
    assert done.output.startswith("http://127.0.0.1:8000/sign-in/link/?key=")
    assert User.objects.get(email="new@ministry.example").can_create_forums is True
    assert (
        CliRunner().invoke(app, ["organiser", "new@ministry.example", "--no-longer"]).exit_code == 0
    )
    assert User.objects.get(email="new@ministry.example").can_create_forums is False


def test_an_address_must_be_one():
    assert CliRunner().invoke(app, ["organiser", "nobody"]).exit_code != 0
    assert User.objects.count() == 0


def test_nobody_organises_without_an_address():
    forum = ForumFactory()
    where = ["--organiser-of", forum.code]
    wrong = CliRunner().invoke(app, ["sign-in-link", "nobody", *where])
    assert (wrong.exit_code, wrong.stderr) == (2, "Enter a valid email address.\n")
    assert CliRunner().invoke(app, ["sign-in-link", "new@ministry.example", *where]).exit_code == 0
    assert [role.user.email for role in forum.roles.all()] == ["new@ministry.example"]

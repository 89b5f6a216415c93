"""The operator erases somebody on the command line: shown first, done with --yes."""

import pytest
from django.core import mail
from tests.factories import DelegateFactory, organiser_of
from typer.testing import CliRunner

from saphan.cli import app
from saphan.record.audit.models import AuditEntry
from saphan.record.directory.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_migration(monkeypatch):
    monkeypatch.setattr("saphan.cli.privacy.open_record", lambda: None)


def test_it_is_shown_first_and_done_when_asked():
    person = DelegateFactory().person
    shown = CliRunner().invoke(app, ["erase", person.email])
    assert (shown.exit_code, User.objects.count()) == (0, 1)
    assert shown.output.splitlines()[-1] == "Preview only: nothing was written. Add --yes to erase."
    done = CliRunner().invoke(app, ["erase", person.email.upper(), "--yes"])
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, "Erased.")
    assert not User.objects.filter(email=person.email).exists()
    assert [one.to for one in mail.outbox] == [[person.email]]
    entry = AuditEntry.objects.get(action="privacy.erase_on_request")
    assert entry.actor is None


def test_what_cannot_be_is_said():
    organiser = organiser_of(DelegateFactory().forum)
    for address, code in (
        (organiser.email, 2),
        ("nobody@forum.example", 2),
        ("no address", 2),
    ):
        assert CliRunner().invoke(app, ["erase", address, "--yes"]).exit_code == code
    assert User.objects.filter(pk=organiser.pk).exists()

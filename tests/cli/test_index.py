"""`saphan index` says how much it did, and stops without a model."""

from __future__ import annotations

import pytest
import typer
from tests.factories import OrganisationFactory

from saphan.cli.output import UNUSABLE_INPUT
from saphan.cli.record import index

pytestmark = pytest.mark.django_db


def test_what_is_missing_is_indexed_once(capsys):
    OrganisationFactory()
    index()
    index()
    assert (
        capsys.readouterr().out
        == "Indexed: 1 organisation(s), 0 release(s).\nIndexed: 0 organisation(s), 0 release(s).\n"
    )


def test_a_model_that_cannot_be_used_is_said_plainly(monkeypatch, tmp_path):
    OrganisationFactory()
    monkeypatch.setenv("SAPHAN_EMBEDDING", str(tmp_path))
    with pytest.raises(typer.Exit) as stopped:
        index()
    assert stopped.value.exit_code == UNUSABLE_INPUT

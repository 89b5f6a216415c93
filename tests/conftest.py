"""Records that take seconds to make, for all tests of a process: each is made once."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from django.test import TransactionTestCase
from tests.kept import Kept, empty_record
from tests.pages import greek_world

from saphan.engine.sheets.reader import read_forum_sheets
from saphan.record.forum.models import Forum
from saphan.record.meetings.actions import import_forum

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def pytest_collection():
    gc.disable()


def pytest_collection_finish():
    """What is loaded by now stays: to look through all of it for garbage again and again would
    take a sixth of the time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def imported(name: str) -> Kept[int]:
    return Kept(lambda: import_forum(read_forum_sheets(EXAMPLES / name))[0].pk)


@pytest.fixture(scope="session", autouse=True)
def _quickly_emptied():
    """How the record is emptied after a test that commits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: empty_record())
        yield


@pytest.fixture(scope="session")
def _sample():
    return imported("forum")


@pytest.fixture(scope="session")
def _hybrid():
    return imported("hybrid")


@pytest.fixture(scope="session")
def _greek():
    return Kept(greek_world)


@pytest.fixture
def sample(db, _sample):
    """The forum of `examples/forum`, just imported."""
    return Forum.objects.get(pk=_sample.get())


@pytest.fixture
def hybrid(db, _hybrid):
    """The forum of `examples/hybrid`, just imported."""
    return Forum.objects.get(pk=_hybrid.get())


@pytest.fixture
def greek(db, _greek):
    """A forum in the middle of its life, all in Greek and figures."""
    return _greek.get()

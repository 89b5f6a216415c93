"""Two people who make a forum of the same code at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection
from tests.factories import ForumFactory, creator_of

from saphan.record.audit.models import AuditEntry
from saphan.record.errors import Refused
from saphan.record.forum.actions import Basics, copy_forum, create_forum
from saphan.record.forum.actions import setup as making
from saphan.record.forum.models import Forum, ForumRole

NAME = {"en": "Forum", "th": "เวที", "ru": "Форум"}
BASICS = Basics(NAME, {}, ("TH", "RU"), ("th", "ru", "en"), "Asia/Bangkok", ())


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_makes_it_and_the_other_is_told_so(monkeypatch):
    source = ForumFactory(name=NAME)
    maker, copier = creator_of(), creator_of(source)
    both = Barrier(2, timeout=20)
    made = making.make_draft

    def after_both_looked(*args, **fields):
        both.wait()
        return made(*args, **fields)

    monkeypatch.setattr("saphan.record.forum.actions.setup.make_draft", after_both_looked)
    monkeypatch.setattr("saphan.record.forum.actions.copying.make_draft", after_both_looked)

    def outcome(act):
        try:
            act()
        except Refused as error:
            return error.field, str(error.message)
        finally:
            connection.close()
        return None

    acts = (
        lambda: create_forum(maker, "same", BASICS),
        lambda: copy_forum(copier, source, "same", NAME, date(2028, 3, 1)),
    )
    with ThreadPoolExecutor(2) as pool:
        outcomes = set(pool.map(outcome, acts))
    assert outcomes == {None, ("code", "Another forum has this code. Choose another one.")}
    forum = Forum.objects.get(code="same")
    assert ForumRole.objects.filter(forum=forum).count() == 1
    assert AuditEntry.objects.filter(action__in=("forum.create", "forum.copy")).count() == 1

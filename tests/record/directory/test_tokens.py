"""Tokens act for their owner, for what they were made, as long as they are valid."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories import UserFactory

from saphan.record.audit.models import AuditEntry
from saphan.record.directory.actions import make_token, revoke_token
from saphan.record.directory.models import ApiToken
from saphan.record.directory.queries import token_of
from saphan.record.errors import Refused

pytestmark = pytest.mark.django_db


def test_the_secret_finds_its_token_and_is_not_kept():
    user = UserFactory()
    token, secret = make_token(user, "Sheet", ["forum:read", "people:read"], 30)
    make_token(user, "Other", ["forum:read"], 30)
    found = token_of(secret)
    assert (found, found.user) == (token, user)
    assert [found.may(scope) for scope in ("forum:read", "forum:write")] == [True, False]
    kept = [*ApiToken.objects.values().filter(pk=token.pk), *AuditEntry.objects.values()]
    assert [one for one in kept if secret in str(one)] == []
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_a_wrong_revoked_or_old_secret_finds_nothing():
    user = UserFactory()
    revoked, one = make_token(user, "1", ["forum:read"], 30)
    revoke_token(user, revoked)
    old, two = make_token(user, "2", ["forum:read"], 30)
    ApiToken.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    _closed, three = make_token(UserFactory(is_active=False), "3", ["forum:read"], 30)
    assert [token_of(secret) for secret in (one, two, three, "", "saphan_x")] == [None] * 5


@pytest.mark.parametrize(
    ("scopes", "days"), [([], 30), (["forum:own"], 30), (["forum:read"], 0), (["forum:read"], 400)]
)
def test_a_token_for_nothing_or_for_ever_is_refused(scopes, days):
    with pytest.raises(Refused):
        make_token(UserFactory(), "1", scopes, days)
    assert not ApiToken.objects.exists()

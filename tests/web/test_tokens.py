"""Tokens are made and revoked on the account's own page, by their owner alone."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from tests.factories import UserFactory

from saphan.record.directory.actions import make_token
from saphan.record.directory.queries import token_of

pytestmark = pytest.mark.django_db


def test_a_token_is_made_shown_once_and_revoked(client):
    user = UserFactory()
    client.force_login(user)
    page = reverse("tokens")
    asked = {"name": "Our sheet", "scopes": ["people:read"], "days": "30"}
    shown = client.post(page, asked).content.decode()
    token = token_of(re.search(r">(saphan_[^<]+)<", shown)[1])
    assert (token.user, token.scopes) == (user, ["people:read"])
    again = client.get(page).content.decode()
    assert (again.count("Our sheet"), again.count("saphan_")) == (1, 0)
    client.post(reverse("token_revoke", args=[token.pk]))
    assert client.get(page).content.decode().count("Our sheet") == 0


def test_nobody_sees_or_revokes_the_token_of_another(client):
    theirs, secret = make_token(UserFactory(), "Their sheet", ["people:read"], 30)
    client.force_login(UserFactory())
    assert client.get(reverse("tokens")).content.decode().count("Their sheet") == 0
    assert client.post(reverse("token_revoke", args=[theirs.pk])).status_code == 404
    assert token_of(secret) == theirs


def test_a_token_for_nothing_is_not_made(client):
    client.force_login(UserFactory())
    response = client.post(reverse("tokens"), {"name": "Sheet", "days": "30"})
    assert response.status_code == 422
    assert response.content.decode().count("Choose what the program may do.") == 1

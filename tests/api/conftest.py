"""Calls of the API with a token."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from saphan.record.directory.actions import make_token
from saphan.record.directory.models import Scope


@pytest.fixture
def call(client: Any) -> Callable[..., Any]:
    """What calls a route with a token of somebody, of all scopes or those named."""

    def called(user, method, path, body=None, scopes=tuple(Scope.values)):
        _token, secret = make_token(user, "Program", scopes, 1)
        return client.generic(
            method,
            f"/api/v1{path}",
            "" if body is None else json.dumps(body),
            content_type="application/json",
            headers={"authorization": f"Bearer {secret}"},
        )

    return called

"""Desks, claims and reports for tests."""

from __future__ import annotations

import io
from typing import Any

from django.utils import timezone
from PIL import Image
from tests.factories import UserFactory

from saphan.record.directory.models import User
from saphan.record.factcheck.actions import Sent, receive
from saphan.record.factcheck.models import Claim, ClaimVersion, Desk, DeskRole, Report
from saphan.record.factcheck.texts import digest_of, snapshot


def _png() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 4), (15, 76, 92)).save(made, "PNG")
    return made.getvalue()


PNG = _png()


def desk_of(country: str = "TH") -> Desk:
    return Desk.objects.get_or_create(country=country)[0]


def member(desk: Desk, role: str = "checker", **fields: Any) -> User:
    user = UserFactory(**fields)
    DeskRole.objects.create(desk=desk, user=user, role=role)
    return user


def claim_of(desk: Desk, text: str, verdict: str = "false", **fields: Any) -> Claim:
    """A claim, published unless the fields say otherwise."""
    state = fields.setdefault("state", "published")
    claim = Claim.objects.create(
        desk=desk,
        text=text,
        verdict=verdict,
        digest=digest_of(text),
        language=fields.pop("language", "en"),
        number=1,
        published_number=1 if state == "published" else None,
        published_at=fields.pop("published_at", timezone.now() if state == "published" else None),
        checked=fields.pop("checked", timezone.now().date() if state == "published" else None),
        **fields,
    )
    ClaimVersion.objects.create(
        claim=claim, number=1, data=snapshot(claim), published=state == "published"
    )
    return claim


def report_to(desk: Desk, text: str, **fields: Any) -> Report:
    return receive(desk, Sent(text, **fields)).report

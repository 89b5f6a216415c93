"""The signed feed that the partner country's desk reads."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone

from saphan.record.factcheck.models import Claim, Desk

# Addresses and numbers of people that a claim may quote.
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"(?<!\d)\+?\d(?:[\s().-]?\d){7,14}(?!\d)")
HIDDEN = "[…]"
GOOD_FOR = timedelta(days=7)
"""How long a feed can be taken in: who keeps one back cannot show it later as today's."""


@dataclass(frozen=True)
class Feed:
    """The feed as it goes out.

    Attributes:
        body: JSON.
        signature: Ed25519 over the body, base64.
        key: The public key to check it with, base64.
    """

    body: bytes
    signature: str
    key: str


def feed(desk: Desk) -> Feed | None:
    """The claims that a desk shares, redacted and signed; None while it has shared nothing.

    Only what is published goes out: text, verdict, explanations and where governments named it;
    nothing of people, reports, comments or evidence, and addresses and numbers are taken out.
    The time of making and the end of its time are under the signature.
    """
    if not desk.signing_key:
        return None
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(desk.signing_key))
    shared = (
        Claim.objects.filter(desk=desk, state=Claim.State.PUBLISHED, shared_at__isnull=False)
        .prefetch_related("mentions")
        .order_by("shared_at", "pk")
    )
    made = timezone.now()  # before the claims are read: what changes meanwhile comes in a later one
    told = {
        "desk": desk.country,
        "made": made.isoformat(),
        "expires": (made + GOOD_FOR).isoformat(),
        "claims": [_told(one) for one in shared],
    }
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return Feed(
        body,
        base64.b64encode(key.sign(body)).decode(),
        base64.b64encode(key.public_key().public_bytes_raw()).decode(),
    )


def redacted(text: str) -> str:
    """A text without addresses of mail and numbers of telephones or accounts."""
    return _NUMBER.sub(HIDDEN, _ADDRESS.sub(HIDDEN, text))


def _told(claim: Claim) -> dict[str, Any]:
    assert claim.published_at is not None
    return {
        "key": claim.key,
        "language": claim.language,
        "text": redacted(claim.text),
        "texts": {code: redacted(text) for code, text in claim.texts.items()},
        "verdict": claim.verdict,
        "explanations": {code: redacted(text) for code, text in claim.explanations.items()},
        "published": claim.published_at.isoformat(),
        "checked": claim.checked.isoformat() if claim.checked else None,
        "version": claim.published_number,
        "mentions": [
            {"day": one.day.isoformat(), "rank": one.rank, "source": one.source_url}
            for one in claim.mentions.all()
        ],
    }

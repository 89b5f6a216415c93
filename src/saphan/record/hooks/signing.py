"""Messages as other programs get them, signed as the Standard Webhooks specification says.

Source: https://github.com/standard-webhooks/standard-webhooks, version 1, symmetric signatures.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from datetime import datetime

from saphan.record.audit.models import AuditEntry

PREFIX = "whsec_"


def new_secret() -> str:
    """A secret of 192 bits, as the specification writes them."""
    return PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def body_of(entry: AuditEntry, forum: str) -> bytes:
    """What a message says: what happened to what and when; nothing of people, who are asked for
    by the API with a token that may see them.

    Args:
        entry: The change.
        forum: Code of its forum.
    """
    told = {
        "type": entry.action,
        "timestamp": entry.at.isoformat(),
        "data": {"forum": forum, "kind": entry.subject_kind, "id": entry.subject_id},
    }
    return json.dumps(told, separators=(",", ":")).encode()


def headers_of(secret: str, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers of a message, its signature among them.

    Args:
        secret: As `new_secret` makes them.
        message_id: The same for every try.
        at: Moment of this try.
        body: What is sent, byte for byte.
    """
    moment = str(int(at.timestamp()))
    signed = f"{message_id}.{moment}.".encode() + body
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{signature}",
    }

"""The signed feed of another desk: nothing of it is read before its signature is found right."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils import timezone
from django.utils.translation import gettext as _

from saphan.record.errors import Refused

from .models import Verdict
from .texts import storable

MOST_BYTES = 20 * 1024 * 1024
MOST_CLAIMS = 10_000
MOST_TEXT, MOST_WHY = 2000, 20_000
SOURCES = 20
LONGEST = timedelta(days=31)
"""For how long a feed may say that it is good."""
AHEAD = timedelta(minutes=10)
"""How much the partner's clock may be ahead of ours."""
_COUNTRY = re.compile(r"[A-Z]{2}")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True)
class Offered:
    """A claim as a partner tells it.

    Attributes:
        key: Its name there.
        version: Of what is published there.
        sources: Addresses of releases that name it.
    """

    key: str
    version: int
    language: str
    text: str
    texts: dict[str, str]
    verdict: str
    explanations: dict[str, str]
    sources: tuple[str, ...]

    def data(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class PartnerFeed:
    """What a desk shares.

    Attributes:
        country: Of the desk.
        made: When it was made, by the partner's clock; it says so under its signature.
        claims: Each key once.
    """

    country: str
    made: datetime
    claims: tuple[Offered, ...]


def read_feed(body: bytes, signature: str, key: str) -> PartnerFeed:
    """Read a feed whose signature is right.

    Args:
        body: Its very bytes.
        signature: Ed25519 over them, base64, as the header `Saphan-Signature` has it.
        key: The partner's public key, base64, known from elsewhere than the feed.

    Raises:
        Refused: The signature is not of this key over these bytes, or what they say is no feed, or
            one whose time is over or has not come.
    """
    if len(body) > MOST_BYTES:
        raise Refused(_("The feed is too large: at most 20 MB."))
    try:
        known = Ed25519PublicKey.from_public_bytes(_bytes_of(key))
    except ValueError as error:
        raise Refused(_("This is no Ed25519 key in base64.")) from error
    try:
        known.verify(_bytes_of(signature), body)
    except (InvalidSignature, ValueError) as error:
        raise Refused(_("The signature is not right: nothing of the feed was read.")) from error
    try:
        told = json.loads(body)
        country, claims = told["desk"], told["claims"]
        made, expires = _moment(told["made"]), _moment(told["expires"])
        _require(timedelta(0) < expires - made <= LONGEST)
        _require(isinstance(country, str) and _COUNTRY.fullmatch(country))
        _require(isinstance(claims, list) and len(claims) <= MOST_CLAIMS)
        offered = tuple(_offered(one) for one in claims)
        _require(len({one.key for one in offered}) == len(offered))
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise Refused(_("The signature is right, but this is no feed of a desk.")) from error
    now = timezone.now()
    if expires <= now:
        raise Refused(
            _("This feed is too old: it was good until %(until)s. Ask the partner for a new one.")
            % {"until": spelled(expires)}
        )
    if made > now + AHEAD:
        raise Refused(
            _("This feed says that it was made at %(made)s, which has not come: a clock is wrong.")
            % {"made": spelled(made)}
        )
    return PartnerFeed(country, made, offered)


def spelled(moment: datetime) -> str:
    """A moment as these messages tell it, the same for both desks."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _bytes_of(written: str) -> bytes:
    try:
        return base64.b64decode(written.strip().removeprefix("ed25519="), validate=True)
    except binascii.Error as error:
        raise ValueError(written) from error


def _moment(written: Any) -> datetime:
    moment = datetime.fromisoformat(written)
    _require(moment.tzinfo is not None)
    return moment


def _require(holds: object) -> None:
    if not holds:
        raise ValueError


def _offered(one: Any) -> Offered:
    version = one["version"]
    _require(type(version) is int and 0 < version < 2**31)
    _require(isinstance(one["key"], str) and _KEY.fullmatch(one["key"]))
    _require(isinstance(one["language"], str) and len(one["language"]) <= 8)
    text = _text(one["text"], MOST_TEXT)
    _require(text)
    return Offered(
        key=one["key"],
        version=version,
        language=one["language"],
        text=text,
        texts=_by_language(one["texts"], MOST_TEXT),
        verdict=Verdict(one["verdict"]).value,
        explanations=_by_language(one["explanations"], MOST_WHY),
        sources=_sources(one["mentions"]),
    )


def _text(value: Any, most: int) -> str:
    _require(isinstance(value, str) and len(value) <= most)
    return storable(value).strip()


def _by_language(value: Any, most: int) -> dict[str, str]:
    _require(isinstance(value, dict) and all(_LANGUAGE.fullmatch(code) for code in value))
    return {code: _text(text, most) for code, text in value.items()}


def _sources(mentions: Any) -> tuple[str, ...]:
    _require(isinstance(mentions, list))
    found = dict.fromkeys(_text(one["source"], 1000) for one in mentions)
    return tuple(one for one in found if one.startswith(("https://", "http://")))[:SOURCES]

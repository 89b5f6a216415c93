"""Whom somebody may invite, and what is wrong in a list of people, before anybody is invited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from babel.languages import get_official_languages
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from saphan.record.errors import Refused

from .actions import Invitee
from .checks import require_address
from .models import Forum

OTHER_COUNTRY = _("not a country that you can invite from to this forum")
TWICE = _("this address stands here twice")
UNKNOWN_LANGUAGE = _("letters are not written in this language")


def likely_language(code: str) -> str:
    """The language of the site in which to write to somebody of a country."""
    known = dict(settings.LANGUAGES)
    spoken: Iterable[str] = get_official_languages(code, regional=True, de_facto=True)
    return next((one for one in spoken if one in known), settings.LANGUAGE_CODE)


def expected_country(forum: Forum, country: str, allowed: frozenset[str] | None) -> str | None:
    """Of which country an organisation has to be, where this one, or none, is named.

    Args:
        forum: To which it would come.
        country: A country; empty for the only one that the inviter looks after, else for any.
        allowed: The countries that the inviter looks after; None for all of the forum.

    Returns:
        The country, empty for any; None where the inviter cannot invite from it.
    """
    only = next(iter(allowed)) if allowed is not None and len(allowed) == 1 else ""
    country = country or only
    may = forum.countries if allowed is None else allowed
    return None if (country or allowed is not None) and country not in may else country


@dataclass(frozen=True)
class Wrong:
    """What is wrong with somebody of a list: at which place from 0, in which field, and what."""

    number: int
    field: str
    message: Any


def look_at(
    forum: Forum, people: Sequence[Invitee], allowed: frozenset[str] | None
) -> tuple[list[Invitee], list[Wrong]]:
    """Settle country and language of people to invite, as far as nothing is said.

    Args:
        forum: The forum.
        people: Whom; of no language to have it from the country.
        allowed: The countries that the inviter looks after; None for all of the forum.

    Returns:
        Those in whom nothing is wrong, and all that is wrong.
    """
    fine: list[Invitee] = []
    wrong: list[Wrong] = []
    seen: set[str] = set()
    for number, one in enumerate(people):
        before = len(wrong)
        email = one.email.lower()
        try:
            require_address("email", email)
        except Refused as error:
            wrong.append(Wrong(number, "email", error.message))
        if email in seen:
            wrong.append(Wrong(number, "email", TWICE))
        seen.add(email)
        country = expected_country(forum, one.country, allowed)
        if country is None:
            wrong.append(Wrong(number, "country", OTHER_COUNTRY))
        if one.language and one.language not in dict(settings.LANGUAGES):
            wrong.append(Wrong(number, "language", UNKNOWN_LANGUAGE))
        if len(wrong) == before:
            country = country or ""
            language = one.language or likely_language(country)
            fine.append(replace(one, email=email, country=country, language=language))
    return fine, wrong

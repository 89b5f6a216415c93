"""Badges on paper."""

from __future__ import annotations

import io
from collections.abc import Iterable

import segno
from babel import Locale
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from saphan.record.forum.models import Forum, in_language
from saphan.record.forum.queries import Holder

from . import pdf

QUIET_ZONE = 4  # modules: what ISO/IEC 18004 wants around a code


def badges_of(forum: Forum, people: Iterable[Holder], *, single: bool) -> bytes:
    """The badges as PDF, each in English and in the language of who wears it.

    Args:
        forum: The forum.
        people: Who wears them; each has a badge.
        single: A page for each, of its size, instead of sheets of A4 to be cut.
    """
    told = [_told(forum, one) for one in people]
    return pdf("badge", {"title": _("Badges"), "single": single, "badges": told})


def _told(forum: Forum, one: Holder) -> dict[str, str | list[str]]:
    assert one.badge is not None
    languages = [one.language, "en"] if one.language in dict(settings.LANGUAGES) else ["en"]
    return {
        "forum": in_language(forum.name, languages[0]),
        "role": one.role.value,
        "role_name": " · ".join(dict.fromkeys(_role(one, language) for language in languages)),
        "name": one.name,
        "name_latin": one.name_latin,
        "organisation": one.organisation,
        "organisation_latin": one.organisation_latin,
        "country": " · ".join(
            dict.fromkeys(_country(one.country, language) for language in languages)
        ),
        "qr": qr_of(one.badge.token),
        "code": in_lines(one.badge.token),
    }


def _role(one: Holder, language: str) -> str:
    with override(language):
        return str(one.role.label)


def _country(code: str, language: str) -> str:
    return str(Locale(language).territories.get(code, code)) if code else ""


def in_lines(code: str) -> list[str]:
    """A code as people read it out: in groups of four, two to a line."""
    return [f"{code[at : at + 4]} {code[at + 4 : at + 8]}" for at in range(0, len(code), 8)]


def qr_of(code: str) -> str:
    """A code as a picture (SVG): the smallest there is, which still is read with a scratch.

    Its mask is the same for all: to look for the best takes longer than all the rest, and codes
    are random, so that none of them needs another.
    """
    made = io.BytesIO()
    segno.make_qr(code, error="q", mask=0, boost_error=False).save(
        made, kind="svg", border=QUIET_ZONE, xmldecl=False, light="white"
    )
    return made.getvalue().decode()

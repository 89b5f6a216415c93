"""The picture that is shown where a claim's page is shared."""

from __future__ import annotations

import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from saphan.api.claimreview import name_of
from saphan.engine.language import with_breaks
from saphan.record.factcheck.models import Claim
from saphan.record.factcheck.texts import wording_in
from saphan.web.printing import png
from saphan.web.templatetags.saphan import day

from .made import made
from .public import CARD_SIZE, public_claim

MOST = 230
"""Characters of a claim on a picture."""
BREAK = "\u200b"
_RUN = re.compile(r"[^\s\u200b]{25}(?=[^\s\u200b]{5})")
# Pictograms, and what makes them: the fonts of papers have none.
_PICTOGRAMS = frozenset({"So", "Sk", "Cs", "Co", "Cn", "Cc", "Cf"})


def card(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """A published claim with its verdict, in a language of the site."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    claim = public_claim(key)
    with translation.override(language):
        values = _values(claim, language)
    return made(request, "card", values, png, "image/png")


def _values(claim: Claim, language: str) -> dict[str, Any]:
    wording, _own = wording_in(claim, language)
    return {
        "language": language,
        "size": CARD_SIZE,
        "verdict": claim.verdict,
        "verdict_name": claim.get_verdict_display(),
        "asked": _("What is claimed"),
        "text": shortened(wording, MOST),
        "desk": name_of(claim.desk),
        "day": day(claim.published_at) if claim.published_at else "",
        "site": urlsplit(settings.SITE).netloc,
    }


def shortened(text: str, most: int) -> str:
    """A text that a picture can show: on one line, without pictograms, and cut between words.

    Args:
        text: In any language.
        most: Characters that may stay, places to break not counted.

    Returns:
        The text with places to break in Thai and in endless words, with an ellipsis when cut.
    """
    shown = "".join(" " if c.isspace() else c for c in text if _is_shown(c))
    broken = _RUN.sub(rf"\g<0>{BREAK}", with_breaks(" ".join(shown.split())))
    if len(broken) - broken.count(BREAK) <= most:
        return broken
    kept = end = cut = 0
    for at, c in enumerate(broken):
        if kept == most:
            cut = at
            break
        if c in (" ", BREAK):
            end = at
        kept += c != BREAK
    return broken[: end or cut].rstrip(f" ,;:.–—-{BREAK}") + "…"


def _is_shown(c: str) -> bool:
    return c.isspace() or unicodedata.category(c) not in _PICTOGRAMS

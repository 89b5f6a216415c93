"""The picture that is shown where a claim's page is shared."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from saphan.api.claimreview import name_of
from saphan.engine.language import with_breaks
from saphan.record.factcheck.models import Claim
from saphan.web.printing import png
from saphan.web.printing.glyphs import BREAK, drawable_wording, may_break, without_boxes
from saphan.web.templatetags.saphan import day

from .made import made
from .public import CARD_SIZE, public_claim

MOST = 230
"""Characters of a claim on a picture."""
AT_MOST = 25
"""Characters after which an endless word may be broken."""
_RUN = re.compile(r"[^\s\u200b]{30,}")


def card(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """A published claim with its verdict, in a language of the site."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    claim = public_claim(key)
    with translation.override(language):
        values = _values(claim, language)
    return made(request, "card", values, png, "image/png")


def _values(claim: Claim, language: str) -> dict[str, Any]:
    wording, written = drawable_wording(claim, language)
    return {
        "language": language,
        "written": written or language,
        "size": CARD_SIZE,
        "verdict": claim.verdict,
        "verdict_name": claim.get_verdict_display(),
        "asked": _("What is claimed"),
        "text": shortened(wording, MOST),
        "no_text": _("This picture cannot show the claim's script: its page does."),
        "desk": name_of(claim.desk),
        "day": day(claim.checked) if claim.checked else "",
        "site": urlsplit(settings.SITE).netloc,
    }


def shortened(text: str, most: int) -> str:
    """A text that a picture can show: on one line, without boxes, and cut between words.

    Args:
        text: In any language.
        most: Characters that may stay, places to break not counted.

    Returns:
        The text with places to break in Thai and in endless words, with an ellipsis when cut.
    """
    broken = _RUN.sub(_broken, with_breaks(without_boxes(text)))
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


def _broken(run: re.Match[str]) -> str:
    """An endless word with places to break, where its letters allow it."""
    made = [run[0][0]]
    since = 1
    for before, after in pairwise(run[0]):
        if since >= AT_MOST and may_break(before, after):
            made.append(BREAK)
            since = 0
        made.append(after)
        since += 1
    return "".join(made)

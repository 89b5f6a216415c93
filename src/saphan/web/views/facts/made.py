"""Files that are set for a reader: made once for each content, kept a while, and limited."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from copy import copy
from typing import Any

from allauth.core import ratelimit
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from saphan.web.printing import FOLDER

KEPT = 24 * 60 * 60
"""Seconds that a file is kept for the next reader."""
FRESH = 10 * 60
"""Seconds that a browser need not ask again."""


def made(
    request: HttpRequest,
    template: str,
    values: Mapping[str, Any],
    make: Callable[[str, Mapping[str, Any]], bytes],
    kind: str,
) -> HttpResponse:
    """A template with its values as a file.

    What browsers or this site still have is not made again; who wants many new ones waits.

    Args:
        request: The reader's.
        template: Its name in `printing`.
        values: What it shows; the same values give the same file.
        make: Makes the file of both.
        kind: The media type.
    """
    etag = f'"{digest(template, values)}"'
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    name = f"made:{etag}"
    content: bytes | None = cache.get(name)
    if content is None:
        if not allowed(request):
            return ratelimit.respond_429(request)
        content = make(template, values)
        cache.set(name, content, KEPT)
    response = HttpResponse(content, content_type=kind)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={FRESH}"
    return response


def allowed(request: HttpRequest) -> bool:
    """Whether the reader may have one more made, which counts it."""
    counted = copy(request)
    counted.method = "POST"  # reading alone is not counted by allauth
    return ratelimit.consume(counted, action="fact_file")


def digest(template: str, values: Mapping[str, Any]) -> str:
    """What tells one file from another: the look of the template and what it shows."""
    told = hashlib.sha256((FOLDER / f"{template}.typ").read_bytes())
    told.update(json.dumps(values, ensure_ascii=False, sort_keys=True).encode())
    return told.hexdigest()[:32]

"""Pages that are made once and given again, as long as nothing has changed.

On the day of a forum people look at the same few pages again and again. A page marked `kept` is
remembered for the session that asked for it, with the state in which the record was before it was
made (`record.stamps`). Asked for again, it is given as it is if the record is still in that state:
the session valid and the same, nothing changed that anybody may be shown, nor anything of this
reader. A browser that still has the page is told so, and gets nothing more.

Each process remembers by itself. Nothing is given that is older than `LONGEST`, or than a moment
of the forum at which pages change by themselves.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar, cast

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language

from saphan.record.forum.models import Forum
from saphan.record.forum.queries import moments_of
from saphan.record.stamps.queries import Read, read

View = Callable[..., HttpResponse]
T = TypeVar("T")
LONGEST = timedelta(minutes=10)
OF_THE_ADDRESS = (
    "HTTP_COOKIE",
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_HX_REQUEST",
    "HTTP_HX_TARGET",
    "HTTP_HX_HISTORY_RESTORE_REQUEST",
)
"""What of a request a page depends on, beside its address."""


def kept(view: View) -> View:
    """Mark a view, the guards around it too, whose pages show only what `record.stamps` watches."""
    view.kept = True  # type: ignore[attr-defined]
    return view


def note_shown(request: HttpRequest, forum: Forum, *, by_staff: bool) -> None:
    """Say which forum a page shows, and whether to somebody who looks after it: what staff see
    is not watched."""
    request.shown = (forum, by_staff)  # type: ignore[attr-defined]


def once(
    request: HttpRequest,
    forum: Forum | None,
    name: str,
    make: Callable[[], T],
    *,
    also: object = None,
) -> T:
    """A part of a page that is the same for all readers of this address and language.

    Args:
        request: What is asked, of a view marked `kept`; for others the part is made each time.
        forum: The forum whose moments count.
        name: The part's name.
        make: Makes it, of nothing but what anybody may be shown; what can be pickled.
        also: What else the part depends on.
    """
    state: Read | None = getattr(request, "state", None)
    if state is None:
        return make()
    moment = next_moment(forum, state, timezone.now())
    key = _key(name, get_language(), request.get_full_path(), state.all, moment, also)
    return _remembered("kept_parts", key, make)


def known_of_reader(request: HttpRequest, name: str, find: Callable[[], T]) -> T:
    """What is known of the reader, found once as long as nothing of theirs has changed.

    Args:
        request: What is asked, of a view marked `kept`; for others it is found each time.
        name: What it is.
        find: Finds it; what can be pickled.
    """
    state: Read | None = getattr(request, "state", None)
    if state is None or state.session is None or state.user is None:
        return find()
    return _remembered("kept", _key(name, state), find)


def _remembered(cache: str, key: str, make: Callable[[], T]) -> T:
    return cast(T, caches[cache].get_or_set(key, make, LONGEST.total_seconds()))


@dataclass(frozen=True)
class _Page:
    state: Read
    until: datetime
    content: bytes
    headers: dict[str, str]


class KeptPages:
    """Gives pages that were kept, and keeps those that were made.

    Stands before what compresses pages, so that they are kept compressed; yet looks into what is
    kept only when the view is known, and before anybody asks who the reader is.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response
        self.pages = caches["kept"]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if hasattr(request, "state") and not hasattr(request, "given"):
            self._keep(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.method != "GET" or not getattr(view, "kept", False):
            return None
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        # Whose session it is, is learned when a page is first made for it.
        user = self.pages.get(_key("reader", session)) if session else None
        state = request.state = read(session, user)  # type: ignore[attr-defined]
        page: _Page | None = self.pages.get(_key_of(request))
        if page is None or page.state != state or page.until <= timezone.now():
            known = self.pages.get(_key("user", session, state)) if user and state.session else None
            if known is not None:
                request._cached_user = known  # type: ignore[attr-defined]
            return None
        request.given = True  # type: ignore[attr-defined]
        response = HttpResponse(page.content, headers=page.headers)
        return get_conditional_response(request, etag=response["ETag"], response=response)

    def _keep(self, request: HttpRequest, response: HttpResponse) -> None:
        state: Read = request.state  # type: ignore[attr-defined]
        forum, by_staff = getattr(request, "shown", (None, False))
        if (
            response.status_code != 200
            or response.streaming
            or by_staff
            or _sets(request, response)
        ):
            return
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if request.user.pk != state.user:
            # What concerns the reader was no part of the state yet.
            self.pages.set(_key("reader", session), request.user.pk, 24 * 60 * 60)
            return
        if session and state.session is None:
            return
        if state.user is not None:
            # Let in by this session, and as long as neither changes.
            self.pages.add(_key("user", session, state), request._cached_user)  # type: ignore[attr-defined]
        now = timezone.now()
        until = min([now + LONGEST, *next_moment(forum, state, now)])
        response["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        page = _Page(state, until, response.content, dict(response.items()))
        self.pages.set(_key_of(request), page, LONGEST.total_seconds())


def _sets(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a response sets a cookie; that of forms is sent with each page, to last longer."""
    return any(
        name != settings.CSRF_COOKIE_NAME or morsel.value != request.COOKIES.get(name)
        for name, morsel in response.cookies.items()
    )


def next_moment(forum: Forum | None, state: Read, now: datetime) -> list[datetime]:
    """The next moment of the forum, if any."""
    if forum is None:
        return []
    key = _key("moments", forum.pk, state.all)
    moments = _remembered("kept", key, partial(moments_of, forum))
    return moments[bisect_right(moments, now) :][:1]


def _key_of(request: HttpRequest) -> str:
    parts = (request.META.get(name, "") for name in OF_THE_ADDRESS)
    return _key("page", request.build_absolute_uri(), *parts)


def _key(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()

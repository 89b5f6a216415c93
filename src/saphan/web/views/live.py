"""The stream by which an open page hears that it is out of date."""

from __future__ import annotations

from collections.abc import Callable

from asgiref.sync import sync_to_async
from django.core.exceptions import PermissionDenied
from django.core.handlers.asgi import ASGIRequest
from django.db import close_old_connections
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from saphan.record.forum.models import Screen
from saphan.record.forum.queries import get_screen
from saphan.web.live import hub_here, stream
from saphan.web.views.common import forum_or_404

HEADERS = {
    "Cache-Control": "no-store, no-transform",
    "X-Accel-Buffering": "no",  # nginx
    # Said aloud, so that nothing on the way compresses it: that would keep events back.
    "Content-Encoding": "identity",
}


async def forum(request: HttpRequest, code: str) -> HttpResponseBase:
    """For who is signed in and may see the forum."""

    def watched() -> tuple[int, str]:
        if not request.user.is_authenticated:
            raise PermissionDenied
        return forum_or_404(request, code).pk, f"user {request.user.pk}"

    return await _streamed(request, watched)


async def screen(request: HttpRequest, key: str) -> HttpResponseBase:
    """For a screen of the hall, which has its link."""

    def watched() -> tuple[int, str]:
        try:
            found = get_screen(key)
        except Screen.DoesNotExist as error:
            raise Http404 from error
        return found.forum_id, f"screen {found.pk}"

    return await _streamed(request, watched)


async def _streamed(
    request: HttpRequest, watched: Callable[[], tuple[int, str]]
) -> HttpResponseBase:
    def asked() -> tuple[int, str]:
        try:
            return watched()
        finally:
            close_old_connections()  # the stream lasts; the connection is for others

    watches, whose = await sync_to_async(asked)()
    if not isinstance(request, ASGIRequest):
        return HttpResponse(status=204)  # a server without streams; the page asks now and then
    if hub_here().full(whose):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    since = request.headers.get("Last-Event-ID") or request.GET.get("since", "")
    known = int(since) if since.isascii() and since.isdigit() and len(since) < 19 else None
    return StreamingHttpResponse(
        stream(watches, whose, known), content_type="text/event-stream", headers=HEADERS
    )

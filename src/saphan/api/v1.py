"""The API, version 1: OpenAPI routes that a token of an account opens."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from saphan.record.errors import Refused

from .routes import ROUTERS

api = NinjaAPI(
    title="Saphan",
    version="1",
    urls_namespace="api-1",
    docs_url=None,  # the site has a page of its own, without scripts from elsewhere
    description=(
        "What a person may see and do on the site, for programs. Make a token under your account, "
        "with the scopes a program needs, and send it as `Authorization: Bearer …`. Codes and "
        "ids are those of the site's addresses; moments are ISO 8601 with their offset."
    ),
)
for tag, router in ROUTERS:
    api.add_router("", router, tags=[tag])


def _wrong(request: HttpRequest, detail: Any, status: int, **more: str) -> HttpResponse:
    return api.create_response(request, {"detail": detail, **more}, status=status)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    named = {"field": error.field} if error.field else {}
    return _wrong(request, str(error.message), 409, **named)


@api.exception_handler(RequestDataTooBig)
def too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2
    return _wrong(request, f"Too large: a request holds at most {most} MB.", 413)


@api.exception_handler(PermissionDenied)
def denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return _wrong(request, "The owner of this token may not do this here.", 403)


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return _wrong(request, "Not found.", 404)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    said = [
        {"where": [str(part) for part in one["loc"]], "what": one["msg"]} for one in error.errors
    ]
    return _wrong(request, said, 400)

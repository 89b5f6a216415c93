"""What is kept about the reader, to see and to take away."""

from __future__ import annotations

import io
import json
import zipfile

from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache

from saphan.record.directory.actions import note_security
from saphan.record.privacy.queries import kept_about
from saphan.web.views.files import download


@login_required
def own_data(request: HttpRequest) -> HttpResponse:
    counts: dict[str, int] = {}
    for one in kept_about(request.user):  # type: ignore[arg-type]
        counts[str(one.title)] = counts.get(str(one.title), 0) + len(one.rows)
    return render(request, "accounts/data.html", {"counts": counts.items()})


@login_required
@never_cache
def own_data_file(request: HttpRequest) -> HttpResponse:
    """A zip of all of it: for programs, and for reading."""
    kept = kept_about(request.user)  # type: ignore[arg-type]
    tables: dict[str, list[dict[str, object]]] = {}
    for one in kept:
        tables.setdefault(one.table, []).extend(one.rows)
    page = render_to_string(
        "accounts/data_file.html",
        {"kept": [(one.title, one.fields, [r.values() for r in one.rows]) for one in kept]},
        request,
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        text = json.dumps(tables, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        archive.writestr("data.json", text)
        archive.writestr("data.html", page)
    note_security(request.user, "export")  # type: ignore[arg-type]
    return download(packed.getvalue(), "application/zip", "saphan-data.zip")

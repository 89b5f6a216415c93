"""The reference of the API, on the site itself."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from saphan.api.v1 import api


@lru_cache(maxsize=1)
def operations() -> list[tuple[str, list[dict[str, Any]]]]:
    """Every operation, by what it concerns."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    found: dict[str, list[dict[str, Any]]] = {}
    for path, methods in schema["paths"].items():
        for method, one in methods.items():
            found.setdefault(one["tags"][0], []).append(
                {
                    "id": one["operationId"],
                    "method": method.upper(),
                    "path": path,
                    "summary": one["summary"],
                    "description": one.get("description", ""),
                    "scope": one["x-scope"],
                    "query": [p for p in one.get("parameters", []) if p["in"] == "query"],
                    "body": _fields(schema, one.get("requestBody")),
                    "answer": _fields(schema, one["responses"].get(200)),
                }
            )
    return list(found.items())


def _fields(schema: dict[str, Any], part: dict[str, Any] | None) -> list[str]:
    """The names of what a body holds."""
    if not part:
        return []
    shape = part["content"]["application/json"]["schema"]
    shape = shape.get("items", shape)
    if "$ref" not in shape:
        return []
    found = schema["components"]["schemas"][shape["$ref"].rsplit("/", 1)[-1]]
    items = found.get("properties", {}).get("items")
    if items is not None and "$ref" in items.get("items", {}):  # a page of a list
        found = schema["components"]["schemas"][items["items"]["$ref"].rsplit("/", 1)[-1]]
    return list(found.get("properties", {}))


def reference(request: HttpRequest) -> HttpResponse:
    return render(request, "api/reference.html", {"groups": operations()})

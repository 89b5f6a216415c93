"""The site for a server: pages from a few threads, streams from the loop."""

import gc
import os
from typing import Any

from a2wsgi import WSGIMiddleware
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saphan.settings")
# Questions are short: threads of linear algebra would cost their readers more than they save.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
streams = get_asgi_application()

from django.urls import get_resolver  # noqa: E402 - the settings come first

from saphan.engine.language import load  # noqa: E402
from saphan.settings import POOL  # noqa: E402

load()
# All pages, their addresses and what the API takes: else the first reader of each process waits.
get_resolver().reverse_dict  # noqa: B018

# A page is made in one of as many threads as there are connections. By the loop it would be made
# in a thread of its own, into which and out of which a call goes several times: that takes as
# long as giving a page that is kept.
pages = WSGIMiddleware(get_wsgi_application(), workers=POOL["max_size"])  # type: ignore[arg-type]


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answer a call of the server (ASGI 3)."""
    if scope["type"] != "http" or scope["path"].endswith("/live/"):
        return await streams(scope, receive, send)
    # WSGI writes both signs of a name alike, so that one could pass for what a proxy says.
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    if any(name == b"transfer-encoding" for name, _value in headers):  # of a length not told
        return await streams(scope, receive, send)
    plain: Any = {**scope, "headers": headers}
    return await pages(plain, receive, send)


# What is loaded by now stays: a search for garbage need not walk through the words of three
# languages again and again, nor come as often as a page makes objects.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)

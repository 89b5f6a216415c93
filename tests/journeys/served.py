"""The site in a process of its own, with the server that is in use: pages hear of changes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from urllib.parse import quote

import pytest
import requests
from django.conf import settings
from django.db import connection
from django.test import Client

SERVE = """
import sys
import uvicorn
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core.asgi import get_asgi_application

site = ASGIStaticFilesHandler(get_asgi_application())
uvicorn.run(site, port=int(sys.argv[1]), lifespan="off", log_level="warning")
"""


@pytest.fixture
def served(transactional_db, tmp_path):
    """The site in a process of its own, with the server and the pool that are in use."""
    of = connection.settings_dict
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = f"host={quote(of['HOST'], safe='')}&port={of['PORT']}"
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(port)],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "saphan.settings",
            "DATABASE_URL": f"postgresql://{of['USER']}@/{of['NAME']}?{where}",
            "SAPHAN_CONNECTIONS": "2",
            "SAPHAN_SECRET_KEY": settings.SECRET_KEY,
            "SAPHAN_DATA": str(tmp_path),
        },
    )
    url = f"http://127.0.0.1:{port}"
    while process.poll() is None:
        with suppress(requests.ConnectionError):
            requests.get(url, timeout=60)
            break
        time.sleep(0.1)
    yield url, process
    process.kill()
    process.wait(20)


def session_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


@pytest.fixture
def window(browser, served):
    """A window of the served site, in which somebody is signed in."""
    contexts = []

    def window(user, page, width, height):
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        cookie = {"name": "sessionid", "value": session_of(user), "url": served[0]}
        context.add_cookies([cookie])
        opened = context.new_page()
        opened.complaints = []
        opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
        opened.goto(f"{served[0]}/f/{page}")
        return opened

    yield window
    for context in contexts:
        context.close()

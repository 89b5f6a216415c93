"""Picture the main pages, at phone and desktop width, for the documentation.

    python scripts/screenshots.py [--out docs/images/pages]

Serves the demo on a port of its own, with its data in a scratch folder.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FORUM = "/f/th-ru-digital-2027"
WIDTHS = {"phone": (375, 812), "desktop": (1280, 900)}
PAGES = (  # name, who, language, address
    ("forum", None, "th", f"{FORUM}/"),
    ("search", None, "ru", "/search/?q=%D1%84%D0%B5%D0%B9%D0%BA"),
    ("suggestions", "TH-001-A", "th", f"{FORUM}/suggestions/"),
    ("requests", "RU-001-A", "ru", f"{FORUM}/requests/"),
    ("timetable", "RU-001-A", "ru", f"{FORUM}/timetable/"),
    ("board", "organiser", "en", f"{FORUM}/board/"),
    ("incidents", "organiser", "en", f"{FORUM}/board/incidents/"),
    ("people", "organiser", "en", f"{FORUM}/people/"),
    ("report", "organiser", "en", f"{FORUM}/report/"),
    ("register", None, "th", "/register/"),
    ("dossier", None, "en", "/register/RU-TH/"),
    ("facts", None, "th", "/facts/"),
)


def serve(port: int) -> tuple[subprocess.Popen[str], dict[str, str]]:
    """The demo, and the sign-in link of each of its people."""
    program = Path(sys.executable).with_name("saphan")
    server = subprocess.Popen(
        [program, "demo", "--port", str(port)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    links: dict[str, str] = {}
    assert server.stdout is not None
    for line in server.stdout:
        if found := re.match(r"\s+(\S+)\s+(http\S+/sign-in/link/\S+)", line):
            links[found[1]] = found[2]
        if len(links) == 3:
            _wait_for(port)
            return server, links
    raise SystemExit("The demo ended before it served.")


def _wait_for(port: int) -> None:
    """The links are told a little before the server answers."""
    for _ in range(300):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)


def picture(page: Page, path: Path, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path)
    Image.open(path).quantize(128).save(path, optimize=True)  # a third of the size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images" / "pages")
    parser.add_argument("--only", help="names of pages, separated by commas")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    wanted = args.only.split(",") if args.only else [name for name, *_rest in PAGES]
    data = tempfile.mkdtemp(prefix="saphan-shots-", dir="/tmp")
    os.environ["SAPHAN_DATA"] = data
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    server, links = serve(port)
    base = f"http://127.0.0.1:{port}"
    try:
        with sync_playwright() as playwright:
            chromium = os.environ.get("SAPHAN_CHROMIUM") or shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            windows = {None: browser.new_context()}
            for who, link in links.items():
                windows[who] = browser.new_context()
                windows[who].new_page().goto(link)
            for name, who, language, address in PAGES:
                if name not in wanted:
                    continue
                windows[who].add_cookies(
                    [{"name": "django_language", "value": language, "url": base}]
                )
                page = windows[who].new_page()
                page.goto(base + address)
                for size, (width, height) in WIDTHS.items():
                    picture(page, args.out / f"{name}-{size}.png", width, height)
                page.close()
            browser.close()
    finally:
        os.killpg(server.pid, signal.SIGINT)
        server.wait(timeout=60)
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    main()

"""Every page in a real browser: for everybody, on a phone and in the dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from tests.pages import GROUPS, address

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDTHS = (375, 1440)
RULES = {
    "selectors": False,
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
CONTRAST = {"selectors": False, "resultTypes": ["violations"], "runOnly": ["color-contrast"]}


AXE = Axe().axe_script
FIND = "async options => (await axe.run(options)).violations.map(v => [v.id, v.nodes[0].html])"


def complaints(page, options) -> list[list[str]]:
    """What axe finds: the rule and the first element."""
    return page.evaluate(FIND, options)


@pytest.mark.parametrize("walks", GROUPS, ids=lambda group: group[-1].url)
def test_every_page_is_for_everybody(live_server, browser, walks, sign_in, greek):
    found = {}
    for reader in dict.fromkeys(walk.reader for walk in walks):
        context = browser.new_context(
            viewport={"width": WIDTHS[0], "height": 812}, reduced_motion="reduce"
        )
        page = context.new_page()
        errors = []
        page.on("console", lambda m, e=errors: e.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error, e=errors: e.append(str(error)))
        if reader:
            sign_in(context, greek.users[reader])
        for walk in (one for one in walks if one.reader == reader):
            problems = []
            page.set_viewport_size({"width": WIDTHS[0], "height": 812})
            page.emulate_media(color_scheme="light")
            page.goto(live_server.url + address(greek, walk, reverse))
            page.evaluate(AXE)
            problems += complaints(page, RULES)
            page.emulate_media(color_scheme="dark")
            problems += [("dark", *one) for one in complaints(page, CONTRAST)]
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 812})
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    problems.append(("too wide", width, wide))
            problems += [("console", text) for text in errors]
            errors.clear()
            if problems:
                found[walk.url] = problems
        context.close()
    assert found == {}

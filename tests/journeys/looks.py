"""What every journey looks at on its pages."""

from __future__ import annotations


def sideways(page) -> int:
    """How many pixels the page is wider than its window, once the page is there.

    A page that has just been asked for may have no root element yet.
    """
    page.wait_for_load_state("domcontentloaded")
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")

"""The texts by which a release is found, as the index has them."""

from __future__ import annotations

from ..models import Release

_LOOKED_AT = 1_000  # characters of a text in which its title stands


def parts_of(release: Release) -> tuple[str, str]:
    """The title of a release, and its text below the title.

    The index has them joined by a line end, and places in them count from the title's start.
    """
    title = release.title
    at = release.text.find(title, 0, _LOOKED_AT + len(title)) if title else -1
    below = release.text[at + len(title) :] if at >= 0 else release.text
    return title, below.strip()

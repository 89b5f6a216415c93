"""Which texts are addresses of online meetings."""

from __future__ import annotations

import re
import string

# A name of the web that nobody signs in to by the address itself, a port, and a path.
ADDRESS = re.compile(
    r"https://(?:[^\s/?#@:\[\]\\]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:[/?#][^\s\x00-\x1f]*)?",
    re.IGNORECASE,
)
HOST = re.compile(r"[^/?#]*//([^/?#]*)")


def is_address(text: str) -> bool:
    """Whether browsers open the text safely, as an address."""
    return ADDRESS.fullmatch(text) is not None


def has_meeting(text: str) -> bool:
    """Whether the text has a place for the meeting's name after its host, and no other but that
    for the forum's code."""
    try:
        names = {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}
        # The host comes from nobody but the organiser.
        host = found[1] if (found := HOST.match(text)) else ""
        text.format(forum="f", meeting="m")
    except (ValueError, IndexError, KeyError, AttributeError):
        return False
    return "meeting" in names and names <= {"forum", "meeting"} and "{" not in host


def is_template(text: str) -> bool:
    """Whether the text gives each meeting an address of its own."""
    return has_meeting(text) and is_address(text.format(forum="f", meeting="m"))

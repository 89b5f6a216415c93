"""Letters with placeholders: what may stand in them, and what they become."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

PLACEHOLDER = re.compile(r"\{([^{}\s]*)\}")
PLACEHOLDERS: dict[str, str | Promise] = {
    "name": _("name of the receiver"),
    "organisation": _("the receiver's organisation"),
    "forum": _("name of the forum"),
    "dates": _("days of the forum"),
    "link": _("address of the forum"),
    "requests_link": _("address of the receiver's requests"),
    "timetable_link": _("address of the receiver's timetable"),
    "requests_close": _("until when one can ask"),
    "answers_close": _("until when one can answer"),
    "waiting": _("number of requests that wait for the receiver"),
    "meetings": _("number of meetings the receiver has agreed to"),
}


@dataclass(frozen=True)
class Sample:
    """A letter to begin with; its texts are strings of the catalogues.

    Attributes:
        key: Its name in addresses.
        group: Whom it is for, one of `Letter.Group`.
        subject, body: Its texts in English.
    """

    key: str
    group: str
    subject: str
    body: str


SAMPLES = (
    Sample(
        "welcome",
        "all",
        gettext_noop("Welcome to {forum}"),
        gettext_noop(
            "Dear {name},\n\n{forum} takes place on {dates}. Here you find whom to meet, and ask "
            "them for a meeting until {requests_close}:\n{link}\n\nThe organisers"
        ),
    ),
    Sample(
        "answer",
        "to_answer",
        gettext_noop("Requests wait for your answer: {waiting}"),
        gettext_noop(
            "Dear {name},\n\nrequests for a meeting at {forum} wait for your answer: {waiting}. "
            "Please answer until {answers_close}:\n{requests_link}\n\nThe organisers"
        ),
    ),
    Sample(
        "ask",
        "nothing_asked",
        gettext_noop("Whom do you want to meet at {forum}?"),
        gettext_noop(
            "Dear {name},\n\nyou have no request yet for a meeting at {forum}. We have suggestions "
            "for {organisation}; you can ask until {requests_close}:\n{link}\n\nThe organisers"
        ),
    ),
    Sample(
        "timetable",
        "timetable",
        gettext_noop("Your timetable for {forum}"),
        gettext_noop(
            "Dear {name},\n\nyour timetable for {forum} is ready:\n{timetable_link}\n\n"
            "Please withdraw in time from what you cannot come to.\n\nThe organisers"
        ),
    ),
    Sample(
        "interpreters",
        "interpreters",
        gettext_noop("Your work at {forum}"),
        gettext_noop(
            "Dear {name},\n\n{forum} takes place on {dates}. Your meetings are here:\n{link}\n\n"
            "The organisers"
        ),
    ),
)


def unknown(text: str) -> list[str]:
    """What stands in braces and is no placeholder, in order."""
    return [name for name in PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]


def fill(text: str, values: dict[str, str]) -> str:
    """The text with its placeholders filled; what has no value stays as it stands."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def one_line(text: str) -> str:
    """As it can stand in the subject of a letter: without ends of lines, which end headers."""
    return " ".join(text.split())

"""What people are asked to agree to: each wording in full, so that the log can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from .models import Consent

Purpose = Consent.Purpose


@dataclass(frozen=True)
class Wording:
    """What is asked.

    Attributes:
        version: Changes with every change of the text; older wordings stay in `WORDINGS`.
        text: In the reader's language.
        needed: Whether nobody can take part without it.
    """

    purpose: Purpose
    version: str
    text: Any
    needed: bool = False


WORDINGS = (
    Wording(
        Purpose.TAKE_PART,
        "2026-11",
        _(
            "My name, title, organisation and languages are shown to those who take part, and are "
            "used to arrange meetings at this forum."
        ),
        needed=True,
    ),
    Wording(
        Purpose.CONTACT,
        "2026-11",
        _("Organisations that I meet may get my e-mail address, so that they can write to me."),
    ),
    Wording(
        Purpose.STATISTICS,
        "2026-11",
        _("My answers after the meetings may count in figures that are published without names."),
    ),
    Wording(
        Purpose.LETTERS,
        "2026-12",
        _(
            "Organisers may send me letters with news of their forums, beyond those that I need to "
            "take part."
        ),
    ),
)


def wording_of(purpose: str, version: str, language: str) -> str:
    """The words that somebody agreed to, in the language in which they read them; empty where this
    version is not known any more."""
    with override(language):
        for one in WORDINGS:
            if (one.purpose.value, one.version) == (purpose, version):
                return str(one.text)
    return ""


def current() -> dict[str, Wording]:
    """The wording in use of each purpose: the last one that is listed."""
    return {wording.purpose.value: wording for wording in WORDINGS}

"""Why an organisation is not for another, as people give it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from saphan.record.errors import Refused

from ..models import REASON_WORDS, Reason


def words_of(reason: str, words: str) -> str:
    """The words of a reason, tidied.

    Raises:
        Refused: The reason is unknown, the words are too many, or something else is the reason
            and there are none.
    """
    words = " ".join(words.split())
    if reason not in Reason.values:
        raise Refused(_("Please choose a reason."))
    if reason == Reason.ELSE and not words:
        raise Refused(_("Please say in a few words what it is."))
    if len(words) > REASON_WORDS:
        raise Refused(_("A reason has at most 300 characters."))
    return words

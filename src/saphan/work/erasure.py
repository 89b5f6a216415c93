"""Dropping what is old, and letters to those whose data goes or went."""

from __future__ import annotations

import logging
from datetime import datetime
from smtplib import SMTPException

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from saphan.engine.language import day_in
from saphan.record.privacy.actions import Gone, expire, note_warned
from saphan.record.privacy.queries import WARNED, people_to_warn

from .mail import address, write

log = logging.getLogger(__name__)


def tell_erased(gone: Gone) -> None:
    """Write to somebody for the last time.

    It is no job, since what jobs are told is kept, and the address is not to be. Where the mail
    server does not take it, the erasing stands all the same.

    Args:
        gone: Whom to write to.
    """
    try:
        write(gone.email, gone.language, _erased)
    except (SMTPException, OSError) as error:
        log.warning("the last letter to somebody erased was not sent: %s", type(error).__name__)


def drop_old(now: datetime) -> dict[str, int]:
    """Drop what has been kept for long enough, and write to those whose data goes soon or went.

    Args:
        now: The moment.

    Returns:
        How many rows of each kind went.
    """
    done, gone = expire(now)
    for one in gone:
        tell_erased(one)
    for email in people_to_warn(now):
        _warn(email, now)
    return done


def _warn(email: str, now: datetime) -> None:
    with transaction.atomic():
        told = note_warned(email)
        if told is not None:
            write(told.email, told.language, lambda: _goes_soon(now))


def _goes_soon(now: datetime) -> tuple[str, str]:
    day = day_in((now + WARNED).date(), get_language() or "en")
    lines = [
        _(
            "You have not been at a forum here for a long time. What is kept about you is erased "
            "after this day: %(day)s. To keep it, sign in before:"
        )
        % {"day": day},
        address("sign_in"),
    ]
    return _("Your data will be erased"), "\n".join(lines) + "\n"


def _erased() -> tuple[str, str]:
    body = _(
        "Your account and what was kept about you are erased. Meetings to come were called off, "
        "and those who were to meet you are told. What remains does not say who you were. This is "
        "the last letter to this address."
    )
    return _("Your data is erased"), body + "\n"

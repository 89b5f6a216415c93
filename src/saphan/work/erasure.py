"""The last letter to somebody who was erased."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.utils.translation import gettext as _

from saphan.record.privacy.actions import Gone

from .mail import write

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


def _erased() -> tuple[str, str]:
    body = _(
        "Your account and what was kept about you are erased. Meetings to come were called off, "
        "and those who were to meet you are told. What remains does not say who you were. This is "
        "the last letter to this address."
    )
    return _("Your data is erased"), body + "\n"

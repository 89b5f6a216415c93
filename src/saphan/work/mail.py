"""Writing to one person in their own language."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation

from saphan.record.holding import is_erased

Text = Callable[[], tuple[str, str]]


def write(email: str, language: str, text: Text) -> None:
    """Send a letter; the erased get none.

    Args:
        email: To whom.
        language: Of the reader; the site's own where the site does not speak it.
        text: Gives subject and body, once the language is set.
    """
    if is_erased(email):
        return
    known = dict(settings.LANGUAGES)
    with translation.override(language if language in known else settings.LANGUAGE_CODE):
        subject, body = text()
        send_mail(subject, body, None, [email])


def address(name: str, *args: object) -> str:
    """The whole address of a page, for letters."""
    return settings.SITE + reverse(name, args=args)

"""Sending letters to groups, in the background."""

from __future__ import annotations

from datetime import datetime
from smtplib import SMTPException

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from saphan.record.directory.models import User
from saphan.record.forum.models import Forum, in_language
from saphan.record.forum.rules import countries_of
from saphan.record.mailing import actions, queries
from saphan.record.mailing.models import Delivery, Letter
from saphan.record.mailing.writing import fill, one_line

from .mail import address


def links_of(forum: Forum) -> dict[str, str]:
    """The addresses that a letter can name, by placeholder."""
    pages = {"link": "forum", "requests_link": "requests", "timetable_link": "my_timetable"}
    return {key: address(page, forum.code) for key, page in pages.items()}


def text_of(letter: Letter, language: str, values: dict[str, str]) -> tuple[str, str]:
    """Subject and text in a language, or in the one there is where that is missing."""
    subject, body = (in_language(texts, language) for texts in (letter.subjects, letter.bodies))
    return one_line(fill(subject, values)), fill(body, values) + "\n"


def receivers_of(letter: Letter, writer: User | None) -> list[queries.Receiver]:
    """To whom the letter goes when this person sends it."""
    return queries.receivers(letter, links_of(letter.forum), countries_of(writer, letter.forum))


def send_due(now: datetime) -> int:
    """Send every letter whose time has come, and what is left of those begun.

    Returns:
        How many were handed to the mail server.
    """
    for letter in queries.due(now).select_related("forum", "created_by"):
        actions.begin(letter, receivers_of(letter, letter.created_by))
    return sum(_send(letter) for letter in queries.waiting().select_related("created_by"))


def _send(letter: Letter) -> int:
    sent = 0
    reply_to = [letter.created_by.email] if letter.created_by else []
    connection = get_connection()
    while deliveries := actions.claim(letter):
        for delivery in deliveries:
            sent += _deliver(letter, delivery, reply_to, connection)
    connection.close()
    actions.finish(letter)
    return sent


def _deliver(
    letter: Letter, delivery: Delivery, reply_to: list[str], connection: BaseEmailBackend
) -> bool:
    subject, body = text_of(letter, delivery.language, delivery.values)
    message = EmailMessage(
        subject,
        body,
        to=[delivery.email],
        reply_to=reply_to,
        connection=connection,
        headers={"Content-Language": delivery.language},
    )
    try:
        message.send()
    except (SMTPException, OSError) as error:
        actions.note_failed(delivery, str(error) or type(error).__name__)
        return False
    actions.note_sent(delivery)
    return True

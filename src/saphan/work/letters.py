"""Sending letters to groups, in the background."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _
from django.utils.translation import override

from saphan.record.directory.models import User
from saphan.record.forum.models import Forum, in_language
from saphan.record.forum.rules import countries_of
from saphan.record.mailing import actions, queries
from saphan.record.mailing.models import Delivery, Letter
from saphan.record.mailing.stopping import stop_token
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


@dataclass(frozen=True)
class Sample:
    """A letter as the first who reads a language gets it."""

    name: str
    subject: str
    body: str


@dataclass(frozen=True)
class Reading:
    """Those of a letter's group who read one language.

    Attributes:
        code: The language.
        people: How many they are.
        missing: Whether they get a text in another language.
        sample: As the first gets it; None where nobody does, or nothing is written.
    """

    code: str
    people: int
    missing: bool
    sample: Sample | None


@dataclass(frozen=True)
class Preview:
    """To whom a letter would go now, and how it would arrive.

    Attributes:
        people: How many would get it.
        unwilling: How many of the group do not, since they want no news.
        languages: Those that somebody reads or that it is written in.
    """

    people: int
    unwilling: int
    languages: list[Reading]


def preview_of(letter: Letter, writer: User) -> Preview:
    """The letter as it would arrive if this person sent it now."""
    people = receivers_of(letter, writer)
    spoken = Counter(one.language for one in people)
    return Preview(
        len(people),
        queries.unwilling(letter, countries_of(writer, letter.forum)),
        [
            Reading(
                code,
                spoken[code],
                bool(spoken[code]) and code not in letter.subjects,
                _sample(letter, people, code),
            )
            for code, _name in settings.LANGUAGES
            if spoken[code] or code in letter.subjects
        ],
    )


def _sample(letter: Letter, people: list[queries.Receiver], language: str) -> Sample | None:
    one = next((one for one in people if one.language == language), None)
    if one is None or not letter.subjects:
        return None
    return Sample(one.name, *text_of(letter, language, one.values))


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


def stop_address(delivery: Delivery) -> str:
    """The address by which who has this letter wants no more of the kind (RFC 8058)."""
    user = delivery.person.user if delivery.person else None
    assert user is not None, "who agreed has an account"
    return address("letters_stop", stop_token(user.pk))


def _why(language: str, stop: str) -> str:
    with override(language):
        said = _("You get this letter since you agreed to news. To get no more of them: %(link)s")
        return said % {"link": stop}


def _deliver(
    letter: Letter, delivery: Delivery, reply_to: list[str], connection: BaseEmailBackend
) -> bool:
    subject, body = text_of(letter, delivery.language, delivery.values)
    headers = {"Content-Language": delivery.language}
    if letter.is_news:
        if not queries.wants_news(delivery.person_id):
            actions.note_failed(delivery, "does not want letters with news any more")
            return False
        stop = stop_address(delivery)
        headers |= {
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        body = f"{body}\n-- \n{_why(delivery.language, stop)}\n"
    message = EmailMessage(
        subject,
        body,
        to=[delivery.email],
        reply_to=reply_to,
        connection=connection,
        headers=headers,
    )
    try:
        message.send()
    except (SMTPException, OSError) as error:
        actions.note_failed(delivery, str(error) or type(error).__name__)
        return False
    actions.note_sent(delivery)
    return True

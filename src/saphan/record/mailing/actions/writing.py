"""Writing letters, and ordering that they are sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.forum.checks import require_languages
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty, countries_of, require_duty

from ..models import Letter
from ..rules import may_change
from ..writing import SAMPLES, one_line, unknown

SUBJECT, BODY = 200, 10_000  # characters, at most
LONGEST = timedelta(days=366)  # that a letter can wait
State = Letter.State


def new_letter(actor: User, forum: Forum, sample: str = "") -> Letter:
    """Begin a letter, in all languages of the forum that the site speaks.

    Args:
        actor: Who writes.
        forum: The forum.
        sample: Key of the sample to begin with; an empty letter for any other text.

    Raises:
        PermissionDenied: The actor does not look after the people of this forum.
    """
    require_duty(actor, forum, Duty.PEOPLE)
    found = next((one for one in SAMPLES if one.key == sample), None)
    subjects, bodies = {}, {}
    if found is not None:
        for language in languages_of(forum):
            with override(language):
                subjects[language], bodies[language] = gettext(found.subject), gettext(found.body)
    return Letter.objects.create(
        forum=forum,
        group=found.group if found else Letter.Group.ALL,
        needed=found is not None,  # the samples tell what to do to take part
        countries=sorted(countries_of(actor, forum) or ()),
        subjects=subjects,
        bodies=bodies,
        created_by=actor,
    )


def languages_of(forum: Forum) -> list[str]:
    """The languages in which letters of the forum can be written."""
    known = dict(settings.LANGUAGES)
    return [one for one in forum.languages if one in known] or [settings.LANGUAGE_CODE]


@transaction.atomic
def write(
    actor: User,
    letter: Letter,
    *,
    group: str,
    countries: Iterable[str],
    kinds: Iterable[str],
    subjects: Mapping[str, str],
    bodies: Mapping[str, str],
    needed: bool = False,
) -> Letter:
    """Change a draft.

    Args:
        actor: Who writes.
        letter: A draft.
        group: One of `Letter.Group`.
        countries: Only to these; none for all whose people the actor looks after.
        kinds: Only to organisations of these; none for all.
        subjects: By language, with placeholders.
        bodies: By language, with placeholders.
        needed: To all of the group, whether they want news or not.

    Raises:
        PermissionDenied: The actor does not look after the people of this forum, or not after
            these, or may not change this letter.
        Refused: The letter is no draft, or a text is too long or has a placeholder that there is
            not, or is in a language that the forum does not have.
    """
    letter = _draft(actor, letter)
    own = countries_of(actor, letter.forum)
    chosen = set(countries)
    if not chosen <= set(letter.forum.countries if own is None else own):
        raise PermissionDenied
    for field, texts in (("subjects", subjects), ("bodies", bodies)):
        require_languages(field, texts, languages_of(letter.forum))
        for text in texts.values():
            if wrong := unknown(text):
                said = format_lazy(_("There is no placeholder {name}."), name=f"{{{wrong[0]}}}")
                raise Refused(said, field)
    if any(len(one_line(text)) > SUBJECT for text in subjects.values()):
        raise Refused(_("A subject has at most 200 characters."), "subjects")
    if any(len(text) > BODY for text in bodies.values()):
        raise Refused(_("A letter has at most 10,000 characters."), "bodies")
    letter.group, letter.needed = group, needed
    letter.countries, letter.kinds = sorted(chosen or own or ()), sorted(set(kinds))
    letter.subjects = {key: one_line(text) for key, text in subjects.items() if text.strip()}
    letter.bodies = {key: text.strip() for key, text in bodies.items() if text.strip()}
    letter.save()
    return letter


def _draft(actor: User, letter: Letter) -> Letter:
    letter = _locked(actor, letter)
    if letter.state != State.DRAFT:
        raise Refused(_("This letter is no draft any more."))
    return letter


def _locked(actor: User, letter: Letter) -> Letter:
    require_duty(actor, letter.forum, Duty.PEOPLE)
    letter = (
        Letter.objects.select_for_update(of=("self",)).select_related("forum").get(pk=letter.pk)
    )
    if not may_change(actor, letter):
        raise PermissionDenied
    return letter


@transaction.atomic
def order(actor: User, letter: Letter, send_at: datetime | None = None) -> Letter:
    """Have a letter sent, at once or later. Whom it goes to is settled when it is sent.

    Args:
        actor: Who sends; a co-organiser's letters go to the people of the own country alone.
        letter: A draft.
        send_at: When; None for at once.

    Raises:
        PermissionDenied: The actor may not change this letter.
        Refused: The letter is no draft, has a subject without a text or the reverse, or none in
            the site's first language for those whose own is missing; or the time is over, or
            more than a year away.
    """
    letter = _draft(actor, letter)
    if set(letter.subjects) != set(letter.bodies):
        raise Refused(_("A language has a subject without a text, or a text without a subject."))
    if not letter.subjects:
        raise Refused(_("The letter is empty."))
    if send_at is not None and send_at <= timezone.now():
        raise Refused(_("This time is over. Choose a later one, or send it now."))
    if send_at is not None and send_at > timezone.now() + LONGEST:
        raise Refused(_("A letter waits for a year at most."))
    letter.state = State.SCHEDULED
    letter.send_at = send_at or timezone.now()
    letter.created_by = actor  # who orders it: their country is what it goes to
    letter.save()
    note(
        actor,
        "mailing.order",
        letter,
        at=letter.send_at.isoformat(),
        group=letter.group,
        is_news=letter.is_news,
    )
    return letter


@transaction.atomic
def take_back(actor: User, letter: Letter) -> Letter:
    """Make a scheduled letter a draft again.

    Raises:
        PermissionDenied: The actor may not change this letter.
        Refused: It is being sent already.
    """
    letter = _locked(actor, letter)
    if letter.state != State.SCHEDULED:
        raise Refused(_("Only a scheduled letter can be taken back."))
    letter.state, letter.send_at = State.DRAFT, None
    letter.save()
    note(actor, "mailing.take_back", letter)
    return letter


@transaction.atomic
def stop_letters_of(actor: User | None, user: User) -> None:
    """Make the letters that somebody has scheduled drafts again: what they look after will be
    nobody's when they are gone, and it would go to nobody.

    Args:
        actor: On whose word.
        user: Who ordered them.
    """
    for letter in Letter.objects.select_for_update().filter(created_by=user, state=State.SCHEDULED):
        letter.state, letter.send_at = State.DRAFT, None
        letter.save(update_fields=["state", "send_at"])
        note(actor, "mailing.take_back", letter)


@transaction.atomic
def discard(actor: User, letter: Letter) -> None:
    """Throw a draft away.

    Raises:
        PermissionDenied: The actor may not change this letter.
        Refused: The letter is no draft.
    """
    _draft(actor, letter).delete()

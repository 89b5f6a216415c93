"""Mail to those whose follow-up is due, and to those who have told nothing of their meetings."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from saphan.engine.language import day_in
from saphan.record.commitments.actions import note_reminded
from saphan.record.commitments.models import Commitment
from saphan.record.commitments.queries import to_remind
from saphan.record.directory.models import Person, User
from saphan.record.forum.models import Delegate
from saphan.record.mailing.queries import language_of
from saphan.record.meetings import actions, queries
from saphan.record.meetings.models import Outcome

from .mail import Text, address, write


def remind(today: date) -> int:
    """Send what is due today; whoever was told is not told again.

    Returns:
        How many letters were sent.
    """
    return _remind_of_follow_ups(today) + _ask_to_tell(today) + _remind_of_commitments(today)


def send(person: Person, text: Text) -> None:
    """Write to one person in their own language.

    Args:
        person: Who.
        text: Gives subject and body, once the language is set.
    """
    write(person.email, language_of(person), text)


def _remind_of_follow_ups(today: date) -> int:
    """One letter a person, of all that is due."""
    due: dict[int, list[Outcome]] = defaultdict(list)
    people: dict[int, Delegate] = {}
    with transaction.atomic():
        outcomes = list(queries.follow_ups_due(today).select_for_update(of=("self",)))
        for outcome in outcomes:
            for delegate in queries.people_of(outcome):
                people[delegate.pk] = delegate
                due[delegate.pk].append(outcome)
        actions.note_reminded(outcomes, today)
        for key, delegate in people.items():
            send(delegate.person, lambda key=key: _follow_ups(people[key], due[key]))  # type: ignore[misc]
    return len(people)


def _follow_ups(delegate: Delegate, outcomes: list[Outcome]) -> tuple[str, str]:
    lines = [
        _("What you wanted to see to after %(forum)s:") % {"forum": delegate.forum.title},
        "",
    ]
    for outcome in outcomes:
        assert outcome.follow_up is not None, "what is due has a date"
        day = day_in(outcome.follow_up, translation.get_language() or settings.LANGUAGE_CODE)
        step = outcome.get_next_step_display()
        lines += [
            f"- {day}: {_others(outcome)} – {step}",
            f"  {address('after_meeting', delegate.forum.code, outcome.request_id)}",
        ]
    lines += ["", _("Say there that it is done, drop it, or choose another day.")]
    return _("Follow-ups due"), "\n".join(lines) + "\n"


def _remind_of_commitments(today: date) -> int:
    """One letter a desk officer, of all that is due soon or late."""
    by_owner: dict[User, list[Commitment]] = defaultdict(list)
    with transaction.atomic():
        due = list(to_remind(today).select_for_update(of=("self",)))
        for one in due:
            assert one.owner is not None, "only what somebody looks after is told"
            by_owner[one.owner].append(one)
        note_reminded(due, today)
        for owner, own in by_owner.items():
            write(owner.email, owner.language, lambda own=own: _commitments(own))  # type: ignore[misc]
    return len(by_owner)


def _commitments(own: list[Commitment]) -> tuple[str, str]:
    language = translation.get_language() or settings.LANGUAGE_CODE
    lines = [_("What was promised, and is due soon or late:"), ""]
    for one in own:
        assert one.due is not None, "what is due has a day"
        lines += [
            f"- {day_in(one.due, language)}: {one.text}",
            f"  {address('commitment', one.pk)}",
        ]
    return _("Commitments due"), "\n".join(lines) + "\n"


def _others(outcome: Outcome) -> str:
    """The names of the organisations on the other sides."""
    sides = queries.sides_of(outcome.request)
    names = (side.organisation for side in sides if side.organisation.pk != outcome.organisation_id)
    return ", ".join(dict.fromkeys(organisation.name for organisation in names))


def _ask_to_tell(today: date) -> int:
    sent = 0
    for delegate in queries.to_be_asked(today):
        with transaction.atomic():
            if actions.note_asked_to_tell(delegate):
                send(delegate.person, lambda one=delegate: _please_tell(one))  # type: ignore[misc]
                sent += 1
    return sent


def _please_tell(delegate: Delegate) -> tuple[str, str]:
    subject = _("How were your meetings?")
    body = _(
        "%(forum)s is over. Please tell how your meetings were and what comes of them: two taps a "
        "meeting. The other side does not see it."
    ) % {"forum": delegate.forum.title}
    return subject, f"{body}\n\n{address('after', delegate.forum.code)}\n"

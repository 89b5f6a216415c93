"""Telling how a meeting was and what came of it, and asking those who have not told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pycountry
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.forum.models import Delegate
from saphan.record.forum.rules import Duty, require_duty
from saphan.record.holding import is_erased

from ..models import (
    TELLING_WORDS,
    Came,
    Feedback,
    HeldMark,
    Meeting,
    Outcome,
    OutcomeChange,
    Request,
    TellingReminder,
)
from ..rules import has_seat, is_person_of, is_side_of, require

TOLD = ("next_step", "deal", "value", "currency", "follow_up", "owner", "note", "state")
"""The fields of an outcome that people tell."""


@transaction.atomic
def tell_feedback(
    actor: User,
    delegate: Delegate,
    meeting: Meeting,
    came: str,
    rating: int | None = None,
    words: str | None = None,
) -> Feedback:
    """Say whether a meeting was held, and how it was; said again, it replaces what was said.

    Args:
        actor: The delegate's user.
        delegate: One who has a seat in the meeting.
        meeting: A meeting of the published timetable that has begun.
        came: One of `Came`.
        rating: 1 (poor) to 5 (excellent), of a meeting held.
        words: In a few words; None leaves those said before.

    Raises:
        PermissionDenied: The actor is not the delegate, or has no seat in the meeting.
        Refused: The meeting has not begun, or what is said makes no sense.
    """
    require(is_person_of(actor, delegate) and has_seat(delegate, meeting))
    _require_begun(meeting)
    if came not in Came.values:
        raise Refused(_("Please say whether the meeting was held."))
    if rating is not None and not (came == Came.HELD and 1 <= rating <= 5):
        raise Refused(_("A meeting that was held is rated from 1 to 5."))
    given: dict[str, Any] = {"came": came, "rating": rating}
    if words is not None:
        given["words"] = _short(words)
    feedback, new = Feedback.objects.update_or_create(
        request=meeting.request,
        delegate=delegate,
        defaults=given,
        create_defaults={**given, "forum_id": delegate.forum_id},
    )
    note(actor, "meetings.tell_feedback", feedback, came=came, new=new)
    return feedback


@transaction.atomic
def tell_outcome(actor: User, delegate: Delegate, meeting: Meeting, **told: Any) -> Outcome:
    """Say what came of a meeting for the delegate's own organisation.

    The first telling needs a `next_step`; a later one changes the fields that it names and keeps
    the others. What changed is kept in the history; of a note only that it changed. The audit
    entry names the fields and no values: what two organisations plan is theirs.

    Args:
        actor: The delegate's user.
        delegate: Of an organisation that has a seat in the meeting.
        meeting: A meeting of the published timetable that has begun.
        told: Fields of `TOLD`.

    Raises:
        PermissionDenied: The actor is not the delegate, or the organisation has no seat.
        Refused: The meeting has not begun, or what is said makes no sense.
    """
    require(is_person_of(actor, delegate) and is_side_of(delegate, meeting))
    _require_begun(meeting)
    # One telling of a meeting at a time, so that two colleagues leave one history.
    Request.objects.select_for_update().get(pk=meeting.request_id)
    outcome = Outcome.objects.filter(
        request=meeting.request_id, organisation=delegate.organisation_id
    ).first()
    new = outcome is None
    if outcome is None:
        outcome = Outcome(
            forum_id=delegate.forum_id,
            request_id=meeting.request_id,
            organisation_id=delegate.organisation_id,
            next_step="",
        )
    before = {field: getattr(outcome, field) for field in TOLD}
    for field in TOLD:
        if field in told:
            setattr(outcome, field, told[field])
    _put_right(outcome, before, told)
    changes = {
        field: [] if field == "note" else [None if new else _plain(old), _plain(now)]
        for field, old in before.items()
        if (now := getattr(outcome, field)) != old
    }
    if not changes:
        return outcome
    outcome.save()
    OutcomeChange.objects.create(outcome=outcome, by=actor, fields=changes)
    note(actor, "meetings.tell_outcome", outcome, fields=sorted(changes), new=new)
    return outcome


def _put_right(outcome: Outcome, before: dict[str, Any], told: dict[str, Any]) -> None:
    """Bring the fields of an outcome in line with each other, or refuse them."""
    if outcome.next_step not in Outcome.NextStep.values:
        raise Refused(_("Please choose the next step."))
    if outcome.deal and outcome.deal not in Outcome.Deal.values:
        raise Refused(_("Please choose the kind of deal from the list."))
    if outcome.state not in Outcome.State.values:
        raise Refused(_("A follow-up is open, done or dropped."))
    if outcome.value is None:
        outcome.currency = ""
    elif not 0 <= outcome.value < 10**14:
        raise Refused(_("The expected value is a number from 0 up."))
    elif pycountry.currencies.get(alpha_3=outcome.currency) is None:
        raise Refused(_("Please choose the currency of the expected value."))
    owner = outcome.owner
    if owner is not None and (
        owner.organisation_id != outcome.organisation_id
        or owner.forum_id != outcome.forum_id
        # Who saw to it and was erased since does not keep the others from telling more.
        or ("owner" in told and is_erased(owner.person.email))
    ):
        raise Refused(_("Who sees to it is a delegate of your own organisation."), "owner")
    outcome.note = _short(outcome.note)
    if outcome.next_step == Outcome.NextStep.NOTHING:
        outcome.state, outcome.follow_up = Outcome.State.DONE, None
    elif before["next_step"] == Outcome.NextStep.NOTHING and "state" not in told:
        outcome.state = Outcome.State.OPEN


def _short(words: str) -> str:
    words = words.strip()
    if len(words) > TELLING_WORDS:
        raise Refused(_("That is too long: at most 1,000 characters."))
    return words


def _plain(value: Any) -> Any:
    """A field's value as history keeps it."""
    if isinstance(value, Delegate):
        return value.pk
    return str(value) if isinstance(value, date | Decimal) else value


def _require_begun(meeting: Meeting) -> None:
    if meeting.start > timezone.now():
        raise Refused(_("You can tell of a meeting once it has begun."))


@transaction.atomic
def mark_held(actor: User, meeting: Meeting, held: bool | None) -> None:
    """Say as an organiser whether a meeting was held; it outweighs what the sides say.

    Args:
        actor: Who looks after the timetable of the forum.
        meeting: A meeting that has begun.
        held: Whether it was; None takes back what was said.

    Raises:
        PermissionDenied: The actor has no duty for the timetable of this forum.
        Refused: The meeting has not begun.
    """
    request = meeting.request
    require_duty(actor, request.forum, Duty.TIMETABLE)
    _require_begun(meeting)
    if held is None:
        HeldMark.objects.filter(request=request).delete()
    else:
        HeldMark.objects.update_or_create(
            request=request,
            defaults={"held": held, "by": actor},
            create_defaults={"held": held, "by": actor, "forum_id": request.forum_id},
        )
    note(actor, "meetings.mark_held", request, held=held)


@transaction.atomic
def note_reminded(outcomes: Iterable[Outcome], today: date) -> None:
    """Keep that people were reminded of these follow-ups, so that nobody is told twice."""
    for outcome in outcomes:
        outcome.reminded_on = today
        outcome.save(update_fields=["reminded_on"])
        note(None, "meetings.remind_follow_up", outcome)


@transaction.atomic
def note_asked_to_tell(delegate: Delegate) -> bool:
    """Keep that a delegate was asked to tell of the meetings.

    Returns:
        Whether it is the first time; otherwise nobody is to be asked again.
    """
    _reminder, first = TellingReminder.objects.get_or_create(delegate=delegate)
    if first:
        note(None, "meetings.ask_to_tell", delegate)
    return first

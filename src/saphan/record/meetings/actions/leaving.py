"""Taking somebody who is erased out of what is still to come, and their words out of what was."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from saphan.record.audit.actions import note
from saphan.record.directory.actions import refresh_search
from saphan.record.directory.models import User
from saphan.record.forum.models import CheckIn, Delegate, Interpreter, Registration
from saphan.record.forum.queries import is_over

from ..models import Feedback, Meeting, OutcomeChange, Request, Seat, SetAside, Timetable
from .changes import LIVE, cancel_withdrawn, one_at_a_time


def still_open(delegate: Delegate) -> QuerySet[Request]:
    """What is withdrawn when a delegate is erased: requests that are asked or agreed, and whose
    meeting has not begun. At a forum that is over there are none."""
    if is_over(delegate.forum):
        return Request.objects.none()
    to_come = Meeting.objects.filter(
        timetable__state__in=LIVE, seats__delegate=delegate, start__gt=timezone.now()
    )
    begun = Meeting.objects.filter(
        timetable__state=Timetable.State.PUBLISHED,
        state=Meeting.State.SCHEDULED,
        start__lte=timezone.now(),
    )
    own = Q(sender=delegate) | Q(receiver=delegate) | Q(others__delegate=delegate)
    found = (
        Request.objects.filter(forum=delegate.forum_id, state__in=Request.LIVE)
        .filter(own | Q(pk__in=to_come.values("request")))
        .exclude(pk__in=begun.values("request"))
    )
    return Request.objects.filter(pk__in=found.values("pk")).order_by("pk")


def leave(actor: User | None, delegate: Delegate) -> None:
    """Withdraw a delegate's requests and call their meetings to come off, in the caller's
    transaction: those who were to meet them are told as of any meeting called off.

    Args:
        actor: On whose word.
        delegate: Who leaves.
    """
    one_at_a_time(delegate.forum_id)
    for request in still_open(delegate):
        before = request.state
        request.state, request.answered_at = Request.State.WITHDRAWN, timezone.now()
        request.save(update_fields=["state", "answered_at"])
        note(actor, "meetings.withdrawn", request, before=before)
        cancel_withdrawn(actor, request)


def drop_without_trace(delegate: Delegate) -> bool:
    """Delete a delegate whom nobody asked or met and who never came; their registration stays
    counted as withdrawn.

    Returns:
        Whether there was no trace.
    """
    side = Q(sender=delegate) | Q(receiver=delegate) | Q(others__delegate=delegate)
    if (
        Request.objects.filter(side).exists()
        or Seat.objects.filter(delegate=delegate).exists()
        or Feedback.objects.filter(delegate=delegate).exists()
        or CheckIn.objects.filter(badge__delegate=delegate).exists()
    ):
        return False
    Registration.objects.filter(delegate=delegate).update(
        delegate=None, state=Registration.State.WITHDRAWN
    )
    code = delegate.organisation.code
    delegate.delete()
    refresh_search([code])
    return True


def interprets(interpreter: Interpreter) -> bool:
    """Whether meetings to come of a published timetable have this interpreter."""
    return interpreter.meetings.filter(
        timetable__state=Timetable.State.PUBLISHED,
        state=Meeting.State.SCHEDULED,
        start__gt=timezone.now(),
    ).exists()


def forget_words(user: User) -> None:
    """Take out what somebody wrote into what stays their organisation's."""
    own = SetAside.objects.filter(by=user).exclude(words="")
    own.filter(reason="else").update(words="…")
    own.exclude(reason="else").update(words="")
    changes = OutcomeChange.objects.filter(by=user, fields__has_key="note")
    for change in changes.select_related("outcome"):
        outcome = change.outcome
        last = outcome.history.filter(fields__has_key="note").order_by("-at", "-pk").first()
        if outcome.note and last is not None and last.pk == change.pk:
            outcome.note = ""
            outcome.save(update_fields=["note"])
    for change in changes:
        del change.fields["note"]
        change.save(update_fields=["fields"])

"""Mail to those whose meeting was changed: one letter a person for each batch of changes."""

from __future__ import annotations

from collections import defaultdict
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from saphan.engine.language import city_in, day_in
from saphan.record.forum.models import Delegate
from saphan.record.meetings.models import Batch, Timetable
from saphan.record.meetings.queries import Stand, ToldBatch, ToldChange, tell_batches

from .reminders import send


def tell_of_changes() -> int:
    """Write to everybody whose meeting was changed and who has not been told.

    What was changed of a draft is told by nobody: it was never seen.

    Returns:
        How many letters were sent.
    """
    waiting = Batch.objects.filter(
        told_at__isnull=True,
        timetable__state=Timetable.State.PUBLISHED,
        at__gte=F("timetable__published_at"),
    )
    return sum(_tell(pk) for pk in waiting.order_by("pk").values_list("pk", flat=True))


def _tell(pk: int) -> int:
    with transaction.atomic():
        rows = Batch.objects.select_for_update(of=("self",), skip_locked=True)
        batch = rows.filter(pk=pk, told_at__isnull=True).select_related("forum", "by").first()
        if batch is None:
            return 0
        batch.told_at = timezone.now()
        batch.save(update_fields=["told_at"])
        (told,) = tell_batches([batch])
        theirs: dict[int, list[ToldChange]] = defaultdict(list)
        for change in told.changes:
            for seated in {*change.before.people, *change.after.people}:
                theirs[seated].append(change)
        people = Delegate.objects.select_related("person__user", "forum").in_bulk(theirs)
        for key, delegate in people.items():
            send(delegate.person, lambda key=key: _letter(people[key], told, theirs[key]))  # type: ignore[misc]
    return len(people)


def _letter(delegate: Delegate, told: ToldBatch, changes: list[ToldChange]) -> tuple[str, str]:
    lines = [_("Your timetable of %(forum)s has changed.") % {"forum": delegate.forum.title}, ""]
    for change in sorted(changes, key=lambda one: one.after.start):
        lines.append(f"- {_others(change, delegate)}")
        if not change.before.off:
            lines.append("  " + _("before: %(when)s") % {"when": _when(change.before, delegate)})
        gone = change.after.off or delegate.pk not in change.after.people
        lines.append(
            "  " + _("now: called off")
            if gone
            else "  " + _("now: %(when)s") % {"when": _when(change.after, delegate)}
        )
    if told.batch.words:
        lines += ["", _("Why: %(words)s") % {"words": told.batch.words}]
    lines += ["", settings.SITE + reverse("my_timetable", args=[delegate.forum.code])]
    return _("A meeting of yours has changed"), "\n".join(lines) + "\n"


def _others(change: ToldChange, delegate: Delegate) -> str:
    """The organisations of the other sides."""
    names = (
        seat.delegate.organisation.name
        for seat in change.meeting.seats.all()
        if seat.delegate.organisation_id != delegate.organisation_id
    )
    return ", ".join(dict.fromkeys(names))


def _when(stand: Stand, delegate: Delegate) -> str:
    """Day, time in the reader's zone and the venue's, and place."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    own = delegate.person.zone or delegate.forum.timezone
    times = [
        f"{stand.start.astimezone(there):%H:%M}–{stand.end.astimezone(there):%H:%M}"
        f" {city_in(there.key, language)}"
        for there in map(ZoneInfo, dict.fromkeys([own, delegate.forum.timezone]))
    ]
    day = day_in(stand.start.astimezone(ZoneInfo(own)).date(), language)
    return f"{day}, {' · '.join(times)}, {stand.place.name}"

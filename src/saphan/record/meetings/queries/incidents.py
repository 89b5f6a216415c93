"""What a forum does without at present: what happened on the day and still holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from saphan.record.forum.models import Forum, Slot

from ..models import Batch, Incident, Replanning


def with_of(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Incidents with who or what each is of."""
    return incidents.select_related(
        "delegate__person", "delegate__organisation", "interpreter", "place"
    )


def in_force(forum: Forum, undoing: Batch | None = None) -> list[Incident]:
    """What happened and holds, in order of time: its replanning is applied and not undone.

    Args:
        forum: The forum.
        undoing: A batch that is just being undone; what holds afterwards is told.
    """
    applied = list(
        Replanning.objects.filter(forum=forum, state=Replanning.State.APPLIED)
        .select_related("batch__undone_by")
        .order_by("batch__at", "pk")
    )
    holding = {one.pk: one for one in applied if _holds(one.batch, undoing)}
    if not holding:
        return []
    rows = with_of(Incident.objects.filter(replanning__in=holding))
    told: dict[int, list[Incident]] = defaultdict(list)
    for row in rows:
        row.replanning = holding[row.replanning_id]
        told[row.replanning_id].append(row)
    return [row for pk in holding for row in told[pk]]


def last_undone(batch: Batch) -> tuple[Batch, bool]:
    """The last of the batches that undo one another from this one on, and whether this one is in
    effect after it."""
    holds = True
    while hasattr(batch, "undone_by"):
        batch = batch.undone_by
        holds = not holds
    return batch, holds


def _holds(batch: Batch | None, undoing: Batch | None) -> bool:
    assert batch is not None, "the constraint applied_is_a_batch is gone"
    last, holds = last_undone(batch)
    return holds != (undoing is not None and undoing.pk == last.pk)


def window(incident: Incident, slots: Sequence[Slot]) -> range:
    """The slots, by number in the grid, that an incident takes.

    Args:
        incident: The incident.
        slots: The grid, in order of time.
    """
    until = incident.until
    first = next((n for n, slot in enumerate(slots) if slot.end > incident.start), len(slots))
    last = len(slots)
    if until is not None:
        last = next((n for n, slot in enumerate(slots) if slot.start >= until), last)
    return range(first, max(first, last))


@dataclass(frozen=True)
class Missing:
    """What is missing when, by keys and numbers of slots.

    Attributes:
        people: `d` or `i`, key, and slot of delegates and interpreters who are not there.
        places: Key and slot of places that are lost.
        online: From which slot on delegates can only be online.
    """

    people: set[tuple[str, int, int]] = field(default_factory=set)
    places: set[tuple[int, int]] = field(default_factory=set)
    online: dict[int, int] = field(default_factory=dict)


def missing(incidents: Iterable[Incident], slots: Sequence[Slot]) -> Missing:
    """What these incidents take from a grid."""
    found = Missing()
    for one in incidents:
        taken = window(one, slots)
        if one.place_id is not None:
            found.places.update((one.place_id, number) for number in taken)
        elif one.kind == Incident.Kind.ONLINE:
            assert one.delegate_id is not None, "the constraint incident_is_of_one is gone"
            earlier = found.online.get(one.delegate_id, len(slots))
            found.online[one.delegate_id] = min(earlier, taken.start)
        else:
            kind, pk = ("d", one.delegate_id) if one.delegate_id else ("i", one.interpreter_id)
            assert pk is not None, "the constraint incident_is_of_one is gone"
            found.people.update((kind, pk, number) for number in taken)
    return found

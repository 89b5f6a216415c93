"""Changing single meetings of a timetable: moved, swapped, cancelled, restored, and undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.record.directory.models import User
from saphan.record.errors import Conflicting, Refused
from saphan.record.forum.models import Mode, Place, Slot
from saphan.record.forum.rules import Duty, require_duty

from ..models import CHANGE_WORDS, Batch, Meeting, Seat, Timetable
from ..queries.conflicts import Conflict
from ..queries.ground import Ground, Stay
from ..queries.moves import Moves
from ..standing import same, standing_of
from .changes import LIVE, keep, one_at_a_time

PROMISES = "place_used_once_a_slot, interpreter_used_once_a_slot, nobody_in_two_places"
"""The constraints that hold at the end of a batch and may be broken within it."""


def move(
    actor: User,
    meeting: Meeting,
    slot: Slot,
    place: Place,
    *,
    sequence: int | None = None,
    words: str = "",
) -> Batch:
    """Put a meeting into another slot, or at another place.

    Args:
        actor: Who looks after the timetable.
        meeting: A meeting of a draft or of the published version.
        slot: Its new first slot.
        place: Its new place.
        sequence: The meeting's number as the actor saw it; None to not compare it.
        words: Why.

    Raises:
        PermissionDenied: The actor has no duty for the timetable of this forum.
        Conflicting: Something stands in the way; its `conflicts` say what.
        Refused: The meeting was changed meanwhile, or is called off.
    """
    with _one_batch(actor, meeting.timetable, words):
        (meeting,) = _locked(meeting.timetable, [meeting], {meeting.pk: sequence})
        _require_standing(meeting)
        if (meeting.slot_id, meeting.place_id) == (slot.pk, place.pk):
            raise Refused(_("It is there already."))
        ground = Ground(meeting.timetable, [meeting])
        kind = Batch.Kind.MOVE
        if place.mode == Mode.ONLINE != meeting.place.mode:
            kind = Batch.Kind.ONLINE
        return _settle(actor, kind, ground, [ground.stay(meeting, slot, place)], words=words)


def swap(
    actor: User,
    one: Meeting,
    other: Meeting,
    *,
    sequences: Mapping[int, int] | None = None,
    words: str = "",
) -> Batch:
    """Have two meetings change places, slot and all. Raises as `move` does."""
    if one.timetable_id != other.timetable_id or one.pk == other.pk:
        raise Refused(_("Two meetings of one version can change places."))
    with _one_batch(actor, one.timetable, words):
        first, second = _locked(one.timetable, [one, other], sequences or {})
        _require_standing(first)
        _require_standing(second)
        ground = Ground(first.timetable, [first, second])
        stays = [
            ground.stay(first, second.slot, second.place),
            ground.stay(second, first.slot, first.place),
        ]
        return _settle(actor, Batch.Kind.SWAP, ground, stays, words=words)


def go_online(
    actor: User, meeting: Meeting, *, sequence: int | None = None, words: str = ""
) -> Batch:
    """Have a meeting in the same slot in a room that is free. Raises as `move` does."""
    with _one_batch(actor, meeting.timetable, words):
        (meeting,) = _locked(meeting.timetable, [meeting], {meeting.pk: sequence})
        _require_standing(meeting)
        rooms = meeting.timetable.forum.places.filter(mode=Mode.ONLINE).exclude(pk=meeting.place_id)
        ground = Ground(meeting.timetable, [meeting])
        moves = Moves(ground, timezone.now())
        stays = [ground.stay(meeting, meeting.slot, room) for room in rooms]
        tried = {stay: moves.conflicts([stay])[0] for stay in stays}
        if not tried:
            raise Refused(_("The forum has no online room."))
        best = min(tried, key=lambda stay: len(tried[stay]))
        return _settle(actor, Batch.Kind.ONLINE, ground, [best], words=words)


def cancel(actor: User, meeting: Meeting, *, sequence: int | None = None, words: str = "") -> Batch:
    """Call a meeting off; its request stays accepted, and it can be restored.

    Raises:
        PermissionDenied: The actor has no duty for the timetable of this forum.
        Refused: The meeting was changed meanwhile, has begun or is called off already.
    """
    with _one_batch(actor, meeting.timetable, words):
        (meeting,) = _locked(meeting.timetable, [meeting], {meeting.pk: sequence})
        _require_standing(meeting)
        before = standing_of(meeting)
        _write(meeting, {**before, "state": Meeting.State.CANCELLED})
        return keep(
            actor, meeting.timetable, Batch.Kind.CANCEL, [(meeting, before, {})], words=words
        )


def restore(
    actor: User,
    meeting: Meeting,
    slot: Slot | None = None,
    place: Place | None = None,
    *,
    sequence: int | None = None,
    words: str = "",
) -> Batch:
    """Hold a meeting that was called off after all: where it was, or elsewhere.

    Raises as `move` does.
    """
    with _one_batch(actor, meeting.timetable, words):
        (meeting,) = _locked(meeting.timetable, [meeting], {meeting.pk: sequence})
        if meeting.state != Meeting.State.CANCELLED:
            raise Refused(_("This meeting is not called off."))
        ground = Ground(meeting.timetable, [meeting])
        stay = ground.stay(meeting, slot or meeting.slot, place or meeting.place)
        return _settle(actor, Batch.Kind.RESTORE, ground, [stay], words=words)


def undo(actor: User, batch: Batch, *, words: str = "") -> Batch:
    """Have every meeting of a batch as it was before it.

    Raises:
        PermissionDenied: The actor has no duty for the timetable of this forum.
        Conflicting: Something now stands where a meeting was.
        Refused: It is undone already, or a meeting was changed again since.
    """
    with _one_batch(actor, batch.timetable, words):
        if Batch.objects.filter(undoes=batch).exists():
            raise Refused(_("This is undone already."))
        changes = list(batch.changes.select_related("meeting"))
        timetable = batch.timetable
        meetings = _locked(timetable, [change.meeting for change in changes], {})
        for meeting, change in zip(meetings, changes, strict=True):
            if not same(standing_of(meeting), change.after):
                raise Refused(_("A meeting was changed again since. Undo the later change first."))
        targets = {change.meeting_id: change.before for change in changes}
        return settle(
            actor, Batch.Kind.UNDO, timetable, meetings, targets, words=words, undoes=batch
        )


def settle(
    actor: User | None,
    kind: Batch.Kind,
    timetable: Timetable,
    meetings: Sequence[Meeting],
    targets: Mapping[int, Mapping[str, Any]],
    *,
    words: str = "",
    undoes: Batch | None = None,
    why: Mapping[int, dict[str, Any]] | None = None,
) -> Batch:
    """Have meetings stand as told, all at once, where nothing stands in the way.

    Args:
        actor: Who does it.
        kind: What is done.
        timetable: Their version, locked.
        meetings: The meetings, locked.
        targets: How each is to stand, as `Change` keeps it.
        words: Why, in the actor's words.
        undoes: The batch that is taken back.
        why: Why each meeting changes.

    Raises:
        Conflicting: Something stands in the way.
        Refused: A meeting that changes has begun.
    """
    for meeting in meetings:
        _require_not_begun(meeting)
    seated = {pk: tuple(target["people"]) for pk, target in targets.items()}
    ground = Ground(timetable, meetings, seated, undoes)
    stays = [
        Stay(
            meeting.pk,
            ground.number[target["slot"]],
            ground.number[target["last_slot"]],
            target["place"],
            target["interpreter"],
            seated[meeting.pk],
        )
        for meeting in meetings
        if (target := targets[meeting.pk])["state"] == Meeting.State.SCHEDULED
    ]
    return _settle(
        actor, kind, ground, stays, meetings=meetings, words=words, undoes=undoes, why=why
    )


def _settle(
    actor: User | None,
    kind: Batch.Kind,
    ground: Ground,
    stays: list[Stay],
    *,
    meetings: Iterable[Meeting] | None = None,
    words: str = "",
    undoes: Batch | None = None,
    why: Mapping[int, dict[str, Any]] | None = None,
) -> Batch:
    """Write the stays where nothing stands in the way; meetings without one are called off."""
    conflicts, settled = Moves(ground, timezone.now()).conflicts(stays)
    if conflicts:
        raise Conflicting(_refusal(conflicts), conflicts)
    where = {stay.meeting: stay for stay in settled}
    changed = []
    for meeting in meetings or [ground.asked[pk].meeting for pk in where]:
        before = standing_of(meeting)
        stay = where.get(meeting.pk)
        after = {**before, "state": Meeting.State.CANCELLED}
        if stay is not None:
            after = {
                "slot": ground.slots[stay.first].pk,
                "last_slot": ground.slots[stay.last].pk,
                "place": stay.place,
                "interpreter": stay.interpreter,
                "state": Meeting.State.SCHEDULED,
                "people": sorted(stay.people),
            }
        _write(meeting, after)
        changed.append((meeting, before, (why or {}).get(meeting.pk, {})))
    return keep(actor, ground.timetable, kind, changed, words=words, undoes=undoes)


def _refusal(conflicts: Sequence[Conflict]) -> Any:
    return " ".join(dict.fromkeys(conflict.text for conflict in conflicts))


def _write(meeting: Meeting, after: Mapping[str, Any]) -> None:
    """Have a meeting stand so; its seats follow in the database."""
    if sorted(meeting.seats.values_list("delegate", flat=True)) != after["people"]:
        meeting.seats.exclude(delegate__in=after["people"]).delete()
    slots = Slot.objects.in_bulk([after["slot"], after["last_slot"]])
    meeting.slot, meeting.last_slot = slots[after["slot"]], slots[after["last_slot"]]
    meeting.start, meeting.end = meeting.slot.start, meeting.last_slot.end
    meeting.place_id, meeting.interpreter_id = after["place"], after["interpreter"]
    meeting.state = after["state"]
    meeting.sequence += 1
    meeting.save()
    there = set(meeting.seats.values_list("delegate", flat=True))
    Seat.objects.bulk_create(
        Seat(
            timetable_id=meeting.timetable_id,
            meeting=meeting,
            delegate_id=pk,
            start=meeting.start,
            end=meeting.end,
            state=meeting.state,
        )
        for pk in after["people"]
        if pk not in there
    )


@contextmanager
def _one_batch(actor: User | None, timetable: Timetable, words: str) -> Iterator[None]:
    """A transaction in which the forum's timetables change for nobody else; the database's own
    promises are looked at when it ends."""
    if actor is not None:
        require_duty(actor, timetable.forum, Duty.TIMETABLE)
    if len(words) > CHANGE_WORDS:
        raise Refused(_("That is too long: at most 300 characters."))
    try:
        with transaction.atomic():
            one_at_a_time(timetable.forum_id)
            state = Timetable.objects.values_list("state", flat=True).get(pk=timetable.pk)
            if state not in LIVE:
                raise Refused(_("A newer version is published: this one can no longer change."))
            with connection.cursor() as cursor:
                cursor.execute(f"SET CONSTRAINTS {PROMISES} DEFERRED")
                yield
                cursor.execute(f"SET CONSTRAINTS {PROMISES} IMMEDIATE")
    except IntegrityError as error:
        raise Refused(
            _("Somebody, a place or an interpreter would be in two meetings at once.")
        ) from error


def _locked(
    timetable: Timetable, meetings: Sequence[Meeting], sequences: Mapping[int, int | None]
) -> list[Meeting]:
    """The meetings as they are now, in the same order; nobody changes them meanwhile.

    Raises:
        Refused: One is not of this version any more, or not as the actor saw it.
    """
    wanted = [meeting.pk for meeting in meetings]
    rows = (
        Meeting.objects.select_for_update(of=("self",), no_key=True)
        .filter(timetable=timetable, pk__in=wanted)
        .select_related("timetable__forum", "slot", "last_slot", "place", "request")
        .order_by("pk")
    )
    found = {meeting.pk: meeting for meeting in rows}
    for pk in wanted:
        seen = sequences.get(pk)
        if pk not in found or seen not in (None, found[pk].sequence):
            raise Refused(_("This meeting was changed meanwhile. Look at the board again."))
    return [found[pk] for pk in wanted]


def _require_not_begun(meeting: Meeting) -> None:
    if meeting.start <= timezone.now() and meeting.state == Meeting.State.SCHEDULED:
        raise Refused(_("The meeting has begun: it stays where it is."))


def _require_standing(meeting: Meeting) -> None:
    if meeting.state != Meeting.State.SCHEDULED:
        raise Refused(_("This meeting is called off. Restore it first."))
    _require_not_begun(meeting)

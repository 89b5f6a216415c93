"""The single rules a forum is made of, and the forum that is left when only some of them hold."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from saphan.engine.scheduling.model.zones import Ground
from saphan.engine.scheduling.problem import (
    Forum,
    Interpreter,
    Meeting,
    Mode,
    Participant,
    Place,
)

ZoneKey = tuple[str, ...]
"""Mode, hall and then those who keep the tables."""

ALL_MODES: frozenset[Mode] = frozenset({"face_to_face", "online"})


@dataclass(frozen=True, order=True)
class Element:
    """One rule that can be given up by itself.

    Attributes:
        kind: Which rule; `KINDS` says what each means.
        key: Whom or what it is about, by id.
        slot: Index of the slot it is about; -1 where it is about none.
    """

    kind: str
    key: tuple[str, ...] = ()
    slot: int = -1


KINDS = {
    "fairness": "breaks of any two differ by no more than the forum's fairness",
    "breaks": "a participant's most breaks",
    "ways": "people need time between halls",
    "mode": "a participant is present in one mode only",
    "rest": "an interpreter's longest run",
    "serving": "an interpreter's most meetings",
    "absent": "an interpreter is not at work in a slot",
    "interpreters": "nobody else interprets for a kind of need in a slot",
    "fixed_interpreter": "one interpreter serves the meeting",
    "fixed_place": "the meeting is at one place",
    "order": "one meeting comes before another",
    "limit": "a participant's most meetings",
    "places": "no more places of a zone in a slot than there are",
    "fixed": "the meeting is in one slot",
    "session": "the meeting is in some slots only",
    "away": "a participant is not available in a slot",
    "must": "the meeting is held",
}
"""Every kind of rule, those that take more words to understand first."""


def need_key(meeting: Meeting) -> tuple[str, ...]:
    """The languages of each side, as the key of a need for interpreters."""
    return tuple("/".join(sorted(side)) for side in meeting.needs_interpreter)


def zones_with_spare(forum: Forum) -> tuple[ZoneKey, ...]:
    """The zones of a forum, and for each mode that people are present in one open to all."""
    found = [(z.mode, z.hall, *sorted(z.kept_by)) for z in Ground(forum).zones]
    for mode in _modes(forum):
        if not any(key[0] == mode and len(key) == 2 for key in found):
            found.append((mode, ""))
    return tuple(dict.fromkeys(found))


def _modes(forum: Forum) -> list[Mode]:
    """The modes of places and people; both where either is."""
    online = any("online" in p.modes for p in forum.participants) or any(
        place.mode == "online" for place in forum.places
    )
    return ["face_to_face", "online"] if online else ["face_to_face"]


def elements_of(forum: Forum) -> tuple[Element, ...]:
    """Every rule of a forum that can be given up, in the order of `KINDS`."""
    order = list(KINDS)
    found = [
        *_of_everybody(forum),
        *_of_meetings(forum),
        *_of_people(forum),
        *_of_interpreters(forum),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda e: order.index(e.kind)))


def _of_everybody(forum: Forum) -> Iterator[Element]:
    if forum.fairness is not None:
        yield Element("fairness")
    if any(way.minutes > 0 for way in forum.travel):
        yield Element("ways")
    for rule in forum.precedences:
        yield Element("order", (rule.before, rule.after))
    for key in zones_with_spare(forum):
        for slot in range(len(forum.slots)):
            yield Element("places", key, slot)


def _of_meetings(forum: Forum) -> Iterator[Element]:
    for meeting in forum.meetings:
        key = (meeting.id,)
        if meeting.must:
            yield Element("must", key)
        if meeting.allowed is not None and len(meeting.allowed) < len(forum.slots):
            yield Element("session", key)
        if meeting.fixed is not None:
            yield Element("fixed", key)
        if meeting.fixed_place is not None:
            yield Element("fixed_place", key)
        if meeting.needs_interpreter and meeting.fixed_interpreter is not None:
            yield Element("fixed_interpreter", key)


def _of_people(forum: Forum) -> Iterator[Element]:
    both = len(_modes(forum)) > 1
    asked = {name for meeting in forum.meetings for name in meeting.everybody()}
    for person in forum.participants:
        if person.id not in asked:
            continue
        key = (person.id,)
        if person.max_meetings is not None:
            yield Element("limit", key)
        if person.max_breaks is not None:
            yield Element("breaks", key)
        if both and len(person.modes) == 1:
            yield Element("mode", key)
        for slot in sorted(frozenset(range(len(forum.slots))) - person.available):
            yield Element("away", key, slot)


def _of_interpreters(forum: Forum) -> Iterator[Element]:
    slots = range(len(forum.slots))
    needs = dict.fromkeys(need_key(m) for m in forum.meetings if m.needs_interpreter)
    for need in needs:
        for slot in slots:
            yield Element("interpreters", need, slot)
    for person in forum.interpreters if needs else ():
        key = (person.id,)
        if person.max_run is not None:
            yield Element("rest", key)
        if person.max_meetings is not None:
            yield Element("serving", key)
        for slot in sorted(frozenset(slots) - person.available):
            yield Element("absent", key, slot)


def weakened(forum: Forum, kept: Collection[Element]) -> Forum:
    """The forum in which only some of its rules hold.

    Where the rule of a zone's places in a slot is given up, there is a place for every meeting;
    where that of a need for interpreters is, there are as many more as could be needed, and
    where it is in all slots, nobody is needed.

    Args:
        forum: The problem.
        kept: The rules that go on to hold.

    Returns:
        A problem that every timetable of `forum` is a timetable of.
    """
    kept = frozenset(kept)
    needs = {element.key for element in kept if element.kind == "interpreters"}
    return replace(
        forum,
        participants=tuple(_person(forum, p, kept) for p in forum.participants),
        places=(*forum.places, *_spare_places(forum, kept)),
        meetings=tuple(_meeting(m, kept, needs) for m in forum.meetings),
        interpreters=(
            *(_interpreter(forum, i, kept) for i in forum.interpreters),
            *_spare_interpreters(forum, kept),
        ),
        precedences=tuple(
            p for p in forum.precedences if Element("order", (p.before, p.after)) in kept
        ),
        fairness=forum.fairness if Element("fairness") in kept else None,
        travel=forum.travel if Element("ways") in kept else (),
        previous=(),
        goals=(),
    )


def _person(forum: Forum, person: Participant, kept: frozenset[Element]) -> Participant:
    key = (person.id,)
    free = {s for s in range(len(forum.slots)) if Element("away", key, s) not in kept}
    mode_holds = len(_modes(forum)) == 1 or Element("mode", key) in kept
    return replace(
        person,
        available=person.available | free,
        max_meetings=person.max_meetings if Element("limit", key) in kept else None,
        max_breaks=person.max_breaks if Element("breaks", key) in kept else None,
        modes=person.modes if mode_holds else ALL_MODES,
        min_meetings=0,
    )


def _meeting(
    meeting: Meeting, kept: frozenset[Element], needs: Collection[tuple[str, ...]]
) -> Meeting:
    key = (meeting.id,)

    def holds(kind: str) -> bool:
        return Element(kind, key) in kept

    return replace(
        meeting,
        must=meeting.must and holds("must"),
        allowed=meeting.allowed if holds("session") else None,
        fixed=meeting.fixed if holds("fixed") else None,
        fixed_place=meeting.fixed_place if holds("fixed_place") else None,
        fixed_interpreter=meeting.fixed_interpreter if holds("fixed_interpreter") else None,
        needs_interpreter=meeting.needs_interpreter
        if need_key(meeting) in needs or holds("fixed_interpreter")
        else (),
    )


def _interpreter(forum: Forum, person: Interpreter, kept: frozenset[Element]) -> Interpreter:
    key = (person.id,)
    free = {s for s in range(len(forum.slots)) if Element("absent", key, s) not in kept}
    return replace(
        person,
        available=person.available | free,
        max_run=person.max_run if Element("rest", key) in kept else None,
        max_meetings=person.max_meetings if Element("serving", key) in kept else None,
    )


def _spare_places(forum: Forum, kept: frozenset[Element]) -> Iterator[Place]:
    for key in zones_with_spare(forum):
        slots = frozenset(
            s for s in range(len(forum.slots)) if Element("places", key, s) not in kept
        )
        if slots:
            for number in range(len(forum.meetings)):
                yield spare_place(key, number, slots)


def spare_place(key: ZoneKey, number: int, slots: frozenset[int], sign: str = "+") -> Place:
    """One more place of a zone; the sign tells those thought of from those asked for."""
    mode: Mode = "online" if key[0] == "online" else "face_to_face"
    return Place(f"{sign}{' '.join(key)} {number}", slots, mode, key[1], frozenset(key[2:]))


def spare_interpreters_of(forum: Forum) -> dict[tuple[str, ...], int]:
    """How many more interpreters of each kind of need are ever thought of: twice what the
    meetings would need if they were spread evenly, and three at least."""
    asked: dict[tuple[str, ...], int] = {}
    for meeting in forum.meetings:
        if meeting.needs_interpreter:
            asked[need_key(meeting)] = asked.get(need_key(meeting), 0) + 1
    slots = max(len(forum.slots), 1)
    return {need: min(count, max(3, -(-2 * count // slots))) for need, count in asked.items()}


def _spare_interpreters(forum: Forum, kept: frozenset[Element]) -> Iterator[Interpreter]:
    for need, count in spare_interpreters_of(forum).items():
        slots = frozenset(
            s for s in range(len(forum.slots)) if Element("interpreters", need, s) not in kept
        )
        if slots:
            for number in range(count):
                yield spare_interpreter(need, number, slots)


def spare_interpreter(
    need: tuple[str, ...], number: int, slots: frozenset[int], sign: str = "+"
) -> Interpreter:
    """One more interpreter for a kind of need; the sign as for a place."""
    languages = frozenset(side.split("/")[0] for side in need)
    return Interpreter(f"{sign}{' '.join(need)} {number}", languages, slots)


def about(forum: Forum, elements: Collection[Element]) -> Forum:
    """The forum with only the meetings that some rules are about.

    What is a timetable of it is one of the forum in which only those rules hold. The other way
    round, that is so but for rules on breaks: there a meeting that is left out could fill a
    break. Those that may be held anyway are kept for these rules.
    """
    musts = {element.key[0] for element in elements if element.kind == "must"}
    breaks = any(on_breaks(element) for element in elements)
    kept = {m.id for m in forum.meetings if m.id in musts or (breaks and not m.must)}
    return replace(
        forum,
        meetings=tuple(m for m in forum.meetings if m.id in kept),
        precedences=tuple(p for p in forum.precedences if {p.before, p.after} <= kept),
        previous=(),
    )


def on_breaks(element: Element) -> bool:
    """Whether the rule is about breaks, so that a meeting more can help."""
    return element.kind in ("fairness", "breaks")


def without_idle(forum: Forum) -> Forum:
    """The forum without the meetings that nobody would miss: leaving out one that may be held
    keeps every rule but those on breaks."""
    if forum.fairness is not None or any(p.max_breaks is not None for p in forum.participants):
        return forum
    meetings = tuple(m for m in forum.meetings if m.must)
    musts = {m.id for m in meetings}
    people = {name for m in meetings for name in m.everybody()}
    people |= {name for place in forum.places for name in place.kept_by}
    return replace(
        forum,
        meetings=meetings,
        participants=tuple(p for p in forum.participants if p.id in people),
        precedences=tuple(p for p in forum.precedences if {p.before, p.after} <= musts),
        places=_enough(forum.places, len(meetings)),
    )


def _enough(places: tuple[Place, ...], meetings: int) -> tuple[Place, ...]:
    """The places without those alike that are more than the meetings."""
    counts: dict[object, int] = {}
    found = []
    for place in places:
        alike = (place.slots, place.mode, place.hall, place.kept_by)
        counts[alike] = counts.get(alike, 0) + 1
        if counts[alike] <= meetings or not place.id.startswith("+"):
            found.append(place)
    return tuple(found)

"""Forums made up to look like real ones, of any size: for benchmarks, trials and tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from saphan.engine.scheduling.problem import (
    Forum,
    Interpreter,
    Meeting,
    Mode,
    Participant,
    Place,
    Precedence,
    Slot,
    Travel,
)

MUST, MUTUAL, MAY = 100, 15, 10
"""Points of a meeting that must be held, that both sides asked for, that one side asked for."""

SLOT_MINUTES = 30
SLOTS_A_DAY = 10
COUNTRIES = ("th", "ru")
SKEW = 0.6
"""Exponent of popularity: the person of rank r is asked in proportion to 1 / r ** SKEW."""

ON_THE_SPOT: frozenset[Mode] = frozenset({"face_to_face"})
ONLINE: frozenset[Mode] = frozenset({"online"})


@dataclass(frozen=True)
class Shares:
    """How much of a made-up forum is out of the ordinary; parts of 1.

    Attributes:
        must: Meetings that must be held.
        mutual: Meetings that both sides asked for.
        english: People who speak English next to their own language.
        part_time: People who are there for a part of the days only.
        away: Slots of a person taken by other things.
        online: People who are online; half of them are on the spot on some of the days.
        either: Meetings for which any delegate of the organisation asked will do.
        long: Meetings of two slots.
        ordered: Meetings that come before another.
    """

    must: float = 0.03
    mutual: float = 0.2
    english: float = 0.85
    part_time: float = 0.15
    away: float = 0.05
    online: float = 0.0
    either: float = 0.0
    long: float = 0.0
    ordered: float = 0.002


def generate(
    delegates: int,
    meetings: int,
    slots: int,
    places: int,
    *,
    seed: int = 0,
    shares: Shares | None = None,
    halls: int = 1,
    interpreters: int | None = None,
    min_meetings: int = 0,
    fairness: int | None = None,
) -> Forum:
    """Make up the forum of two countries, whose delegates meet across the border.

    A few are asked by very many, most by few; organisations send one to four delegates; days
    have two sessions.

    Args:
        delegates: How many people meet.
        meetings: How many meetings are asked for, each between another two.
        slots: Length of the grid, about ten slots a day.
        places: Tables and, where people are online, rooms in the same proportion.
        seed: The same seed makes the same forum.
        shares: How much of it is out of the ordinary.
        halls: How many halls the tables are in, ten minutes apart.
        interpreters: How many interpret; None for a few too few.
        min_meetings: Meetings guaranteed to everybody.
        fairness: As in `Forum`.

    Returns:
        The forum; its musts alone fit into it with room to spare.

    Raises:
        ValueError: There are too few delegates for so many meetings.
    """
    if meetings > (delegates // 2) * (delegates - delegates // 2):
        raise ValueError(f"{delegates} delegates have no {meetings} pairs across the border")
    maker = _Maker(delegates, slots, shares or Shares(), np.random.default_rng(seed))
    people = maker.people(min_meetings)
    asked = maker.meetings(meetings, people)
    return Forum(
        participants=people,
        slots=maker.slots,
        places=maker.places(places, halls),
        meetings=asked,
        interpreters=maker.interpreters(asked, interpreters),
        precedences=maker.precedences(asked),
        fairness=fairness,
        travel=tuple(
            Travel(f"hall {i + 1}", f"hall {j + 1}", 10) for i in range(halls) for j in range(i)
        ),
    )


def _grid(count: int) -> tuple[Slot, ...]:
    """Days of a morning from nine and an afternoon from half past one."""
    days = max(1, round(count / SLOTS_A_DAY))
    found = []
    for day, indices in enumerate(np.array_split(np.arange(count), days)):
        half = (len(indices) + 1) // 2
        for position in range(len(indices)):
            morning = position < half
            start = 540 + position * SLOT_MINUTES if morning else 810 + (position - half) * 30
            name = f"day {day + 1}"
            found.append(
                Slot(
                    f"{name}/{start // 60:02}:{start % 60:02}",
                    name,
                    "morning" if morning else "afternoon",
                    start,
                    start + SLOT_MINUTES,
                )
            )
    return tuple(found)


class _Maker:
    """Draws the parts of one forum, always in the same order."""

    def __init__(
        self, delegates: int, slots: int, shares: Shares, chance: np.random.Generator
    ) -> None:
        self.shares = shares
        self.chance = chance
        self.slots = _grid(slots)
        self.days = sorted({slot.day for slot in self.slots})
        self.country = np.arange(delegates) % len(COUNTRIES)
        self.organisation = self._organisations()
        rank = np.empty(delegates)
        rank[chance.permutation(delegates)] = np.arange(1, delegates + 1)
        self.popularity = rank**-SKEW

    def _organisations(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """The organisation of each delegate, of one country each."""
        found = np.zeros(len(self.country), dtype=np.int64)
        begun = 0
        for country in range(len(COUNTRIES)):
            members = np.flatnonzero(self.country == country)
            sizes = self.chance.integers(1, 5, size=len(members))
            numbers = np.repeat(np.arange(len(members)), sizes)[: len(members)]
            found[members] = begun + numbers
            begun += len(members)
        return found

    def people(self, min_meetings: int) -> tuple[Participant, ...]:
        found = []
        for number in range(len(self.country)):
            available, modes = self._presence()
            own = COUNTRIES[self.country[number]]
            speaks_english = self.chance.random() < self.shares.english
            agreed = int(len(available) * self.chance.uniform(0.4, 0.9)) + 1
            found.append(
                Participant(
                    f"{own}{number:05}",
                    available,
                    agreed,
                    frozenset({own, "en"} if speaks_english else {own}),
                    min_meetings=min_meetings,
                    modes=modes,
                )
            )
        return tuple(found)

    def _presence(self) -> tuple[frozenset[int], frozenset[Mode]]:
        """When somebody can meet, and how."""
        days = set(self.days)
        if self.chance.random() < self.shares.part_time and len(self.days) > 1:
            stay = int(self.chance.integers(1, len(self.days)))
            first = int(self.chance.integers(0, len(self.days) - stay + 1))
            days = set(self.days[first : first + stay])
        away = self.chance.random(len(self.slots)) < self.shares.away
        available = frozenset(
            i for i, slot in enumerate(self.slots) if slot.day in days and not away[i]
        )
        online, either = self.chance.random(2)
        if online >= self.shares.online:
            return available, ON_THE_SPOT
        return available, ONLINE | ON_THE_SPOT if either < 0.5 else ONLINE

    def _pairs(self, count: int) -> list[tuple[int, int]]:
        """Who asks whom, no two twice."""
        sides = [np.flatnonzero(self.country == side) for side in range(len(COUNTRIES))]
        weights = [self.popularity[side] / self.popularity[side].sum() for side in sides]
        found: dict[tuple[int, int], None] = {}
        while len(found) < count:
            size = count - len(found)
            asking = self.chance.integers(0, 2, size=size)
            # Who asks is anybody, who is asked is somebody popular.
            senders = [self.chance.choice(side, size=size) for side in sides]
            asked = [
                self.chance.choice(s, size=size, p=w) for s, w in zip(sides, weights, strict=True)
            ]
            for i, side in enumerate(asking):
                pair = int(senders[side][i]), int(asked[1 - side][i])
                found.setdefault(pair if side == 0 else pair[::-1])
        return list(found)

    def meetings(self, count: int, people: tuple[Participant, ...]) -> tuple[Meeting, ...]:
        musts = np.zeros(len(people), dtype=int)
        return tuple(
            self._meeting(f"m{number:06}", people, pair, musts)
            for number, pair in enumerate(self._pairs(count))
        )

    def _meeting(
        self,
        name: str,
        people: tuple[Participant, ...],
        pair: tuple[int, int],
        musts: np.ndarray[Any, np.dtype[np.int_]],
    ) -> Meeting:
        must, mutual, either, long = self.chance.random(4)
        one, other = pair
        sides = people[one].languages, people[other].languages
        common = people[one].available & people[other].available
        # The few musts of a person are easily kept, however the rest turns out.
        held = must < self.shares.must and musts[[one, other]].max() < 3
        held = held and 2 * len(common) > len(self.slots)
        if held:
            musts[[one, other]] += 1
        colleagues = np.flatnonzero(self.organisation == self.organisation[other])
        group = [people[i].id for i in colleagues if people[i].languages == sides[1]]
        split = either < self.shares.either and len(group) > 1 and not held
        return Meeting(
            name,
            (people[one].id,) if split else (people[one].id, people[other].id),
            MUST if held else MUTUAL if mutual < self.shares.mutual else MAY,
            bool(held),
            needs_interpreter=() if sides[0] & sides[1] else sides,
            any_of=(tuple(group),) if split else (),
            length=2 if long < self.shares.long and not held else 1,
        )

    def places(self, count: int, halls: int) -> tuple[Place, ...]:
        every = frozenset(range(len(self.slots)))
        rooms = round(count * min(1.0, 1.5 * self.shares.online))
        tables = count - rooms
        return tuple(
            Place(f"T{i + 1:04}", every, hall=f"hall {i * halls // tables + 1}")
            for i in range(tables)
        ) + tuple(Place(f"R{i + 1:04}", every, "online") for i in range(rooms))

    def interpreters(
        self, meetings: tuple[Meeting, ...], count: int | None
    ) -> tuple[Interpreter, ...]:
        """Each is away for a session, and rests after three meetings."""
        needed = sum(m.length for m in meetings if m.needs_interpreter)
        if count is None:
            count = -(-needed // max(len(self.slots), 1))
        sessions = sorted({(slot.day, slot.session) for slot in self.slots})
        found = []
        for number in range(count):
            away = sessions[int(self.chance.integers(0, len(sessions)))]
            hours = frozenset(
                i for i, slot in enumerate(self.slots) if (slot.day, slot.session) != away
            )
            found.append(Interpreter(f"I{number + 1:03}", frozenset({"th", "ru"}), hours, 3))
        return tuple(found)

    def precedences(self, meetings: tuple[Meeting, ...]) -> tuple[Precedence, ...]:
        count = round(self.shares.ordered * len(meetings))
        free = [m.id for m in meetings if not m.must]
        drawn = self.chance.permutation(len(free))[: 2 * count]
        return tuple(
            Precedence(free[min(a, b)], free[max(a, b)])
            for a, b in zip(drawn[::2], drawn[1::2], strict=False)
        )

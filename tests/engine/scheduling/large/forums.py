"""Small forums that the tests of this folder share."""

from dataclasses import replace

from hypothesis import strategies as st
from tests.engine.scheduling.test_neighbourhood import forums

from saphan.engine.scheduling import Forum, Meeting, Participant, Place, Scheduled, Slot
from saphan.engine.scheduling.large.board import Board
from saphan.engine.scheduling.places import interpreters_for, least_moves


@st.composite
def every_rule(draw: st.DrawFn) -> Forum:
    """Every rule, with musts, fixed slots and places, guarantees and an earlier timetable."""
    forum = draw(forums())
    rarely = st.integers(0, 5).map(lambda n: n == 0)
    slot = st.integers(0, len(forum.slots) - 1)
    meetings = tuple(
        replace(
            meeting,
            value=draw(st.integers(0, 3)),
            must=draw(rarely),
            fixed=draw(slot) if draw(rarely) else None,
            fixed_place=draw(st.sampled_from("TUR")) if draw(rarely) else None,
        )
        for meeting in forum.meetings
    )
    return replace(
        forum,
        participants=tuple(
            replace(person, min_meetings=draw(st.sampled_from([0, 0, 1])))
            for person in forum.participants
        ),
        meetings=meetings,
        previous=tuple(
            Scheduled(meeting.id, forum.slots[draw(slot)].id)
            for meeting in meetings
            if draw(rarely)
        ),
    )


def forum_of(
    pairs: tuple[str, ...],
    *,
    slots: int,
    tables: int,
    values: tuple[int, ...] = (),
    musts: str = "",
) -> Forum:
    """Meetings of people with one letter each, all there all the time."""
    every = frozenset(range(slots))
    return Forum(
        participants=tuple(Participant(name, every) for name in sorted(set("".join(pairs)))),
        slots=tuple(Slot(str(i), start=i) for i in range(slots)),
        places=tuple(Place(f"T{i}", every) for i in range(tables)),
        meetings=tuple(
            Meeting(str(i), tuple(pair), value=values[i] if values else 1, must=str(i) in musts)
            for i, pair in enumerate(pairs)
        ),
    )


def timetable(board: Board) -> tuple[Scheduled, ...]:
    """What is held, with names of places and interpreters."""
    chosen = board.choices()
    places = least_moves(board.forum, chosen, seconds=0).places
    serving = interpreters_for(board.forum, chosen)
    return tuple(
        Scheduled(
            name,
            board.forum.slots[choice.slot].id,
            places[name],
            serving.get(name),
            choice.chosen,
        )
        for name, choice in chosen.items()
    )

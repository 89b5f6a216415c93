"""Each incident on the smallest day that shows what it does."""

from dataclasses import replace

import pytest

from saphan.engine.scheduling import (
    Forum,
    Interpreter,
    Meeting,
    Participant,
    Place,
    Progress,
    Scheduled,
    Slot,
)
from saphan.engine.scheduling.replan import (
    Cancelled,
    Disconnected,
    Incident,
    Late,
    LeavesEarly,
    LostInterpreter,
    LostPlace,
    NoShow,
    Replan,
    Step,
    TurnedOnline,
    UrgentRequest,
    replan,
)
from saphan.engine.scheduling.replan.judge import judge

SLOTS = 4
EVERY = frozenset(range(SLOTS))
NEED = (frozenset({"th"}), frozenset({"ru"}))


def forum(*meetings: Meeting, places: str = "T", interpreters: str = "") -> Forum:
    """A to E and a day of four slots; R is a room, every other place a table."""
    return Forum(
        participants=tuple(Participant(name, EVERY) for name in "ABCDE"),
        slots=tuple(Slot(str(i), start=i) for i in range(SLOTS)),
        places=tuple(
            Place(name, EVERY, "online" if name == "R" else "face_to_face") for name in places
        ),
        meetings=meetings,
        interpreters=tuple(
            Interpreter(name, frozenset({"th", "ru"}), EVERY) for name in interpreters
        ),
    )


def mend(problem: Forum, timetable: list[Scheduled], *incidents: Incident, now: int = -1) -> Replan:
    found = replan(problem, timetable, incidents, now=now, workers=1, time_limit=20)
    assert judge(problem, found.meetings, found.steps, timetable).broken == []
    assert found.status == "optimal"
    return found


def texts(found: Replan) -> list[str]:
    return [change.reason.text for change in found.changes]


AB, AC, CD = Meeting("ab", ("A", "B")), Meeting("ac", ("A", "C")), Meeting("cd", ("C", "D"))


def test_nothing_changes_where_nothing_is_hit():
    found = mend(forum(AB, CD), [Scheduled("ab", "0", "T"), Scheduled("cd", "1", "T")], NoShow("E"))
    assert (found.changes, found.kept) == ((), 2)


def test_who_does_not_come_meets_nobody_from_now_on():
    timetable = [Scheduled("ab", "0", "T"), Scheduled("ac", "1", "T")]
    found = mend(
        forum(replace(AB, must=True), replace(AC, must=True)), timetable, NoShow("A"), now=0
    )
    assert found.meetings == (Scheduled("ab", "0", "T"),)
    assert texts(found) == [
        "ac (A and C) is dropped, because A does not come: "
        "those who meet are never free together any more"
    ]
    assert found.steps == (Step(0, (NoShow("A"),), frozenset({"ac"})),)


def test_who_does_not_come_from_a_slot_on_is_there_before():
    timetable = [Scheduled("ab", "1", "T"), Scheduled("ac", "3", "T")]
    found = mend(forum(AB, AC), timetable, NoShow("A", 2))
    assert found.meetings == (Scheduled("ab", "1", "T"), Scheduled("ac", "0", "T"))


def test_who_is_late_meets_later():
    found = mend(forum(AB), [Scheduled("ab", "1", "T")], Late("A", 3), now=0)
    assert found.meetings == (Scheduled("ab", "3", "T"),)
    assert texts(found) == ["ab (A and B) moves from 1 to 3, because A comes only at 3"]


def test_who_leaves_early_meets_earlier():
    found = mend(forum(AB), [Scheduled("ab", "3", "T")], LeavesEarly("A", 2), now=0)
    assert found.meetings == (Scheduled("ab", "1", "T"),)


def test_without_a_connection_a_meeting_waits():
    found = mend(forum(AB), [Scheduled("ab", "1", "T")], Disconnected("B", 2))
    assert [c.kind for c in found.changes] == ["moved"]
    assert found.meetings[0].slot in {"2", "3"}


def test_who_is_turned_online_meets_in_a_room_in_the_same_slot():
    timetable = [Scheduled("ab", "0", "T"), Scheduled("ac", "1", "T")]
    found = mend(forum(AB, AC, places="TR"), timetable, TurnedOnline("A"), now=0)
    assert found.meetings == (Scheduled("ab", "0", "T"), Scheduled("ac", "1", "R"))
    assert texts(found) == [
        "ac (A and C) stays at 1 at R instead of T, because A can only be online"
    ]


def test_who_is_turned_online_later_stays_at_the_table_until_then():
    timetable = [Scheduled("ab", "1", "T"), Scheduled("ac", "3", "T")]
    found = mend(forum(AB, AC, places="TR"), timetable, TurnedOnline("A", 2), now=0)
    assert found.meetings == (Scheduled("ab", "1", "T"), Scheduled("ac", "3", "R"))


def test_another_member_of_the_group_steps_in():
    asked = Meeting("m", ("A",), any_of=(("B", "C"),))
    timetable = [Scheduled("m", "1", "T", None, ("B",))]
    found = mend(forum(asked), timetable, NoShow("B"), now=0)
    assert found.meetings == (Scheduled("m", "1", "T", None, ("C",)),)
    assert texts(found) == ["m (A and C) stays at 1 with C instead of B, because B does not come"]


def test_a_lost_table_is_replaced_in_the_same_slot():
    timetable = [Scheduled("ab", "1", "T"), Scheduled("cd", "1", "U")]
    found = mend(forum(AB, CD, places="TUV"), timetable, LostPlace("T"))
    assert found.meetings == (Scheduled("ab", "1", "V"), Scheduled("cd", "1", "U"))
    assert texts(found) == ["ab (A and B) stays at 1 at V instead of T, because T is lost"]


def test_a_table_lost_for_a_while_is_left_for_that_while():
    timetable = [Scheduled("ab", "1", "T"), Scheduled("cd", "3", "T")]
    found = mend(forum(AB, CD), timetable, LostPlace("T", 1, 2))
    assert found.meetings[1] == Scheduled("cd", "3", "T")
    assert found.meetings[0].slot in {"0", "2"}


def test_a_running_meeting_stays_at_a_lost_table():
    long = replace(AB, length=2)
    timetable = [Scheduled("ab", "0", "T"), Scheduled("cd", "2", "T")]
    found = mend(forum(long, CD, places="TU"), timetable, LostPlace("T"), now=0)
    assert found.meetings == (Scheduled("ab", "0", "T"), Scheduled("cd", "2", "U"))


def test_another_interpreter_serves():
    asked = replace(AB, needs_interpreter=NEED)
    found = mend(
        forum(asked, interpreters="IJ"), [Scheduled("ab", "1", "T", "I")], LostInterpreter("I")
    )
    assert found.meetings == (Scheduled("ab", "1", "T", "J"),)
    assert texts(found) == [
        "ab (A and B) stays at 1 with interpreter J instead of I, because interpreter I is lost"
    ]


def test_an_urgent_request_is_held_and_another_makes_room():
    timetable = [Scheduled("ab", "2", "T"), Scheduled("cd", "3", "T")]
    urgent = UrgentRequest(Meeting("new", ("A", "C"), value=5), 2)
    found = mend(forum(AB, CD), timetable, urgent, now=1)
    assert texts(found) == [
        "ab (A and B) is dropped, to make room for new (new is urgent, at the latest at 2)",
        "new (A and C) is held at 2, because new is urgent, at the latest at 2",
    ]


def test_what_makes_room_moves_where_it_can():
    timetable = [Scheduled("ab", "2", "T")]
    found = mend(forum(AB, AC), timetable, UrgentRequest("ac", 2), now=1)
    assert found.meetings == (Scheduled("ab", "3", "T"), Scheduled("ac", "2", "T"))
    assert texts(found)[0] == (
        "ab (A and B) moves from 2 to 3, to make room for ac (ac is urgent, at the latest at 2)"
    )


def test_an_urgent_request_without_room_is_said():
    found = mend(forum(AB, CD), [Scheduled("cd", "3", "T")], NoShow("A"), UrgentRequest("ab"))
    assert texts(found) == [
        "ab (A and B) cannot be held: those who meet are never free together any more"
    ]
    assert [c.reason.code for c in found.changes] == ["urgent_without_room"]
    assert found.steps[-1].given_up == {"ab"}


def test_what_is_called_off_is_dropped_and_not_asked_for_again():
    timetable = [Scheduled("ab", "0", "T"), Scheduled("cd", "1", "T")]
    found = mend(forum(AB, CD), timetable, Cancelled("cd"))
    assert found.meetings == (Scheduled("ab", "0", "T"),)
    assert texts(found) == ["cd (C and D) is called off"]
    assert judge(forum(AB, CD), timetable, found.steps).broken == [
        "cd: no such meeting was asked for"
    ]


def test_value_comes_before_moves_and_moves_before_seats():
    # With T lost, only one of the two fits at slot 3, and there is room at 2 for either.
    dear = replace(CD, value=2)
    timetable = [Scheduled("ab", "3", "T"), Scheduled("cd", "3", "U")]
    found = mend(forum(AB, dear, places="TU"), timetable, LostPlace("T"), now=1)
    assert {goal.name: (goal.value, goal.bound) for goal in found.goals} == {
        "given_up": (0, 0),
        "value": (3, 3),
        "moved": (1, 1),
        "reseated": (0, 0),
        "affected": (2, 2),
        "breaks": (0, 0),
    }


def test_a_second_step_knows_what_the_first_has_told():
    timetable = [Scheduled("ab", "1", "T"), Scheduled("cd", "3", "T")]
    problem = forum(AB, CD, places="TU")
    first = mend(problem, timetable, LostPlace("T"))
    second = replan(problem, first.meetings, [LostPlace("U", 2)], now=1, earlier=first.steps)
    assert second.meetings == (Scheduled("ab", "1", "U"),)
    assert judge(problem, second.meetings, second.steps, first.meetings).broken == []


def test_the_past_touched_is_judged_so():
    timetable = [Scheduled("ab", "0", "T"), Scheduled("cd", "1", "T")]
    step = Step(0, (NoShow("E"),))
    moved = [Scheduled("ab", "2", "T"), Scheduled("cd", "1", "T")]
    assert judge(forum(AB, CD), moved, [step], timetable).broken == [
        "ab has begun at 0 and is not as it was"
    ]
    assert judge(forum(AB, CD), timetable, [step], timetable[1:]).broken == [
        "ab was not held at 0, which is past"
    ]


def test_a_new_timetable_that_uses_what_is_lost_is_judged_so():
    timetable = [Scheduled("ab", "1", "T")]
    assert judge(forum(AB), timetable, [Step(0, (LostPlace("T"),))]).broken == [
        "slot 1 holds 1 meetings in 0 places",
        "T is not in use in slot 1 (ab)",
    ]


@pytest.mark.parametrize(
    ("incident", "now", "message"),
    [
        (NoShow("X"), 0, "there is no participant 'X'"),
        (LostPlace("X"), 0, "there is no place 'X'"),
        (LostInterpreter("X"), 0, "there is no interpreter 'X'"),
        (Cancelled("X"), 0, "there is no meeting 'X'"),
        (Cancelled("ab"), 0, "meeting 'ab' has begun"),
        (UrgentRequest("ab"), 0, "meeting 'ab' has begun"),
        (UrgentRequest(AB), -1, "meeting 'ab' is asked for already"),
        (NoShow("A"), 9, "slot 9 is running, of 4 from 0"),
    ],
)
def test_what_cannot_be_is_refused(incident, now, message):
    with pytest.raises(ValueError, match=message.replace("'", ".")):
        replan(forum(AB), [Scheduled("ab", "0", "T")], [incident], now=now)


def test_a_meeting_without_a_place_is_refused():
    with pytest.raises(ValueError, match="'ab' has no place"):
        replan(forum(AB), [Scheduled("ab", "0")], [NoShow("A")])


def test_the_watcher_ends_the_search():
    seen: list[Progress] = []

    def watch(progress: Progress) -> bool:
        seen.append(progress)
        return False

    found = replan(forum(AB), [Scheduled("ab", "1", "T")], [Late("A", 2)], progress=watch)
    assert (found.cancelled, [p.value for p in seen]) == (True, [1])
    assert found.meetings[0].slot in {"2", "3"}

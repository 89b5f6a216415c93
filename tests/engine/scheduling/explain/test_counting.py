"""What counting shows: the smallest problem for each reason, with what is said of it."""

from dataclasses import replace

from saphan.engine.scheduling import (
    Forum,
    Interpreter,
    Meeting,
    Participant,
    Place,
    Precedence,
    Slot,
)
from saphan.engine.scheduling.explain.counting import counted

TH_RU = (frozenset({"th"}), frozenset({"ru"}))
ONLINE = frozenset({"online"})


def forum(*pairs: str, slots: int = 2, tables: int = 3, **more: object) -> Forum:
    """Musts between people of one letter each: `ab` is the meeting of a and b."""
    every = frozenset(range(slots))
    people = sorted({person for pair in pairs for person in pair})
    return Forum(
        participants=tuple(Participant(person, every) for person in people),
        slots=tuple(Slot(str(i + 1), start=i) for i in range(slots)),
        places=tuple(Place(f"T{i + 1}", every) for i in range(tables)),
        meetings=tuple(Meeting(pair, tuple(pair), must=True) for pair in pairs),
        **more,  # type: ignore[arg-type]
    )


def meeting(problem: Forum, number: int, **more: object) -> Forum:
    meetings = list(problem.meetings)
    meetings[number] = replace(meetings[number], **more)  # type: ignore[arg-type]
    return replace(problem, meetings=tuple(meetings))


def person(problem: Forum, number: int, **more: object) -> Forum:
    people = list(problem.participants)
    people[number] = replace(people[number], **more)  # type: ignore[arg-type]
    return replace(problem, participants=tuple(people))


def said(problem: Forum) -> list[tuple[str, str]]:
    return [(finding.said.code, finding.said.text) for finding in counted(problem)]


def test_nothing_is_said_of_what_can_be():
    assert said(forum("ab", "bc", "cd")) == []


def test_asked_for_more_meetings_than_free_slots():
    assert said(forum("ab", "ac", "ad")) == [
        ("over_asked", "a asks for 3 meetings and is free in 2 slots.")
    ]


def test_meetings_of_several_slots_take_more_than_there_are():
    assert said(meeting(forum("ab", "ac"), 0, length=2)) == [
        ("over_asked_long", "The meetings of a take 3 slots, and a is free in 2.")
    ]


def test_asked_for_more_meetings_than_agreed():
    assert said(person(forum("ab", "ac"), 0, max_meetings=1)) == [
        ("over_limit", "a has 2 meetings that must be held and agreed to at most 1.")
    ]


def test_an_organisation_is_asked_for_more_than_its_delegates_have_time_for():
    problem = forum("xa", "yb", "zc", "ab", slots=1)
    meetings = tuple(Meeting(n, (n,), any_of=(("a", "b"),), must=True) for n in "xyz")
    assert said(replace(problem, meetings=meetings)) == [
        ("group_over_asked", "3 meetings need one of a, b, who together have time for 2.")
    ]


def test_those_who_are_met_are_free_in_too_few_slots():
    problem = forum("ab", "ac", slots=3)
    problem = person(person(problem, 1, available=frozenset({0})), 2, available=frozenset({0}))
    assert said(problem) == [
        (
            "few_common_slots",
            "a asks for 2 meetings, and the others are free in only 1 of the slots that suit.",
        )
    ]


def test_some_meetings_of_one_person_are_in_too_few_slots_of_a_session():
    problem = forum("ab", "ac", "ad", slots=3)
    for number in (0, 1):
        problem = meeting(problem, number, allowed=frozenset({0}))
    assert said(problem) == [("confined", "a has 2 meetings that can only be in slots 1: ab, ac.")]


def test_two_meetings_fixed_in_one_slot():
    problem = meeting(meeting(forum("ab", "ac", slots=3), 0, fixed=1), 1, fixed=1)
    assert said(problem) == [("fixed_clash", "a has 2 meetings fixed in slot 2.")]


def test_fixed_meetings_of_several_slots_overlap():
    problem = meeting(meeting(forum("ab", "ac", slots=4), 0, fixed=0, length=2), 1, fixed=1)
    assert said(problem) == [("fixed_clash", "a has 2 meetings fixed in slot 2.")]


def test_too_few_places():
    assert said(forum("ab", "cd", "ef", slots=2, tables=1)) == [
        ("few_places", "3 meetings must be held and all places together have room for 2.")
    ]


def test_too_few_places_in_a_session():
    problem = forum("ab", "cd", slots=2, tables=1)
    for number in (0, 1):
        problem = meeting(problem, number, allowed=frozenset({1}))
    assert said(problem) == [("full_slots", "2 meetings can only be in slots 2, with room for 1.")]


def test_too_few_tables_where_there_are_rooms():
    problem = forum("ab", "cd", slots=1, tables=1)
    problem = replace(problem, places=(*problem.places, Place("R", frozenset({0}), "online")))
    assert said(problem) == [
        (
            "full_tables",
            "2 meetings need a table and can only be in slots 1, with tables for 1.",
        )
    ]


def test_too_few_rooms():
    problem = forum("ab", "cd", slots=1, tables=1)
    problem = replace(problem, places=(*problem.places, Place("R", frozenset({0}), "online")))
    problem = person(person(problem, 0, modes=ONLINE), 2, modes=ONLINE)
    assert said(problem) == [
        (
            "full_rooms",
            "2 meetings need an online room and can only be in slots 1, with rooms for 1.",
        )
    ]


def test_too_few_kept_tables():
    problem = forum("ab", "cd", slots=1, tables=2)
    kept = replace(problem.places[0], kept_by=frozenset("ac"))
    assert said(replace(problem, places=(kept, problem.places[1]))) == [
        (
            "full_kept_tables",
            "2 meetings need a table that a, c keep and can only be in slots 1, with tables for 1.",
        )
    ]


def test_two_meetings_at_one_place():
    problem = forum("ab", "cd", slots=2)
    for number in (0, 1):
        problem = meeting(problem, number, fixed=0, fixed_place="T1")
    assert said(problem) == [
        (
            "full_place",
            "2 meetings are to be at T1 and can only be in slots 1, with room for 1.",
        )
    ]


def interpreted(**more: object) -> Forum:
    """Two meetings between Thai and Russian, and one who interprets."""
    person = replace(
        Interpreter("I", frozenset({"th", "ru"}), frozenset({0, 1})),
        **more,  # type: ignore[arg-type]
    )
    problem = forum("ab", "cd", interpreters=(person,))
    for number in (0, 1):
        problem = meeting(problem, number, needs_interpreter=TH_RU)
    return problem


def test_interpreters_have_too_few_hours():
    expected = [
        (
            "few_interpreters",
            "2 meetings need an interpreter for th – ru, and all who interpret so can serve 1.",
        )
    ]
    assert said(interpreted(available=frozenset({0}))) == expected
    assert said(interpreted(max_meetings=1)) == expected
    assert said(interpreted(max_run=1)) == expected


def test_interpreters_are_too_few_in_a_session():
    problem = interpreted()
    for number in (0, 1):
        problem = meeting(problem, number, allowed=frozenset({1}))
    assert said(problem) == [
        (
            "full_interpreters",
            "2 meetings need an interpreter for th – ru and can only be in slots 2, where all who "
            "interpret so can serve 1.",
        )
    ]


def test_meetings_that_come_before_each_other():
    problem = forum("ab", "cd", precedences=(Precedence("ab", "cd"), Precedence("cd", "ab")))
    ((code, _),) = said(problem)
    assert code == "precedence_cycle"


def test_a_chain_longer_than_the_day():
    problem = forum("ab", "cd", "ef", precedences=(Precedence("ab", "cd"), Precedence("cd", "ef")))
    expected = [
        (
            "precedence_chain",
            "These meetings must follow each other, and no slot that suits is left for the last: "
            "ab, cd, ef.",
        )
    ]
    assert said(problem) == expected
    shorter = meeting(replace(problem, precedences=problem.precedences[1:]), 1, length=2)
    assert said(shorter) == [(expected[0][0], expected[0][1].replace("ab, ", ""))]


def test_fixed_meetings_force_breaks():
    problem = meeting(meeting(forum("ab", "ac", slots=3), 0, fixed=0), 1, fixed=2)
    assert said(person(problem, 0, max_breaks=0)) == [
        ("too_many_breaks", "a cannot have fewer than 1 breaks, and has at most 0.")
    ]
    assert said(replace(problem, fairness=0)) == [
        (
            "unfair_breaks",
            "a cannot have fewer than 1 breaks and b not more than 0, and they may differ by at "
            "most 0.",
        )
    ]


def test_a_meeting_that_may_be_held_can_fill_the_break():
    problem = meeting(meeting(forum("ab", "ac", "ad", slots=3), 0, fixed=0), 1, fixed=2)
    problem = meeting(problem, 2, must=False)
    assert said(person(problem, 0, max_breaks=0)) == []


def test_breaks_are_not_blamed_where_the_meetings_do_not_fit_anyhow():
    problem = person(forum("ab", "ac", slots=3), 0, max_breaks=0)
    for number in (0, 1):
        problem = meeting(problem, number, allowed=frozenset({0}))
    assert [code for code, _ in said(problem)] == ["few_common_slots"]


# One meeting that has no slot.


def test_no_session_is_long_enough():
    assert said(meeting(forum("ab"), 0, length=3)) == [
        ("over_asked_long", "The meetings of a take 3 slots, and a is free in 2."),
        ("over_asked_long", "The meetings of b take 3 slots, and b is free in 2."),
        ("too_long", "Meeting ab takes 3 slots on end, and no session has them."),
    ]


def test_never_free_together():
    problem = person(forum("ab"), 0, available=frozenset({0}))
    assert said(person(problem, 1, available=frozenset({1}))) == [
        ("never_together", "Meeting ab: a, b are never free at the same time.")
    ]


def test_fixed_where_it_may_not_be():
    assert said(meeting(forum("ab"), 0, fixed=0, allowed=frozenset({1}))) == [
        ("fixed_outside", "Meeting ab is fixed in slot 1, in which it may not be.")
    ]


def test_fixed_where_somebody_is_away():
    problem = person(forum("ab"), 1, available=frozenset({0}))
    assert said(meeting(problem, 0, fixed=1)) == [
        ("fixed_away", "Meeting ab is fixed in slot 2, in which these are not free: b.")
    ]


def test_free_together_outside_the_session_only():
    problem = person(forum("ab"), 1, available=frozenset({0}))
    assert said(meeting(problem, 0, allowed=frozenset({1}))) == [
        (
            "outside_session",
            "Meeting ab: in the slots it may be in, a, b are never free at the same time.",
        )
    ]


def test_nobody_interprets():
    assert said(meeting(forum("ab"), 0, needs_interpreter=TH_RU)) == [
        ("no_interpreter", "Meeting ab: a, b share no language, and no interpreter serves them.")
    ]


def test_no_interpreter_is_at_work_then():
    problem = interpreted(available=frozenset({0}))
    problem = replace(problem, meetings=problem.meetings[:1])
    assert said(person(problem, 0, available=frozenset({1}))) == [
        (
            "no_interpreter_then",
            "Meeting ab: when a, b can meet, no interpreter who serves them is at work.",
        )
    ]


def test_somebody_is_online_only_and_there_is_no_room():
    assert said(person(forum("ab"), 0, modes=ONLINE)) == [
        (
            "no_room",
            "Meeting ab: these take part online only, and in no slot that suits is there an "
            "online room: a.",
        )
    ]


def test_all_are_on_the_spot_and_there_is_no_table():
    problem = replace(forum("ab"), places=(Place("R", frozenset({0, 1}), "online"),))
    assert said(problem) == [
        (
            "no_table",
            "Meeting ab: all are on the spot, and in no slot that suits is there a table for a, b.",
        )
    ]


def test_somebody_online_only_is_fixed_at_a_table():
    problem = forum("ab")
    problem = replace(problem, places=(*problem.places, Place("R", frozenset({0}), "online")))
    problem = meeting(person(problem, 0, modes=ONLINE), 0, fixed_place="T1")
    assert said(problem) == [
        ("place_does_not_suit", "Meeting ab is to be at T1, which suits it in no slot.")
    ]


def test_no_place_where_either_mode_would_do():
    problem = person(forum("ab", tables=0), 0, modes=frozenset({"face_to_face", "online"}))
    assert said(problem) == [
        (
            "no_slot",
            "Meeting ab: in no slot are a, b free with a place and, where needed, an interpreter.",
        ),
        ("few_places", "1 meetings must be held and all places together have room for 0."),
    ]


def test_fixed_meetings_that_clash_and_run_over_the_end_of_the_day():
    problem = forum("ab", "ac", slots=4)
    late = tuple(replace(m, fixed=3, length=2) for m in problem.meetings)
    found = counted(replace(problem, meetings=late))
    assert [one.said.code for one in found].count("fixed_clash") == 1

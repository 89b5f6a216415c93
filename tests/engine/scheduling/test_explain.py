"""An infeasible forum says why, so that a person can act on it."""

from dataclasses import replace

from saphan.engine.scheduling import (
    Forum,
    Interpreter,
    Meeting,
    Participant,
    Place,
    Precedence,
    Slot,
    solve,
)

TH_RU = (frozenset({"th"}), frozenset({"ru"}))


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


def change(problem: Forum, number: int, **more: object) -> Forum:
    meetings = list(problem.meetings)
    meetings[number] = replace(meetings[number], **more)  # type: ignore[arg-type]
    return replace(problem, meetings=tuple(meetings))


def reasons(problem: Forum) -> list[tuple[str, str]]:
    result = solve(problem, time_limit=10, workers=1)
    assert (result.status, result.meetings) == ("infeasible", ())
    return [(reason.code, reason.text) for reason in result.reasons]


def test_asked_for_more_meetings_than_free_slots():
    assert reasons(forum("ab", "ac", "ad")) == [
        ("over_asked", "a asks for 3 meetings and is free in 2 slots")
    ]


def test_asked_for_more_meetings_than_agreed():
    problem = forum("ab", "ac")
    first = replace(problem.participants[0], max_meetings=1)
    problem = replace(problem, participants=(first, *problem.participants[1:]))
    assert reasons(problem) == [
        ("over_limit", "a has 2 meetings that must be held and agreed to at most 1")
    ]


def test_never_free_together():
    problem = forum("ab")
    people = (Participant("a", frozenset({0})), Participant("b", frozenset({1})))
    assert reasons(replace(problem, participants=people)) == [
        ("never_together", "meeting ab: a and b are never free at the same time")
    ]


def test_never_free_together_whoever_comes():
    problem = change(forum("ab", "cd"), 0, participants=(), any_of=(("a", "c"), ("b",)))
    problem = replace(
        problem,
        participants=tuple(
            replace(p, available=frozenset({p.id in "bd"})) for p in problem.participants
        ),
        meetings=problem.meetings[:1],
    )
    assert reasons(problem) == [
        ("never_together", "meeting ab: a or c and b are never free at the same time")
    ]


def test_nobody_interprets():
    assert reasons(change(forum("ab"), 0, needs_interpreter=TH_RU)) == [
        ("no_interpreter", "meeting ab: a and b share no language, and no interpreter serves them")
    ]


def test_interpreters_have_too_few_hours():
    problem = forum(
        "ab",
        "cd",
        interpreters=(Interpreter("I", frozenset({"th", "ru"}), frozenset({0})),),
    )
    for number in (0, 1):
        problem = change(problem, number, needs_interpreter=TH_RU)
    assert reasons(problem) == [
        (
            "few_interpreters",
            "2 meetings need an interpreter between th and ru, and all who interpret so have "
            "1 slots together",
        )
    ]


def test_too_few_places():
    assert reasons(forum("ab", "cd", "ef", slots=2, tables=1))[0] == (
        "few_places",
        "3 meetings must be held and all places together have room for 2",
    )


def test_too_few_places_in_a_session():
    problem = forum("ab", "cd", slots=2, tables=1)
    for number in (0, 1):
        problem = change(problem, number, allowed=frozenset({1}))
    assert reasons(problem) == [
        ("full_slots", "2 meetings can only be in slots 2, with room for 1")
    ]


def test_two_meetings_fixed_in_one_slot():
    problem = change(change(forum("ab", "ac", slots=3), 0, fixed=1), 1, fixed=1)
    assert ("fixed_clash", "a has 2 meetings fixed in slot 2") in reasons(problem)


def test_meetings_that_come_before_each_other():
    problem = forum("ab", "cd", precedences=(Precedence("ab", "cd"), Precedence("cd", "ab")))
    ((code, _),) = reasons(problem)
    assert code == "precedence_cycle"


def test_a_chain_longer_than_the_day():
    problem = forum("ab", "cd", "ef", precedences=(Precedence("ab", "cd"), Precedence("cd", "ef")))
    assert reasons(problem) == [
        (
            "precedence_chain",
            "the meetings ab, cd, ef must follow each other, and no slot that suits is left for ef",
        )
    ]


def test_a_group_is_found_where_counting_shows_nothing():
    # Three who all meet each other need three slots; each is free in the two there are.
    problem = forum("ab", "bc", "ca", "xy")
    assert reasons(problem) == [
        ("cannot_all_be_held", "3 meetings of 3 people cannot all be held: ab, bc, ca")
    ]

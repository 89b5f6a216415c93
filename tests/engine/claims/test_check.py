"""The judge finds each broken promise."""

from __future__ import annotations

import pytest

from saphan.engine.claims import (
    Answer,
    Candidate,
    Claim,
    ClaimsProblem,
    ClaimsResult,
    Message,
    check,
)

PROBLEM = ClaimsProblem(
    (Claim("a", "x"), Claim("b", "y"), Claim("c", "z")),
    (Message(1, "one"), Message(2, "one"), Message(3, "?")),
    top=2,
)
GOOD = (
    Answer(1, "checked", (Candidate("a", 0.9), Candidate("b", 0.1))),
    Answer(2, "checked", (Candidate("a", 0.9), Candidate("b", 0.1))),
    Answer(3, "new", ()),
)


def test_what_keeps_its_promises_is_right():
    assert check(PROBLEM, ClaimsResult(GOOD)) == []


@pytest.mark.parametrize(
    ("at", "answer", "said"),
    [
        (0, Answer(9, "new", ()), "not those of the messages"),
        (
            0,
            Answer(1, "checked", (Candidate("a", 0.1), Candidate("b", 0.9))),
            "not likeliest first",
        ),
        (0, Answer(1, "checked", (Candidate("a", 1.2),)), "outside 0-1"),
        (0, Answer(1, "checked", (Candidate("z", 0.5),)), "none of the problem's"),
        (0, Answer(1, "checked", (Candidate("a", 0.5), Candidate("a", 0.5))), "named twice"),
        (0, Answer(1, "checked", tuple(Candidate(x, 0.5) for x in "abc")), "more than 2"),
        (0, Answer(1, "similar", ()), "no claim is named"),
        (0, Answer(1, "maybe", (Candidate("a", 0.5),)), "is no answer"),
        (1, Answer(2, "new", ()), "other than a message of the same text"),
        (2, Answer(3, "similar", (Candidate("a", 0.5),)), "it says nothing"),
    ],
)
def test_each_broken_promise_is_told(at, answer, said):
    answers = [*GOOD]
    answers[at] = answer
    assert any(said in line for line in check(PROBLEM, ClaimsResult(tuple(answers))))

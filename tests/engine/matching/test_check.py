from dataclasses import replace

import pytest

from saphan.engine.matching import Listing, Match, MatchingProblem, MatchingResult, Profile, check
from saphan.engine.matching import match as find

THAI = Profile("T", "TH", "company", "ก", "th", needs=(Listing("N", "ข่าวปลอม"),))
LOCAL = Profile("L", "TH", "company", "ข", "th", offers=(Listing("P", "ข่าวปลอม"),))
GIVER = Profile(
    "R", "RU", "company", "х", "ru", offers=(Listing("O", "Фейк"), Listing("Q", "Фейк"))
)
PROBLEM = MatchingProblem((THAI, LOCAL, GIVER), top=2)


def judged(*matches: Match) -> list[str]:
    return check(PROBLEM, MatchingResult(matches, find(PROBLEM).model, 2))


def test_a_right_result_passes() -> None:
    assert check(PROBLEM, find(PROBLEM)) == []


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"offer": "P", "offer_organisation": "L"}, "N - P: both sides are of TH"),
        ({"offer": "Z"}, "N - Z: the problem has no such need or offer"),
        ({"offer_organisation": "L"}, "N - O: the organisations named are not their owners"),
        ({"why": {"th": "ก", "en": "a"}}, "N - O: not explained in three languages"),
    ],
)
def test_each_broken_promise_is_named(change: dict[str, object], verdict: str) -> None:
    assert judged(replace(find(PROBLEM).matches[0], **change)) == [verdict]


def test_a_score_that_its_parts_do_not_make() -> None:
    good = find(PROBLEM).matches[0]
    assert judged(replace(good, score=0.1)) == [
        f"N - O: the score is 0.1, its parts make {good.score:.4f}"
    ]


def test_a_score_out_of_range() -> None:
    good = find(PROBLEM).matches[0]
    assert judged(replace(good, score=1.5))[0] == "N - O: a score or part lies outside 0-1"


def test_too_many_twice_and_out_of_order() -> None:
    first, second = find(PROBLEM).matches
    assert judged(first, second, first) == [
        "N - O: recommended 2 times",
        "N: 3 offers, more than 2",
    ]

"""A made-up forum has the shape of a real one, and the same seed makes it again."""

from collections import Counter

import pytest

from saphan.engine.scheduling.generate import Shares, generate


def test_the_same_seed_makes_the_same_forum():
    assert generate(40, 120, 20, 8, seed=3) == generate(40, 120, 20, 8, seed=3)
    assert generate(40, 120, 20, 8, seed=3) != generate(40, 120, 20, 8, seed=4)


def test_sizes_are_as_asked():
    forum = generate(40, 120, 20, 8, interpreters=2)
    sizes = [
        len(things)
        for things in (
            forum.participants,
            forum.meetings,
            forum.slots,
            forum.places,
            forum.interpreters,
        )
    ]
    assert sizes == [40, 120, 20, 8, 2]


def test_meetings_cross_the_border_and_no_two_are_of_the_same_people():
    forum = generate(40, 120, 20, 8)
    pairs = [meeting.participants for meeting in forum.meetings]
    assert {(one[:2], other[:2]) for one, other in pairs} == {("th", "ru")}
    assert len(set(pairs)) == 120


def test_a_few_are_asked_by_many():
    forum = generate(200, 1000, 20, 60)
    asked = Counter(name for meeting in forum.meetings for name in meeting.participants)
    counts = sorted(asked.values(), reverse=True)
    assert sum(counts[:20]) > 2 * sum(counts) / 10


def test_who_shares_no_language_needs_an_interpreter():
    forum = generate(40, 120, 20, 8)
    spoken = {person.id: person.languages for person in forum.participants}
    for meeting in forum.meetings:
        one, other = (spoken[name] for name in meeting.participants)
        assert meeting.needs_interpreter == (() if one & other else (one, other))


def test_days_have_two_sessions():
    forum = generate(10, 5, 20, 2)
    assert Counter((slot.day, slot.session) for slot in forum.slots) == {
        ("day 1", "morning"): 5,
        ("day 1", "afternoon"): 5,
        ("day 2", "morning"): 5,
        ("day 2", "afternoon"): 5,
    }


def test_what_is_out_of_the_ordinary_is_there_when_asked_for():
    shares = Shares(online=0.4, either=0.3, long=0.2, ordered=0.05)
    forum = generate(80, 300, 20, 40, shares=shares, halls=2, min_meetings=1, fairness=3)
    assert {len(person.modes) for person in forum.participants} == {1, 2}
    assert {place.hall for place in forum.places} == {"hall 1", "hall 2", ""}
    assert {place.mode for place in forum.places} == {"face_to_face", "online"}
    assert {meeting.length for meeting in forum.meetings} == {1, 2}
    assert {len(meeting.any_of) for meeting in forum.meetings} == {0, 1}
    assert len(forum.precedences) == 15
    assert {person.min_meetings for person in forum.participants} == {1}
    assert forum.fairness == 3


def test_more_meetings_than_pairs_are_refused():
    with pytest.raises(ValueError, match="4 delegates have no 5 pairs"):
        generate(4, 5, 10, 2)

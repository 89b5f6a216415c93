"""Whom a delegate is shown, and how."""

import pytest
from django.utils.translation import override
from tests.factories import DelegateFactory, ListingFactory, MatchFactory, RequestFactory

from saphan.record.meetings.queries import suggestions_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def match():
    return MatchFactory(score=0.6)


@pytest.fixture
def thai(match):
    return match.forum.delegates.get(organisation=match.need.organisation)


def other_way(match, **fields):
    return MatchFactory(
        forum=match.forum,
        need__organisation=match.offer.organisation,
        offer__organisation=match.need.organisation,
        **fields,
    )


def test_pairs_of_one_organisation_are_grouped_by_who_needs(match, thai):
    back = other_way(match, score=0.9)
    (found,) = suggestions_for(thai)
    assert found.score == 0.9
    assert [(group.ours, group.matches) for group in found.groups] == [
        (False, [back]),
        (True, [match]),
    ]


def test_beside_a_likely_pair_the_unlikely_ones_are_left_out(match, thai):
    back = other_way(match, score=0.05)
    (found,) = suggestions_for(thai)
    assert [group.matches for group in found.groups] == [[match]]
    match.delete()
    (found,) = suggestions_for(thai)
    assert (found.likely, [group.matches for group in found.groups]) == (False, [[back]])


def test_an_interpreter_is_needed_where_the_two_people_share_no_language(match, thai):
    (found,) = suggestions_for(thai)
    assert (found.needs_interpreter, found.common_languages) == (False, ["en"])
    thai.person.languages = ["th"]
    thai.person.save()
    (found,) = suggestions_for(match.forum.delegates.get(pk=thai.pk))
    assert (found.needs_interpreter, found.common_languages) == (True, [])


def test_who_speaks_ones_language_is_asked_first_then_who_is_asked_least(match, thai):
    organisation = match.offer.organisation
    first = match.forum.delegates.get(organisation=organisation)
    second = DelegateFactory(forum=match.forum, organisation=organisation)
    assert suggestions_for(thai)[0].contact == first
    RequestFactory(sender=DelegateFactory(forum=match.forum), receiver=first)
    assert suggestions_for(thai)[0].contact == second
    second.person.languages = ["ru"]
    second.person.save()
    assert suggestions_for(thai)[0].contact == first


def test_by_what_they_meet_is_said_in_the_readers_language_or_in_english(match):
    match.why = {
        "en": {"pair": "A needs.", "codes": "Same field.", "concepts": "Cold.", "wish": "Asked."},
        "th": {"pair": "ก", "concepts": "ความเย็น"},
    }
    assert match.common == ["Cold.", "Same field."]
    with override("th"):
        assert match.common == ["ความเย็น", "Same field."]


def test_a_withdrawn_request_does_not_hinder_a_new_one(match, thai):
    other = match.forum.delegates.get(organisation=match.offer.organisation)
    withdrawn = RequestFactory(sender=thai, receiver=other, state="withdrawn")
    assert suggestions_for(thai)[0].request == withdrawn
    live = RequestFactory(sender=other, receiver=thai)
    assert suggestions_for(thai)[0].request == live


def test_an_organisation_is_shown_once(match, thai):
    MatchFactory(
        forum=match.forum,
        need=match.need,
        offer=ListingFactory(organisation=match.offer.organisation),
        score=0.4,
    )
    (found,) = suggestions_for(thai)
    assert [pair.score for pair in found.matches] == [0.6, 0.4]

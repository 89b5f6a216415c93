"""Suggestions are made of what is known: wishes, noes, capacity, and earlier answers."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    ListingFactory,
    RequestFactory,
    organiser_of,
)

from saphan.engine.language import model_name
from saphan.engine.matching import PARTS, Acceptance
from saphan.record.errors import Refused
from saphan.record.forum.queries import past_forums
from saphan.record.meetings.actions import (
    execute_matching,
    fail_abandoned_matchings,
    refresh_matches,
    set_aside,
    start_matching,
    take_back,
)
from saphan.record.meetings.models import MatchingRun
from saphan.record.meetings.queries import decisions_of, learned, profiles_of, standing

pytestmark = pytest.mark.django_db
THEMES = ("drone", "chatbot", "payment", "telemedicine")


def pair(forum, n=0, state=None):
    """A Thai need that a Russian offer meets, and a request of that state."""
    theme = THEMES[n % len(THEMES)]
    thai = DelegateFactory(forum=forum, organisation__country="TH", organisation__code=f"T{n:02}")
    russian = DelegateFactory(
        forum=forum, organisation__country="RU", organisation__code=f"R{n:02}"
    )
    ListingFactory(
        organisation=thai.organisation, side="need", title=theme, cooperation=["purchase"]
    )
    ListingFactory(organisation=russian.organisation, title=theme, cooperation=["sale"])
    if state:
        RequestFactory(sender=thai, receiver=russian, state=state)
    return thai, russian


def found(forum):
    return [
        (m.need.organisation.code, m.offer.organisation.code)
        for m in forum.matches.order_by("need", "offer")
    ]


def test_profiles_carry_wishes_noes_and_capacity():
    forum = ForumFactory(max_meetings=5)
    thai, russian = pair(forum, 0, "asked")
    other, _declined = pair(forum, 1, "declined")
    thai.max_meetings = 3
    thai.save()
    DelegateFactory(forum=forum, organisation=thai.organisation)
    set_aside(russian.person.user, russian, other.organisation, "size")
    assert {p.id: (p.wishes, p.exclusions, p.capacity) for p in profiles_of(forum)} == {
        "T00": (("R00",), (), 8),
        "R00": ((), ("T01",), 5),
        "T01": ((), (), 5),  # it is enough that the other has it
        "R01": ((), ("T01",), 5),
    }


def test_those_set_aside_are_matched_with_others_only():
    forum = ForumFactory()
    thai, russian = pair(forum, 0)
    aside = set_aside(thai.person.user, thai, russian.organisation, "field")
    assert refresh_matches(None, forum) == 0
    take_back(thai.person.user, aside)
    assert refresh_matches(None, forum) == 1
    assert found(forum) == [("T00", "R00")]


def test_an_answer_is_a_yes_or_a_no_of_two_organisations():
    forum = ForumFactory()
    for n, state in enumerate(("accepted", "declined", "asked", "withdrawn")):
        pair(forum, n, state)
    thai, russian = pair(forum, 4)
    set_aside(russian.person.user, russian, thai.organisation, "competitor")
    assert standing(forum).decided == {
        ("R00", "T00"): True,
        ("R01", "T01"): False,
        ("R04", "T04"): False,
    }
    made = decisions_of(forum)
    assert [decision.accepted for decision in made] == [True, False, False]
    assert [(*decision.parts, decision.parts["wish"]) for decision in made] == [(*PARTS, 0.0)] * 3


def test_who_agreed_after_all_has_agreed():
    forum = ForumFactory()
    thai, russian = pair(forum, 0, "declined")
    RequestFactory(sender=russian, receiver=thai, state="accepted")
    assert standing(forum).decided == {("R00", "T00"): True}
    assert standing(forum).apart == frozenset()


def test_those_without_a_subject_in_common_teach_nothing():
    forum = ForumFactory()
    sender, receiver = (DelegateFactory(forum=forum, organisation__country=c) for c in ("TH", "RU"))
    RequestFactory(sender=sender, receiver=receiver, state="accepted")
    assert decisions_of(forum) == []


def test_without_answers_the_order_is_the_usual():
    forum = ForumFactory()
    pair(forum)
    refresh_matches(None, forum)
    run = learned(forum)
    usual = Acceptance()
    assert (run.decisions, run.answers, run.matches, run.state) == (0, 0, 1, "done")
    assert run.model == {
        "weights": dict(usual.weights),
        "bias": usual.bias,
        "misfit": usual.misfit,
        "embedding": model_name(),
    }
    assert forum.matches.get().score == round(
        float(usual.probability(forum.matches.get().parts)), 4
    )


def over(forum):
    """Let the forum have been."""
    forum.days.all().delete()
    forum.days.create(date=timezone.now().date() - timedelta(days=1), mode="online")


def decide(forum):
    """Thirty-two answers, half of them no to what looked well."""
    for n in range(32):
        pair(forum, n, "accepted" if n % 4 < 2 else "declined")


def test_the_order_is_learned_from_answers_here_and_at_earlier_forums():
    earlier, forum = ForumFactory(), ForumFactory()
    over(earlier)
    decide(earlier)
    pair(forum, 40, "accepted")
    refresh_matches(None, forum)
    run = learned(forum)
    assert (run.answers, run.decisions) == (33, 33)
    assert run.model["weights"] != dict(Acceptance().weights)


def test_samples_and_forums_to_come_teach_nobody_else():
    forum, sample, future, past = (ForumFactory(sample=n == 1) for n in range(4))
    for other in (sample, past):
        over(other)
    assert future.days.filter(date__gte=timezone.now().date()).exists()
    assert (past_forums(forum), past_forums(sample)) == ([past], [])


def test_who_asked_whom_is_not_said_to_others():
    forum = ForumFactory()
    pair(forum, 0, "asked")
    refresh_matches(None, forum)
    match = forum.matches.get()
    assert match.parts["wish"] == 0.5
    assert {language: "one_wish" in said for language, said in match.why.items()} == {
        "th": False,
        "ru": False,
        "en": False,
    }


def test_only_organisers_order_a_renewal_and_one_at_a_time():
    forum = ForumFactory()
    thai, _russian = pair(forum)
    with pytest.raises(PermissionDenied):
        start_matching(thai.person.user, forum)
    run = start_matching(organiser_of(forum), forum)
    with pytest.raises(Refused, match="already"):
        start_matching(None, forum)
    assert execute_matching(run.pk).state == "done"
    assert execute_matching(run.pk).finished_at == MatchingRun.objects.get().finished_at
    assert refresh_matches(None, forum) == 1


def test_a_renewal_whose_worker_died_has_failed():
    run = start_matching(None, ForumFactory())
    MatchingRun.objects.filter(pk=run.pk).update(state="running")
    assert fail_abandoned_matchings() == 1
    run.refresh_from_db()
    assert run.state == "failed"

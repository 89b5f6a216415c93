"""Organisations that are not for each other, and who may say so."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests.factories import DelegateFactory, MatchFactory, RequestFactory, organiser_of

from saphan.record.audit.models import AuditEntry
from saphan.record.errors import Refused
from saphan.record.meetings.actions import decline, set_aside, take_back
from saphan.record.meetings.models import Request, SetAside
from saphan.record.meetings.queries import set_aside_by, suggestions_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides():
    """The Thai and the Russian delegate whose organisations are matched."""
    match = MatchFactory()
    people = match.forum.delegates.select_related("organisation", "person__user", "forum")
    return tuple(
        people.get(organisation=listing.organisation) for listing in (match.need, match.offer)
    )


def without(delegate, other, reason="field", words=""):
    return set_aside(delegate.person.user, delegate, other.organisation, reason, words)


def shown(delegate):
    return [one.organisation for one in suggestions_for(delegate)]


def test_neither_is_suggested_to_the_other_until_it_is_taken_back(sides):
    thai, russian = sides
    assert (shown(thai), shown(russian)) == ([russian.organisation], [thai.organisation])
    aside = without(thai, russian)
    assert (shown(thai), shown(russian)) == ([], [])
    take_back(thai.person.user, aside)
    assert (shown(thai), shown(russian)) == ([russian.organisation], [thai.organisation])
    assert SetAside.objects.count() == 0


def test_others_go_on_being_suggested(sides):
    thai, russian = sides
    third = MatchFactory(forum=thai.forum, need__organisation=thai.organisation).offer.organisation
    without(thai, russian)
    assert shown(thai) == [third]


def test_the_audit_says_who_and_not_why(sides):
    thai, russian = sides
    take_back(thai.person.user, without(thai, russian, "else", "They owe us money"))
    entries = AuditEntry.objects.filter(subject_kind="meetings.setaside").order_by("pk")
    assert [(entry.action, entry.actor, entry.data) for entry in entries] == [
        (action, thai.person.user, {"other": russian.organisation_id})
        for action in ("meetings.set_aside", "meetings.take_back")
    ]


def test_nobody_speaks_for_another(sides):
    thai, russian = sides
    with pytest.raises(PermissionDenied):
        set_aside(russian.person.user, thai, russian.organisation, "field")
    aside = without(thai, russian)
    elsewhere = DelegateFactory(organisation=thai.organisation)
    for user in (russian.person.user, elsewhere.person.user, organiser_of(thai.forum)):
        with pytest.raises(PermissionDenied):
            take_back(user, aside)
    assert SetAside.objects.get() == aside


def test_a_colleague_sees_it_and_takes_it_back(sides):
    thai, russian = sides
    colleague = DelegateFactory(forum=thai.forum, organisation=thai.organisation)
    aside = without(thai, russian, "size", "  Ten   times us ")
    assert [(a.reason, a.words) for a in set_aside_by(thai.forum, colleague.organisation_id)] == [
        ("size", "Ten times us")
    ]
    assert list(set_aside_by(thai.forum, russian.organisation_id)) == []
    take_back(colleague.person.user, aside)
    with pytest.raises(Refused, match="taken back already"):
        take_back(thai.person.user, aside)


@pytest.mark.parametrize(
    ("reason", "words", "refusal"),
    [
        ("", "", "choose a reason"),
        ("dislike", "", "choose a reason"),
        ("else", "  ", "in a few words"),
        ("size", "x" * 301, "at most 300"),
    ],
)
def test_a_reason_is_one_of_the_list_or_said_in_words(sides, reason, words, refusal):
    with pytest.raises(Refused, match=refusal):
        without(*sides, reason, words)
    assert SetAside.objects.count() == 0


def test_once_is_enough(sides):
    without(*sides)
    with pytest.raises(Refused, match="already"):
        without(*sides, "competitor")


def test_ones_own_and_those_who_are_not_there_are_not_set_aside(sides):
    thai, _russian = sides
    with pytest.raises(Refused, match="same organisation"):
        without(thai, thai)
    with pytest.raises(Refused, match="takes part"):
        without(thai, DelegateFactory())


@pytest.mark.parametrize(("state", "refusal"), [("asked", "open request"), ("accepted", "agreed")])
def test_who_has_a_request_answers_it_first(sides, state, refusal):
    thai, russian = sides
    RequestFactory(sender=russian, receiver=thai, state=state)
    with pytest.raises(Refused, match=refusal):
        without(thai, russian)
    # A colleague's request is the colleague's own: it neither hinders nor shows.
    colleague = DelegateFactory(forum=thai.forum, organisation=thai.organisation)
    assert without(colleague, russian).other == russian.organisation


def test_the_database_forbids_what_makes_no_sense(sides):
    thai, russian = sides
    wrong = (
        {"other": thai.organisation, "reason": "field"},
        {"other": russian.organisation, "reason": "else"},
    )
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            SetAside.objects.create(forum=thai.forum, organisation=thai.organisation, **fields)


def test_a_declined_request_keeps_its_reason_and_both_apart(sides):
    thai, russian = sides
    asked = RequestFactory(sender=russian, receiver=thai)
    declined = decline(thai.person.user, asked, "partners", "since 2019")
    assert (declined.state, declined.reason, declined.reason_words) == (
        "declined",
        "partners",
        "since 2019",
    )
    assert (shown(thai), shown(russian)) == ([], [])
    RequestFactory(sender=russian, receiver=thai)
    assert (shown(thai), shown(russian)) == ([russian.organisation], [thai.organisation])


def test_a_request_is_declined_without_a_reason_too(sides):
    thai, russian = sides
    declined = decline(thai.person.user, RequestFactory(sender=russian, receiver=thai))
    assert (declined.state, declined.reason) == ("declined", "")
    entry = AuditEntry.objects.get(action="meetings.declined")
    assert entry.data == {"before": "asked"}


def test_only_a_no_has_a_reason(sides):
    thai, russian = sides
    asked = RequestFactory(sender=russian, receiver=thai)
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=asked.pk).update(reason="size")
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=asked.pk).update(state="declined", reason="else")

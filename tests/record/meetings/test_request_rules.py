"""Who may ask whom, until when; proposals, blocks, and answers that change."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    MatchFactory,
    OrganisationFactory,
    RequestFactory,
    organiser_of,
    staff,
)

from saphan.record.audit.models import AuditEntry
from saphan.record.errors import Refused
from saphan.record.meetings.actions import (
    accept,
    ask,
    block,
    decline,
    hand_over,
    propose,
    propose_all,
    unblock,
    withdraw,
    withdraw_proposal,
)
from saphan.record.meetings.models import Block, Request
from saphan.record.meetings.queries import (
    blocks_of,
    meant_by,
    pairs_to_propose,
    proposals_of,
    requests_of,
)

pytestmark = pytest.mark.django_db
State, Waits = Request.State, Request.Waits


@pytest.fixture
def two():
    """A Thai company and a Russian agency at one forum."""
    forum = ForumFactory()
    thai = DelegateFactory(forum=forum, organisation=OrganisationFactory(country="TH"))
    russian = DelegateFactory(
        forum=forum, organisation=OrganisationFactory(country="RU", kind="agency")
    )
    return thai, russian


def user(delegate):
    return delegate.person.user


def closed(forum, field, **ago):
    setattr(forum, field, timezone.now() - timedelta(**(ago or {"seconds": 1})))
    forum.save()


def test_the_matrix_says_who_may_ask(two):
    thai, russian = two
    thai.forum.may_ask = {"RU:agency": ["TH:company"]}
    thai.forum.save()
    with pytest.raises(Refused, match="do not let your kind"):
        ask(user(thai), thai, russian)
    assert ask(user(russian), russian, thai).state == State.ASKED


def test_nobody_asks_where_organisers_propose(two):
    thai, russian = two
    thai.forum.asking = "organisers"
    thai.forum.save()
    with pytest.raises(Refused, match="organisers propose"):
        ask(user(thai), thai, russian)


def test_after_the_deadline_nobody_asks_or_answers_but_withdraws(two):
    thai, russian = two
    request = ask(user(thai), thai, russian)
    closed(thai.forum, "requests_close")
    other = DelegateFactory(forum=thai.forum, organisation__country="RU")
    with pytest.raises(Refused, match="time for asking is over"):
        ask(user(thai), thai, other)
    closed(thai.forum, "answers_close")
    for answer in (accept, decline):
        with pytest.raises(Refused, match="time for answering is over"):
            answer(user(russian), request)
    assert withdraw(user(thai), request).state == State.WITHDRAWN


def test_a_no_can_become_a_yes_and_loses_its_reason(two):
    thai, russian = two
    request = ask(user(thai), thai, russian)
    declined = decline(user(russian), request, "size")
    assert (declined.state, declined.reason) == (State.DECLINED, "size")
    with pytest.raises(PermissionDenied):
        accept(user(thai), request)
    agreed = accept(user(russian), request)
    assert (agreed.state, agreed.reason, agreed.reason_words) == (State.ACCEPTED, "", "")


def test_a_no_stays_one_when_they_have_asked_again(two):
    thai, russian = two
    first = ask(user(thai), thai, russian)
    decline(user(russian), first)
    ask(user(russian), russian, thai)
    with pytest.raises(Refused, match="already asked"):
        accept(user(russian), first)
    first.refresh_from_db()
    assert first.state == State.DECLINED


@pytest.mark.parametrize("first", [0, 1])
def test_a_proposal_is_agreed_once_both_have_said_yes(two, first):
    one, other = two
    proposal = propose(organiser_of(one.forum), one, other, "Cold chain")
    assert (proposal.state, proposal.waits_for) == (State.ASKED, Waits.BOTH)
    assert [requests_of(side).received for side in two] == [[proposal], [proposal]]
    early, late = (two[first], two[1 - first])
    proposal = accept(user(early), proposal)
    assert proposal.state == State.ASKED
    assert (requests_of(early).sent, requests_of(late).received) == ([proposal], [proposal])
    with pytest.raises(Refused, match="already been answered"):
        accept(user(early), proposal)
    assert accept(user(late), proposal).state == State.ACCEPTED


@pytest.mark.parametrize("side", [0, 1])
def test_either_side_declines_a_proposal_for_good(two, side):
    proposal = propose(organiser_of(two[0].forum), *two)
    decline(user(two[side]), proposal, "field")
    for delegate in two:
        with pytest.raises(Refused):
            accept(user(delegate), proposal)


def test_who_has_yet_to_answer_a_proposal_cannot_withdraw_it(two):
    one, other = two
    proposal = propose(organiser_of(one.forum), one, other)
    for side in two:
        with pytest.raises(PermissionDenied):
            withdraw(user(side), proposal)
    accept(user(other), proposal)
    with pytest.raises(PermissionDenied):
        withdraw(user(one), proposal)
    assert withdraw(user(other), proposal).state == State.WITHDRAWN


def test_who_may_propose(two):
    one, other = two
    forum = one.forum
    chinese = DelegateFactory(forum=forum, organisation__country="CN")
    not_theirs = (
        user(one),
        staff(forum, "desk_officer"),
        staff(forum, "co_organiser", "CN"),
        organiser_of(ForumFactory()),
    )
    for actor in not_theirs:
        with pytest.raises(PermissionDenied):
            propose(actor, one, other)
    thai_side = staff(forum, "co_organiser", "TH")
    assert propose(thai_side, one, other).is_proposal
    with pytest.raises(PermissionDenied):
        propose(thai_side, other, chinese)


def test_an_organiser_takes_back_proposals_alone(two):
    one, other = two
    organiser = organiser_of(one.forum)
    asked = RequestFactory(sender__forum=one.forum)
    with pytest.raises(Refused, match="only they can withdraw"):
        withdraw_proposal(organiser, asked)
    proposal = propose(organiser, one, other)
    for stranger in (user(one), organiser_of(ForumFactory())):
        with pytest.raises(PermissionDenied):
            withdraw_proposal(stranger, proposal)
    assert withdraw_proposal(organiser, proposal).state == State.WITHDRAWN
    assert list(proposals_of(one.forum)) == [proposal]


def test_many_are_proposed_at_once_and_the_others_said(two):
    one, other = two
    organiser = organiser_of(one.forum)
    third = DelegateFactory(forum=one.forum, organisation__country="RU")
    ask(user(one), one, other)
    made, refused = propose_all(organiser, [(one, other), (one, third)])
    assert made == 1
    assert refused == [
        f"{one.organisation.name} – {other.organisation.name}: "
        "One of you has already asked the other."
    ]


def test_a_block_declines_what_is_open_and_lets_nothing_new_in(two):
    thai, russian = two
    open_one = ask(user(thai), thai, russian)
    made = block(user(russian), russian, thai.organisation)
    open_one.refresh_from_db()
    assert open_one.state == State.DECLINED
    with pytest.raises(Refused, match="take no further requests"):
        ask(user(thai), thai, russian)
    with pytest.raises(Refused, match="Lift the block first"):
        ask(user(russian), russian, thai)
    with pytest.raises(Refused):
        propose(organiser_of(thai.forum), thai, russian)
    with pytest.raises(PermissionDenied):
        unblock(user(thai), made)
    unblock(user(russian), made)
    assert ask(user(thai), thai, russian).state == State.ASKED


def test_a_block_does_not_name_whom_in_the_trail(two):
    thai, russian = two
    block(user(russian), russian, thai.organisation)
    entry = AuditEntry.objects.get(action="meetings.block")
    assert (entry.forum, entry.data) == (russian.forum_id, {})
    assert list(blocks_of(thai)) == []


def test_a_colleague_who_has_not_blocked_can_be_asked(two):
    thai, russian = two
    DelegateFactory(forum=thai.forum, organisation=russian.organisation)
    block(user(russian), russian, thai.organisation)
    assert ask(user(thai), thai, russian.organisation).receiver_organisation


def test_who_has_agreed_to_meet_withdraws_before_blocking(two):
    thai, russian = two
    accept(user(russian), ask(user(thai), thai, russian))
    with pytest.raises(Refused, match="Withdraw the meeting first"):
        block(user(russian), russian, thai.organisation)
    assert not Block.objects.exists()


def test_a_colleague_takes_a_request_over(two):
    thai, russian = two
    colleague = DelegateFactory(forum=thai.forum, organisation=russian.organisation)
    stranger = DelegateFactory(forum=thai.forum, organisation__country="RU")
    request = ask(user(thai), thai, russian)
    with pytest.raises(Refused, match="your own organisation"):
        hand_over(user(russian), request, stranger)
    with pytest.raises(PermissionDenied):
        hand_over(user(thai), request, colleague)
    hand_over(user(russian), request, colleague)
    assert (requests_of(russian).received, requests_of(colleague).received) == ([], [request])
    with pytest.raises(PermissionDenied):
        accept(user(russian), request)
    assert accept(user(colleague), request).state == State.ACCEPTED


def test_pairs_to_propose_are_those_without_a_request():
    match = MatchFactory()
    forum = match.forum
    (pair,) = pairs_to_propose(forum)
    assert {pair.one.organisation, pair.other.organisation} == {
        match.need.organisation,
        match.offer.organisation,
    }
    assert pair.meetings == (0, 0)
    assert pairs_to_propose(forum, frozenset({"CN"})) == []
    forum.may_ask = {"CN:company": ["TH:company"]}
    assert pairs_to_propose(forum) == []
    forum.may_ask = {}
    propose(organiser_of(forum), pair.one, pair.other)
    assert pairs_to_propose(forum) == []


def test_people_are_found_by_code_address_or_name(two):
    thai, _russian = two
    elsewhere = DelegateFactory()

    def named(forum, text):
        return [found.one for found in meant_by(forum, text, interpreters=False)]

    for text in (thai.code.lower(), f" {thai.person.email} ", thai.person.name.upper()):
        assert named(thai.forum, text) == [thai]
    assert named(thai.forum, elsewhere.person.email) == []
    assert named(thai.forum, " ") == []


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_the_same_moment_never_both_count(two):
    """Accepting and withdrawing meet: one wins, the other is refused, nothing is half done."""
    thai, russian = two
    request = ask(user(thai), thai, russian)
    start = threading.Barrier(2)
    outcomes = []

    def act(action, actor):
        try:
            start.wait(timeout=10)
            action(actor, request)
            outcomes.append(action.__name__)
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=act, args=pair)
        for pair in ((accept, user(russian)), (decline, user(russian)))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    request.refresh_from_db()
    # A no may become a yes, a yes never a no.
    assert sorted(outcomes) in (["accept", "refused"], ["accept", "decline"])
    assert request.state == State.ACCEPTED

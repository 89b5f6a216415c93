"""The organisers' page of proposals, and a delegate's blocks and colleagues."""

import pytest
from django.urls import reverse
from tests.factories import DelegateFactory, ForumFactory, MatchFactory, organiser_of, staff

from saphan.record.meetings.actions import ask, propose
from saphan.record.meetings.models import Block, Request

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    match = MatchFactory()
    people = match.forum.delegates.select_related("organisation", "person__user", "forum")
    return tuple(
        people.get(organisation=listing.organisation) for listing in (match.need, match.offer)
    )


def post(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(name, args=args), data)


def test_chosen_pairs_are_proposed(client, two):
    one, other = two
    forum = one.forum
    organiser = organiser_of(forum)
    client.force_login(organiser)
    page = client.get(reverse("proposals", args=[forum.code]))
    assert f'value="{one.pk}-{other.pk}"' in page.content.decode()
    response = post(client, organiser, "proposals_make", forum.code, pair=f"{one.pk}-{other.pk}")
    assert (response.status_code, response.url) == (302, reverse("proposals", args=[forum.code]))
    made = Request.objects.get()
    assert (made.sender, made.receiver, made.is_proposal) == (one, other, True)


def test_pairs_of_another_forum_are_not_proposed(client, two):
    one, other = two
    elsewhere = ForumFactory()
    post(
        client,
        organiser_of(elsewhere),
        "proposals_make",
        elsewhere.code,
        pair=[f"{one.pk}-{other.pk}", "x", "-", "1-"],
    )
    assert not Request.objects.exists()


def test_two_of_ones_choice(client, two):
    one, other = two
    organiser = organiser_of(one.forum)
    data = {"one": one.person.email, "other": "Nobody", "message": "Cold chain"}
    response = post(client, organiser, "proposal_make", one.forum.code, **data)
    assert response.status_code == 422
    form = response.context["form"]
    assert {name: form[name].value() for name in data} == data
    assert list(form.errors) == ["other"]
    data["other"] = other.code
    assert post(client, organiser, "proposal_make", one.forum.code, **data).status_code == 302
    assert Request.objects.get().message == "Cold chain"


@pytest.mark.parametrize("page", ["proposals", "proposals_make", "proposal_make"])
def test_only_who_makes_the_timetable_comes_in(client, two, page):
    forum = two[0].forum
    for user in (two[0].person.user, staff(forum, "door_staff"), organiser_of(ForumFactory())):
        client.force_login(user)
        assert client.get(reverse(page, args=[forum.code])).status_code in (403, 405)
        assert client.post(reverse(page, args=[forum.code])).status_code in (403, 405)


def test_a_proposal_is_withdrawn_from_the_page_and_a_request_is_not(client, two):
    one, other = two
    organiser = organiser_of(one.forum)
    proposal = propose(organiser, one, other)
    post(client, organiser, "proposal_withdraw", one.forum.code, proposal.pk)
    proposal.refresh_from_db()
    assert proposal.state == Request.State.WITHDRAWN
    asked = ask(one.person.user, one, other)
    response = post(client, organiser, "proposal_withdraw", one.forum.code, asked.pk)
    assert response.status_code == 404


def test_a_delegate_blocks_and_lifts_it_again(client, two):
    one, other = two
    ask(one.person.user, one, other)
    post(client, other.person.user, "request_block", one.forum.code, one.organisation.code)
    made = Block.objects.get()
    assert (made.delegate, made.organisation) == (other, one.organisation)
    response = post(client, one.person.user, "request_unblock", one.forum.code, made.pk)
    assert response.status_code == 404
    post(client, other.person.user, "request_unblock", one.forum.code, made.pk)
    assert not Block.objects.exists()


def test_a_request_is_handed_to_a_colleague(client, two):
    one, other = two
    colleague = DelegateFactory(forum=one.forum, organisation=other.organisation)
    asked = ask(one.person.user, one, other)
    args = (one.forum.code, asked.pk, "hand_over")
    stranger = DelegateFactory(forum=one.forum)
    for wrong in (stranger.pk, "x", ""):
        response = post(client, other.person.user, "request_answer", *args, colleague=wrong)
        assert response.status_code == 404
    post(client, other.person.user, "request_answer", *args, colleague=colleague.pk)
    asked.refresh_from_db()
    assert asked.receiver == colleague


def test_where_organisers_propose_no_page_offers_to_ask(client, two):
    one, other = two
    client.force_login(one.person.user)
    pages = (
        reverse("suggestions", args=[one.forum.code]),
        reverse("organisation", args=[one.forum.code, other.organisation.code]),
    )
    assert [b'name="message"' in client.get(page).content for page in pages] == [True, True]
    one.forum.asking = "organisers"
    one.forum.save()
    assert [b'name="message"' in client.get(page).content for page in pages] == [False, False]

"""Setting an organisation aside on the page, and who learns of it."""

import pytest
from django.urls import reverse
from tests.factories import DelegateFactory, MatchFactory, RequestFactory, organiser_of

from saphan.record.meetings.models import MatchingRun, SetAside

pytestmark = pytest.mark.django_db
HTMX = {"hx_request": "true"}
WORDS = "They copied our catalogue"


@pytest.fixture
def match():
    return MatchFactory()


@pytest.fixture
def thai(match):
    return match.forum.delegates.get(organisation=match.need.organisation)


@pytest.fixture
def russian(match):
    return match.forum.delegates.get(organisation=match.offer.organisation)


def signed_in(client, delegate):
    client.force_login(delegate.person.user)
    return client


def page(client, delegate, name="suggestions"):
    return signed_in(client, delegate).get(reverse(name, args=[delegate.forum.code]))


def without(client, delegate, other, reason="else", words=WORDS, **headers):
    url = reverse("not_for_us", args=[delegate.forum.code, other.organisation.code])
    data = {"reason": reason, "words": words}
    return signed_in(client, delegate).post(url, data, headers=headers)


def undo(client, delegate, aside, **headers):
    url = reverse("suggest_again", args=[delegate.forum.code, aside.pk])
    return signed_in(client, delegate).post(url, headers=headers)


def test_without_scripts_the_page_comes_back_without_the_organisation(client, thai, russian):
    response = without(client, thai, russian)
    assert (response.status_code, response.url) == (
        302,
        reverse("suggestions", args=[thai.forum.code]),
    )
    shown = page(client, thai)
    assert (shown.context["likely"], [a.words for a in shown.context["asides"]]) == ([], [WORDS])
    assert undo(client, thai, SetAside.objects.get()).status_code == 302
    shown = page(client, thai)
    assert [s.organisation for s in shown.context["likely"]] == [russian.organisation]
    assert list(shown.context["asides"]) == []


def test_with_scripts_the_card_and_the_list_change_in_place(client, thai, russian):
    response = without(client, thai, russian, **HTMX)
    content = response.content.decode()
    assert next(t.name for t in response.templates) == "delegate/changed.html"
    assert (content.count("<article"), content.count('hx-swap-oob="true"')) == (1, 1)
    response = undo(client, thai, SetAside.objects.get(), **HTMX)
    assert response.context["suggestion"].organisation == russian.organisation
    assert MatchingRun.objects.count() == 0


def test_who_is_taken_back_after_a_renewal_is_matched_anew(client, thai, russian, match):
    without(client, thai, russian)
    match.delete()
    undo(client, thai, SetAside.objects.get(), **HTMX)
    (run,) = MatchingRun.objects.all()
    assert (run.forum, run.state) == (thai.forum, "queued")


@pytest.mark.parametrize(("reason", "field"), [("else", "words"), ("", "reason")])
def test_what_is_missing_is_said_on_the_card(client, thai, russian, reason, field):
    response = without(client, thai, russian, reason, " ", **HTMX)
    assert (response.status_code, list(response.context["form"].errors)) == (409, [field])
    assert without(client, thai, russian, reason, " ").status_code == 302
    assert SetAside.objects.count() == 0


def test_nobody_else_learns_of_it(client, thai, russian):
    """Each page of the other side, and of a stranger, while there is something to leak."""
    without(client, thai, russian)
    code, organisation = thai.forum.code, thai.organisation
    own = reverse("organisation", args=[code, russian.organisation.code])
    theirs = reverse("organisation", args=[code, organisation.code])
    pages = [
        reverse(n, args=[code]) for n in ("suggestions", "requests", "my_timetable", "directory")
    ]
    stranger = DelegateFactory(forum=thai.forum, organisation__country="RU")
    for reader in (russian, stranger):
        signed_in(client, reader)
        for url in (*pages, own, theirs):
            content = client.get(url).content.decode()
            assert (url, WORDS in content, "Something else:" in content) == (url, False, False)
        assert page(client, reader).context["likely"] == []
        assert list(page(client, reader).context["asides"]) == []
        assert undo(client, reader, SetAside.objects.get()).status_code == 404
        assert client.get(reverse("matching", args=[code])).status_code == 403
    assert SetAside.objects.count() == 1


def test_colleagues_and_organisers_see_it(client, thai, russian):
    without(client, thai, russian)
    colleague = DelegateFactory(forum=thai.forum, organisation=thai.organisation)
    assert page(client, colleague).content.decode().count(WORDS) == 1
    client.force_login(organiser_of(thai.forum))
    url = reverse("matching", args=[thai.forum.code])
    assert client.get(url).content.decode().count(WORDS) == 1


def test_a_colleague_at_another_forum_does_not_see_it(client, thai, russian):
    without(client, thai, russian)
    elsewhere = DelegateFactory(organisation=thai.organisation)
    assert list(page(client, elsewhere).context["asides"]) == []
    assert undo(client, elsewhere, SetAside.objects.get()).status_code == 404
    client.force_login(organiser_of(elsewhere.forum))
    assert client.get(reverse("matching", args=[thai.forum.code])).status_code == 403


def test_a_stranger_sets_nobody_aside(client, thai, russian):
    elsewhere = DelegateFactory()
    url = reverse("not_for_us", args=[thai.forum.code, russian.organisation.code])
    assert client.post(url, {"reason": "field"}).status_code == 302
    assert signed_in(client, elsewhere).post(url, {"reason": "field"}).status_code == 403
    assert signed_in(client, thai).get(url).status_code == 405
    unknown = reverse("not_for_us", args=[thai.forum.code, elsewhere.organisation.code])
    assert client.post(unknown, {"reason": "field"}).status_code == 404
    assert SetAside.objects.count() == 0


def test_the_reason_of_a_declined_request_is_not_for_who_asked(client, thai, russian):
    asked = RequestFactory(sender=russian, receiver=thai)
    url = reverse("request_answer", args=[thai.forum.code, asked.pk, "decline"])
    response = signed_in(client, thai).post(
        url, {"reason": "competitor", "words": WORDS}, headers=HTMX
    )
    assert response.content.decode().count(WORDS) == 1
    seen = [page(client, one, "requests").content.decode().count(WORDS) for one in (thai, russian)]
    assert seen == [1, 0]
    client.force_login(organiser_of(thai.forum))
    url = reverse("matching", args=[thai.forum.code])
    assert client.get(url).content.decode().count(WORDS) == 1


def test_words_alone_are_something_else(client, thai, russian):
    asked = RequestFactory(sender=russian, receiver=thai)
    url = reverse("request_answer", args=[thai.forum.code, asked.pk, "decline"])
    signed_in(client, thai).post(url, {"words": WORDS})
    asked.refresh_from_db()
    assert (asked.state, asked.reason, asked.reason_words) == ("declined", "else", WORDS)

"""How a suggestion is told."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override
from tests.factories import DelegateFactory, ListingFactory, MatchFactory, organiser_of

from saphan.record.forum.models import ForumRole
from saphan.record.meetings.actions import refresh_matches
from saphan.web.templatetags.saphan import fit, in_its_language, quotes_marked

pytestmark = pytest.mark.django_db


def page(client, delegate):
    client.force_login(delegate.person.user)
    return client.get(reverse("suggestions", args=[delegate.forum.code])).content.decode()


def needer(match):
    return match.forum.delegates.get(organisation=match.need.organisation)


@pytest.mark.parametrize(
    ("score", "words"),
    [(0.9, "Good fit"), (0.5, "Good fit"), (0.2, "Worth a look"), (0.0999, "Less likely")],
)
def test_a_probability_is_said_in_words(score, words):
    assert fit(score) == words


def test_only_organisers_see_the_number(client):
    match = MatchFactory(score=0.804)
    delegate = needer(match)
    assert re.findall(r"Good fit[^<]*", page(client, delegate)) == ["Good fit"]
    ForumRole.objects.create(
        forum=match.forum, user=delegate.person.user, role=ForumRole.Role.ORGANISER
    )
    assert re.findall(r"Good fit[^<]*", page(client, delegate)) == ["Good fit · 80 %"]


def test_what_is_unlikely_is_folded_away_unless_there_is_nothing_else(client):
    match = MatchFactory(score=0.01)
    delegate = needer(match)
    content = page(client, delegate)
    assert (content.count("These are the nearest"), content.count('class="more')) == (1, 0)
    MatchFactory(forum=match.forum, need__organisation=delegate.organisation)
    content = page(client, delegate)
    assert (content.count("These are the nearest"), content.count('class="more')) == (0, 1)
    assert content.count("1 that is less likely") == 1


def test_texts_of_another_language_are_marked_with_it():
    with override("en"):
        assert in_its_language("Cold <store>") == "Cold <store>"
        assert in_its_language("Холодный <склад>") == (
            '<span lang="ru">Холодный &lt;склад&gt;</span>'
        )
        assert quotes_marked("Both are about: cold (“ห้องเย็น” – «холод») & so on.") == (
            'Both are about: cold (“<span lang="th">ห้องเย็น</span>” – '
            '«<span lang="ru">холод</span>») &amp; so on.'
        )
    with override("ru"):
        assert in_its_language("Холодный склад") == "Холодный склад"


def test_an_empty_page_says_what_to_do(client):
    delegate = DelegateFactory()
    assert "your organisation has none here yet" in page(client, delegate)
    ListingFactory(organisation=delegate.organisation)
    assert "have not had the suggestions made yet" in page(client, delegate)
    refresh_matches(None, delegate.forum)
    assert "Nobody of the other side offers" in page(client, delegate)


def test_organisers_watch_a_renewal(client):
    forum = MatchFactory().forum
    client.force_login(organiser_of(forum))
    url = reverse("matching", args=[forum.code])
    assert "No suggestions have been made yet." in client.get(url).content.decode()
    assert client.post(reverse("matching_renew", args=[forum.code])).url == url
    run = forum.matching_runs.get()
    progress = reverse("matching_progress", args=[forum.code, run.pk])
    assert client.get(url).content.decode().count(progress) == 1
    assert client.get(progress).get("HX-Refresh") is None
    run.state = "done"
    run.save()
    assert client.get(progress).get("HX-Refresh") == "true"


def test_only_organisers_of_the_forum_renew(client):
    match = MatchFactory()
    renew = reverse("matching_renew", args=[match.forum.code])
    for user in (needer(match).person.user, organiser_of(DelegateFactory().forum)):
        client.force_login(user)
        assert client.post(renew).status_code == 403
    assert match.forum.matching_runs.count() == 0

"""What anybody may ask a desk."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.facts import PNG, claim_of, desk_of, report_to

from saphan.record.factcheck.models import Report, Submitter

pytestmark = pytest.mark.django_db
ASK = "/facts/ask/"


@pytest.fixture(autouse=True)
def _no_tries_of_other_tests():
    cache.clear()


def test_a_message_is_answered_at_once(client):
    claim_of(desk_of(), "Lemon juice cures diabetes", "false", explanations={"en": "It does not."})
    page = client.post(ASK, {"text": "LEMON juice cures diabetes!"}, follow=True)
    assert page.status_code == 200
    text = page.content.decode()
    assert "This has been checked" in text
    assert "It does not." in text
    assert Report.objects.get().answer == "checked"


def test_what_is_new_is_kept_for_the_desk(client):
    desk_of()
    page = client.post(ASK, {"text": "Banks close", "email": "a@b.example"}, follow=True)
    assert "This is new to us" in page.content.decode()
    report = Report.objects.get()
    assert (report.text, report.channel, report.submitter.email) == (
        "Banks close",
        "form",
        "a@b.example",
    )
    assert "a@b.example" not in page.content.decode()


def test_an_answer_found_later_stands_on_the_same_page(client):
    desk = desk_of()
    report = report_to(desk, "Banks close")
    report.cluster.claim = claim_of(desk, "All banks shut down for a week", "misleading")
    report.cluster.save()
    page = client.get(reverse("fact_asked", args=[report.token])).content.decode()
    assert "This has been checked" in page
    assert "All banks shut down for a week" in page


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_a_draft_is_never_shown(client, state):
    desk = desk_of()
    report = report_to(desk, "Banks close")
    report.cluster.claim = claim_of(desk, "All banks shut down for a week", state=state)
    report.cluster.save()
    page = client.get(reverse("fact_asked", args=[report.token])).content.decode()
    assert "All banks" not in page


def test_scripts_are_shown_as_text(client):
    report = report_to(desk_of(), "<script>alert(1)</script> {{ 7|add:7 }}")
    page = client.get(reverse("fact_asked", args=[report.token])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7|add:7 }}" in page


def test_machines_are_thanked_and_not_kept(client):
    desk_of()
    client.post(ASK, {"text": "Buy now", "website": "https://spam.example"})
    assert Report.objects.count() == 0


def test_floods_are_stopped(client):
    desk_of()
    answers = [client.post(ASK, {"text": f"Bank {n} closes"}).status_code for n in range(7)]
    assert answers == [302] * 6 + [429]
    assert Report.objects.count() == 6


def test_a_picture_needs_its_words(client):
    desk_of()
    picture = SimpleUploadedFile("../../x.html", PNG, "text/html")
    assert client.post(ASK, {"picture": picture}).status_code == 422
    picture.seek(0)
    assert client.post(ASK, {"text": "words", "picture": picture}).status_code == 302
    assert Report.objects.get().picture.name.endswith(".png")


@pytest.mark.parametrize(
    "given", [{}, {"text": " "}, {"link": "javascript:alert(1)"}, {"text": "x", "email": "x"}]
)
def test_what_cannot_be_checked_is_refused(client, given):
    desk_of()
    assert client.post(ASK, given).status_code == 422
    assert Report.objects.count() == 0


def test_one_of_several_desks_is_chosen(client):
    desk_of("RU"), desk_of("TH")
    client.post(ASK, {"text": "Banks close", "desk": "TH"})
    assert Report.objects.get().desk.country == "TH"


def test_the_sender_is_erased_at_their_wish(client):
    report = report_to(desk_of(), "Banks close", email="a@b.example")
    client.post(reverse("fact_forget", args=[report.token]))
    assert Submitter.objects.count() == 0
    assert client.get(reverse("fact_forget", args=[report.token])).status_code == 405


def test_without_a_desk_it_says_so(client):
    assert "No fact-check desk" in client.get(ASK).content.decode()
    assert client.post(ASK, {"text": "x"}).status_code == 200


def test_unknown_addresses_are_not_there(client):
    assert client.get(reverse("fact_asked", args=["x"])).status_code == 404

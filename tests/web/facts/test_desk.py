"""The pages of a desk, for whom they are, and what they do not tell."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories import UserFactory
from tests.facts import PNG, claim_of, desk_of, member, report_to

from saphan.record.factcheck import actions
from saphan.record.factcheck.models import Claim, DeskRole, HandOver, Submitter
from saphan.work.facts import tell_of_answer, tell_senders, write_hand_over

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    cache.clear()
    return desk_of()


def pages(desk):
    """Every page of the desk, and the duty it takes."""
    report = report_to(desk, "Banks close", email="secret@sender.example", picture=PNG)
    claim = claim_of(desk, "Lemon juice cures diabetes", state="draft")
    return {
        url: reverse(url, kwargs={"country": desk.country, **more})
        for url, more in {
            "fact_desk": {},
            "fact_cluster": {"pk": report.cluster_id},
            "fact_picture": {"pk": report.pk},
            "fact_claim": {"pk": claim.pk},
            "fact_claim_new": {},
            "fact_people": {},
            "fact_senders": {},
        }.items()
    }


def test_a_desk_is_not_there_for_others(client, desk):
    known = pages(desk)
    for user in (UserFactory(is_staff=True), member(desk_of("RU"), "lead")):
        client.force_login(user)
        assert {url: client.get(path).status_code for url, path in known.items()} == dict.fromkeys(
            known, 404
        )
    client.logout()
    assert {client.get(path).status_code for path in known.values()} == {302}


@pytest.mark.parametrize("role", ["checker", "editor"])
def test_who_sent_something_is_for_the_lead_alone(client, desk, role):
    known = pages(desk)
    client.force_login(member(desk, role))
    closed = {"fact_people", "fact_senders"}
    for url, path in known.items():
        response = client.get(path)
        assert (url, response.status_code) == (url, 403 if url in closed else 200)
        if url != "fact_picture":
            assert "secret@sender" not in response.content.decode()
    client.force_login(member(desk, "lead"))
    assert "secret@sender.example" in client.get(known["fact_senders"]).content.decode()


def test_a_checker_cannot_publish_withdraw_undo_or_share(client, desk):
    claim = claim_of(desk, "Lemon juice cures diabetes", explanations={"en": "No."})
    client.force_login(member(desk, "checker"))
    for act in ("publish", "withdraw", "undo", "give-back", "hand-over"):
        path = reverse("fact_claim_act", args=["TH", claim.pk, act])
        assert (act, client.post(path, {"words": "x", "number": "1"}).status_code) == (act, 403)
    claim.refresh_from_db()
    assert claim.state == "published"


def test_acts_stay_within_the_desk(client, desk):
    theirs = claim_of(desk_of("RU"), "Banks close", state="in_review", explanations={"en": "No."})
    ours = report_to(desk, "Banks close tomorrow").cluster
    client.force_login(member(desk, "lead"))
    post = client.post
    assert post(reverse("fact_claim_act", args=["TH", theirs.pk, "publish"])).status_code == 404
    assert post(reverse("fact_claim_act", args=["RU", theirs.pk, "publish"])).status_code == 404
    path = reverse("fact_cluster_act", args=["TH", ours.pk, "join"])
    assert post(path, {"claim": theirs.pk}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == "in_review"


def test_a_claim_is_written_and_kept_by_version(client, desk):
    writer = member(desk)
    claim = actions.start_claim(writer, desk, "Lemon juice cures diabetes")
    client.force_login(writer)
    path = reverse("fact_claim", args=["TH", claim.pk])
    given = {
        "version": 1,
        "text": "<b>Lemon</b> cures",
        "verdict": "false",
        "harm": "2",
        "why_en": "It does not.",
        "text_th": "มะนาว",
        "wordings": "Lemons cure\n\n lime cures ",
        "language": "en",
        "agency_name": "Department of Health",
    }
    assert client.post(path, given).status_code == 302
    claim.refresh_from_db()
    assert (claim.text, claim.verdict, claim.harm, claim.number) == (
        "<b>Lemon</b> cures",
        "false",
        2,
        2,
    )
    assert claim.explanations == {"en": "It does not."}
    assert claim.agency.name == "Department of Health"
    asking = client.get(path).context["hand_over_form"]
    assert asking.initial["agency"] == "Department of Health"
    assert (claim.texts, claim.wordings) == ({"th": "มะนาว"}, ["Lemons cure", "lime cures"])
    again = client.post(path, given)
    assert again.status_code == 422
    assert "<b>Lemon" not in again.content.decode()


def test_a_copy_of_evidence_is_kept_byte_for_byte(client, desk):
    claim = claim_of(desk, "Lemon juice cures diabetes", state="draft")
    client.force_login(member(desk))
    path = reverse("fact_claim_act", args=["TH", claim.pk, "evidence"])
    paper = b"%PDF-1.7 <script>alert(1)</script>"
    for name, data in (("../../a.html", paper), ("b.pdf", b"<html>")):
        given = {"title": "Study", "copy": SimpleUploadedFile(name, data)}
        assert client.post(path, given).status_code == (302 if data == paper else 422)
    assert client.post(path, {"title": "Page", "archived": "It does not."}).status_code == 302
    kept, text = claim.evidence.all()
    assert kept.digest == sha256(paper).hexdigest()
    address = reverse("fact_copy", args=["TH", kept.pk])
    assert address in client.get(reverse("fact_claim", args=["TH", claim.pk])).content.decode()
    got = client.get(address)
    assert b"".join(got.streaming_content) == paper
    assert got["Content-Disposition"] == f'attachment; filename="evidence-{kept.pk}.pdf"'
    assert got["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(reverse("fact_copy", args=["TH", text.pk])).content == b"It does not."
    client.force_login(member(desk_of("RU"), "lead"))
    for desk_code in ("TH", "RU"):
        assert client.get(reverse("fact_copy", args=[desk_code, kept.pk])).status_code == 404


def test_a_deadline_is_told_by_the_clock_of_the_desk(client, desk):
    writer = member(desk)
    claim = actions.start_claim(writer, desk, "Lemon juice cures diabetes")
    client.force_login(writer)
    page = reverse("fact_claim", args=["TH", claim.pk])
    path = reverse("fact_claim_act", args=["TH", claim.pk, "deadline"])
    client.post(path, {"deadline": "2030-01-05T17:30"})
    claim.refresh_from_db()
    assert claim.deadline == datetime(2030, 1, 5, 10, 30, tzinfo=UTC)
    shown = client.get(page).content.decode()
    assert 'value="2030-01-05T17:30"' in shown
    assert "To be answered by (Bangkok)" in shown
    client.post(path, {"deadline": ""})
    claim.refresh_from_db()
    assert claim.deadline is None


def test_messages_show_what_they_may_repeat_and_by_which_words(client, desk):
    claim_of(desk, "Lemon juice cures diabetes in seven days")
    claim_of(desk_of("RU"), "Lemon juice cures diabetes within seven days")
    cluster = report_to(desk, "They say that juice of lemons will cure diabetes").cluster
    actions.start_claim(member(desk), desk, "Juice of lemons will cure diabetes, they say")
    actions.start_claim(member(desk), desk, "The airport stops all night flights")
    actions.start_claim(member(desk_of("RU")), desk_of("RU"), "Juice of lemons cures diabetes")
    client.force_login(member(desk))
    page = client.get(reverse("fact_cluster", args=["TH", cluster.pk])).content.decode()
    # One that is published and one in work; what the other desk has cannot be joined.
    assert page.count("It is this one") == 2
    assert "Words in common:" in page
    assert "diabetes" in page.split("Words in common:")[1].split("</li>")[0]


def test_pictures_are_shown_as_pictures_alone(client, desk):
    path = pages(desk)["fact_picture"]
    client.force_login(member(desk))
    response = client.get(path)
    assert b"".join(response.streaming_content) == PNG
    assert response["Content-Type"] == "image/png"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_who_asked_is_told_once_and_only_with_an_address(desk):
    report = report_to(desk, "Banks close", email="a@b.example", language="th")
    report_to(desk, "banks close!")
    claim = claim_of(desk, "All banks are shut", state="draft", explanations={"en": "No."})
    actions.join_claim(member(desk), report.cluster, claim)
    tell_senders(claim.pk)
    assert mail.outbox == []
    Claim.objects.update(state="published")
    tell_senders(claim.pk)
    tell_senders(claim.pk)
    assert [letter.to for letter in mail.outbox] == [["a@b.example"]]
    assert reverse("fact_asked", args=[report.token]) in mail.outbox[0].body


def test_an_agency_is_asked_by_letter_and_answers_by_its_link(client, desk):
    claim = claim_of(desk, "Lemon juice cures diabetes", state="draft")
    client.force_login(member(desk, "editor"))
    given = {"agency": "Ministry", "email": "m@gov.example", "language": "en", "days": "3"}
    path = reverse("fact_claim_act", args=["TH", claim.pk, "hand-over"])
    assert client.post(path, given).status_code == 422
    assert client.post(path, {**given, "question": "Is it so?"}).status_code == 302
    asked = HandOver.objects.get()
    write_hand_over(asked.pk)
    link = reverse("fact_reply", args=[asked.token])
    assert link in mail.outbox[0].body
    client.logout()
    assert "Is it so?" in client.get(link).content.decode()
    assert client.post(link, {"name": "Officer", "text": "<i>No</i>"}).status_code == 302
    assert "has been answered" in client.get(link).content.decode()
    asked.refresh_from_db()
    assert asked.reply == "<i>No</i>"
    tell_of_answer(asked.pk)
    letter = mail.outbox[-1]
    assert (letter.to, "<i>No</i>" in letter.body) == ([asked.by.email], True)
    assert reverse("fact_claim", args=["TH", claim.pk]) in letter.body
    asked.by.desk_roles.all().delete()
    tell_of_answer(asked.pk)
    assert len(mail.outbox) == 2  # who works there no longer is told nothing
    assert client.get(reverse("fact_reply", args=["x"])).status_code == 404


def test_the_lead_gives_and_takes_roles_and_erases(client, desk):
    lead = member(desk, "lead")
    report_to(desk, "Banks close", email="a@b.example")
    client.force_login(lead)
    people = reverse("fact_people", args=["TH"])
    client.post(people, {"email": "new@desk.example", "role": "editor"})
    given = DeskRole.objects.get(user__email="new@desk.example")
    client.post(reverse("fact_role_take", args=["TH", given.pk]))
    own = DeskRole.objects.get()
    client.post(reverse("fact_role_take", args=["TH", own.pk]))
    assert DeskRole.objects.get() == own
    client.post(reverse("fact_erase", args=["TH", Submitter.objects.get().pk]))
    assert Submitter.objects.count() == 0


def test_the_parts_of_the_queue_and_its_search(client, desk):
    pages(desk)
    claim_of(desk_of("RU"), "Lemon of another desk", state="draft")
    client.force_login(member(desk))
    path = reverse("fact_desk", args=["TH"])
    for part, shown in {
        "": (True, True),
        "new": (True, False),
        "draft": (False, True),
        "published": (False, False),
        "mine": (False, False),
    }.items():
        page = client.get(path, {"part": part}).content.decode()
        assert (part, "Banks close" in page, "Lemon juice" in page) == (part, *shown)
        assert "another desk" not in page
    assert "Lemon juice" in client.get(path, {"q": "lemon DIABETES"}).content.decode()
    assert "Lemon juice" not in client.get(path, {"q": "bank"}).content.decode()
    assert client.get(reverse("fact_own_desk")).url == path

"""From messages to a published claim, by two people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.facts import claim_of, desk_of, member, report_to

from saphan.record.audit.models import AuditEntry
from saphan.record.errors import Refused
from saphan.record.factcheck import actions
from saphan.record.factcheck.models import Claim
from saphan.record.factcheck.queries import answer, queue

pytestmark = pytest.mark.django_db
WHY = {"verdict": "false", "explanations": {"en": "It does not."}}


@pytest.fixture
def desk():
    return desk_of()


@pytest.fixture
def checker(desk):
    return member(desk, "checker")


@pytest.fixture
def editor(desk):
    return member(desk, "editor")


def draft(desk, writer, **fields):
    claim = actions.start_claim(writer, desk, "Lemon juice cures diabetes")
    actions.write_claim(writer, claim, {**WHY, **fields}, 1)
    return Claim.objects.get()


def test_messages_become_a_claim_that_a_second_person_publishes(desk, checker, editor):
    report = report_to(desk, "Lemon juice cures diabetes")
    claim = actions.start_claim(checker, desk, report.text, report.cluster)
    actions.write_claim(checker, claim, WHY, 1)
    actions.submit(checker, claim)
    assert answer(report.text).answer == "new"
    actions.publish(editor, claim)
    claim.refresh_from_db()
    assert (claim.state, claim.published_by, claim.published_number) == ("published", editor, 2)
    assert answer(report.text).claim == claim
    told = AuditEntry.objects.order_by("id").values_list("actor", "action")
    assert list(told) == [
        (checker.pk, "factcheck.start_claim"),
        (checker.pk, "factcheck.write_claim"),
        (checker.pk, "factcheck.submit"),
        (editor.pk, "factcheck.publish"),
    ]


def test_who_wrote_any_of_it_cannot_publish(desk, checker, editor):
    claim = draft(desk, checker)
    actions.write_claim(editor, claim, {"harm": 1}, 2)
    claim.refresh_from_db()
    actions.submit(checker, claim)
    with pytest.raises(Refused):
        actions.publish(editor, claim)
    actions.publish(member(desk, "editor"), claim)


def test_a_superuser_too_needs_a_second_person(desk):
    both = member(desk, "lead", is_superuser=True)
    claim = draft(desk, both)
    actions.submit(both, claim)
    with pytest.raises(Refused):
        actions.publish(both, claim)


def test_a_change_of_what_is_published_waits_and_shows_the_old(desk, checker, editor):
    claim = claim_of(desk, "Lemon juice cures diabetes", explanations={"en": "No."})
    actions.write_claim(checker, claim, {"text": "Lemon cures all", "verdict": "satire"}, 1)
    claim.refresh_from_db()
    assert (claim.text, claim.verdict, claim.has_change) == (
        "Lemon juice cures diabetes",
        "false",
        True,
    )
    with pytest.raises(Refused):
        actions.publish(checker, claim)
    actions.publish(editor, claim)
    claim.refresh_from_db()
    assert (claim.text, claim.verdict, claim.has_change) == ("Lemon cures all", "satire", False)
    assert answer("lemon CURES all").claim == claim


def test_nothing_is_published_without_verdict_and_explanation(desk, checker):
    for fields in ({"verdict": ""}, {"explanations": {}}):
        Claim.objects.all().delete()
        with pytest.raises(Refused):
            actions.submit(checker, draft(desk, checker, **fields))


def test_a_draft_is_not_published_past_the_review(desk, checker, editor):
    with pytest.raises(Refused):
        actions.publish(editor, draft(desk, checker))


def test_who_saw_an_older_version_cannot_overwrite(desk, checker, editor):
    claim = draft(desk, checker)
    with pytest.raises(Refused):
        actions.write_claim(editor, claim, {"verdict": "true"}, 1)
    claim.refresh_from_db()
    assert claim.verdict == "false"


def test_an_earlier_version_is_put_back_and_published_by_another(desk, checker, editor):
    claim = claim_of(desk, "Lemon juice cures diabetes", explanations={"en": "No."})
    actions.write_claim(checker, claim, {"verdict": "true"}, 1)
    actions.publish(editor, claim)
    actions.undo(editor, Claim.objects.get(), 1)
    with pytest.raises(Refused):
        actions.publish(editor, claim)
    actions.publish(member(desk, "lead"), claim)
    claim.refresh_from_db()
    assert (claim.verdict, claim.number) == ("false", 3)
    assert claim.versions.get(number=3).undoes == 1


def test_who_has_a_conflict_of_interest_keeps_off(desk, checker, editor):
    claim = draft(desk, checker)
    actions.submit(checker, claim)
    actions.declare_conflict(editor, claim, "My brother sells lemons.")
    for act in (
        lambda: actions.publish(editor, claim),
        lambda: actions.write_claim(editor, claim, {"harm": 1}, 2),
        lambda: actions.assign(checker, claim, editor),
        lambda: actions.add_evidence(editor, claim, "Study", "", ""),
        lambda: actions.give_back(editor, claim, "Write more"),
        lambda: actions.hand_over(editor, claim, "Ministry", "m@gov.example", "en", "Is it?", 3),
    ):
        with pytest.raises(Refused):
            act()


def test_who_has_a_conflict_does_not_withdraw_what_is_published(desk, editor):
    claim = claim_of(desk, "Lemon juice cures diabetes")
    actions.declare_conflict(editor, claim, "My brother sells lemons.")
    with pytest.raises(Refused):
        actions.withdraw(editor, claim, "It is true")


def test_an_agency_is_known_once_by_its_name(desk, checker):
    made = actions.agency_named(checker, desk, "  Department of\nDisease Control ")
    assert (made.name, made.country, made.kind) == ("Department of Disease Control", "TH", "agency")
    assert actions.agency_named(checker, desk, "department of disease control") == made
    assert actions.agency_named(checker, desk_of("RU"), made.name) != made


def test_what_is_withdrawn_is_written_anew(desk, checker, editor):
    claim = claim_of(desk, "Lemon juice cures diabetes", explanations={"en": "No."})
    with pytest.raises(Refused):
        actions.withdraw(editor, claim, " ")
    actions.withdraw(editor, claim, "The study was false.")
    assert answer(claim.text).answer == "new"
    actions.write_claim(checker, claim, {"verdict": "unproven"}, 1)
    claim.refresh_from_db()
    assert claim.state == "draft"
    assert [one.text for one in claim.comments.all()] == ["The study was false."]


def test_what_goes_back_is_a_draft_with_the_reason(desk, checker, editor):
    claim = draft(desk, checker)
    actions.submit(checker, claim)
    actions.give_back(editor, claim, "Which study?")
    claim.refresh_from_db()
    assert (claim.state, claim.comments.get().text) == ("draft", "Which study?")


def test_work_goes_to_people_of_the_desk_alone(desk, checker):
    claim = draft(desk, checker)
    with pytest.raises(Refused):
        actions.assign(checker, claim, member(desk_of("RU"), "lead"))
    other = member(desk, "checker")
    actions.assign(checker, claim, other)
    claim.refresh_from_db()
    assert claim.assigned_to == other


def test_messages_of_one_desk_do_not_join_the_claim_of_another(desk, checker):
    report = report_to(desk, "Banks close")
    with pytest.raises(Refused):
        actions.join_claim(checker, report.cluster, claim_of(desk_of("RU"), "Banks close"))


def test_an_agency_answers_once_and_in_time(desk, editor):
    claim = draft(desk, editor)
    asked, late = (
        actions.hand_over(editor, claim, "Ministry", "m@gov.example", "th", "Is it so?", days)
        for days in (7, 1)
    )
    actions.reply(asked, "Officer", "No.\0")
    with pytest.raises(Refused):
        actions.reply(asked, "Officer", "Yes.")
    late.expires_at = timezone.now() - timedelta(seconds=1)
    late.save()
    with pytest.raises(Refused):
        actions.reply(late, "Officer", "No.")
    assert list(claim.hand_overs.order_by("id").values_list("reply", flat=True)) == ["No.", ""]


def test_the_most_pressing_comes_first(desk, checker):
    little, spread = (report_to(desk, text) for text in ("Schools close", "Banks close"))
    for _ in range(5):
        report_to(desk, "banks CLOSE")
    danger = draft(desk, checker, harm=3)
    soon = actions.start_claim(checker, desk, "The bridge is shut")
    actions.set_deadline(checker, soon, timezone.now() + timedelta(hours=1))
    report_to(desk_of("RU"), "Not ours")
    found = [one.claim or one.cluster for one in queue(desk)]
    assert found == [danger, soon, spread.cluster, little.cluster]
    actions.set_aside(checker, spread.cluster)
    assert [one.claim or one.cluster for one in queue(desk)] == [danger, soon, little.cluster]
    actions.assign(checker, soon, None)
    assert [one.claim for one in queue(desk, mine=checker)] == [danger]

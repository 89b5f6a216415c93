"""What a partner's desk shares is taken in as proposals, and only when it has signed it."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.urls import reverse
from django.utils import timezone
from tests.facts import claim_of, desk_of, member

from saphan.record.audit.models import AuditEntry
from saphan.record.errors import Refused
from saphan.record.factcheck import actions
from saphan.record.factcheck.models import Claim, Desk, FeedRead, Proposal
from saphan.record.factcheck.partner import PartnerFeed, read_feed
from saphan.record.factcheck.queries import answer, feed, public_claims

pytestmark = pytest.mark.django_db
KEY = Ed25519PrivateKey.generate()
PUBLIC = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()
TEXT = "Lemon juice cures diabetes"


def offered(key: str = "s1", text: str = TEXT, **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "language": "en",
        "text": text,
        "texts": {"ru": "Лимонный сок лечит диабет"},
        "verdict": "false",
        "explanations": {"en": "It does not."},
        "published": "2021-02-05T09:00:00+00:00",
        "version": 1,
        "mentions": [{"day": "2021-02-01", "rank": 1, "source": "https://gov.example/1"}],
        **more,
    }


def signed(
    *claims: Any,
    desk: Any = "RU",
    key: Ed25519PrivateKey = KEY,
    at: datetime | None = None,
    days: float = 7,
    **more: Any,
) -> tuple[bytes, str]:
    made = at or timezone.now()
    times = {"made": made.isoformat(), "expires": (made + timedelta(days=days)).isoformat()}
    body = json.dumps({"desk": desk, **times, "claims": list(claims), **more}).encode()
    return body, base64.b64encode(key.sign(body)).decode()


def told(*claims: Any, **how: Any) -> PartnerFeed:
    return read_feed(*signed(*claims, **how), PUBLIC)


def in_numbers(done: actions.Comparison) -> list[int]:
    return [len(done.new), len(done.changed), len(done.gone), len(done.known), done.same]


def test_a_desk_reads_what_another_one_signs():
    russian, thai = desk_of("RU"), desk_of("TH")
    mine = claim_of(russian, TEXT, explanations={"en": "It does not."})
    actions.share(member(russian, "editor"), mine)
    shared = feed(Desk.objects.get(pk=russian.pk))
    actions.take_in(None, thai, read_feed(shared.body, f"ed25519={shared.signature}", shared.key))
    (claim,) = thai.claims.all()
    assert (claim.text, claim.verdict, claim.state, claim.explanations) == (
        TEXT,
        "false",
        "partner",
        {"en": "It does not."},
    )
    assert (claim.proposal.country, claim.proposal.key) == ("RU", mine.key)


def test_what_is_changed_on_the_way_is_refused():
    body, signature = signed(offered())
    other = base64.b64encode(Ed25519PrivateKey.generate().public_key().public_bytes_raw()).decode()
    for changed in (
        (body.replace(b"false", b"true "), signature, PUBLIC),
        (body + b" ", signature, PUBLIC),
        (body, signature[:-6] + "AAAA==", PUBLIC),
        (body, "", PUBLIC),
        (body, "ไทย", PUBLIC),
        (body, signature, other),
        (body, signature, "short"),
        (body, signature, ""),
    ):
        with pytest.raises(Refused):
            read_feed(*changed)
    assert read_feed(body, signature, PUBLIC).claims[0].text == TEXT


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": 0},
        {"version": True},
        {"version": "1"},
        {"key": "../x"},
        {"key": 7},
        {"text": ""},
        {"text": "x" * 2001},
        {"verdict": "half true"},
        {"texts": {"<b>": "x"}},
        {"explanations": ["x"]},
        {"mentions": [{}]},
        {"language": None},
    ],
)
def test_what_is_signed_and_no_feed_is_refused(wrong):
    with pytest.raises(Refused):
        told(offered(**wrong))


@pytest.mark.parametrize("body", [b"", b"[]", b"[" * 100_000, b'{"desk": "RU"}', b"\xff"])
def test_a_body_that_says_nothing_is_refused(body):
    with pytest.raises(Refused):
        read_feed(body, base64.b64encode(KEY.sign(body)).decode(), PUBLIC)


@pytest.mark.parametrize(
    ("claims", "desk"), [([offered(), offered()], "RU"), ([offered()], "Russia"), ([], None)]
)
def test_a_key_stands_once_and_a_desk_has_a_country(claims, desk):
    with pytest.raises(Refused):
        told(*claims, desk=desk)


@pytest.mark.parametrize(
    "wrong",
    [
        {"made": None},
        {"made": 5},
        {"made": "yesterday"},
        {"made": "2021-02-05T09:00:00"},
        {"expires": "2021-02-05"},
        {"expires": None},
        {"days": 0},
        {"days": -1},
        {"days": 32},
    ],
)
def test_a_feed_that_does_not_say_from_when_to_when_it_is_good_is_none(wrong):
    with pytest.raises(Refused, match="no feed of a desk"):
        told(offered(), **wrong)


@pytest.mark.parametrize(
    ("age", "why"),
    [
        (timedelta(days=7, seconds=1), "too old"),
        (timedelta(days=400), "too old"),
        (-timedelta(minutes=11), "a clock is wrong"),
    ],
)
def test_a_feed_whose_time_is_over_or_has_not_come_is_refused(age, why):
    with pytest.raises(Refused, match=why):
        told(offered(), at=timezone.now() - age)


def test_an_older_feed_than_the_latest_that_was_taken_in_is_refused():
    desk = desk_of()
    now = timezone.now()
    kept_back = told(offered(), at=now - timedelta(hours=2))
    withdrawn = told(at=now - timedelta(hours=1))
    actions.compare(desk, withdrawn)  # to look at one alone keeps nothing from coming
    actions.take_in(None, desk, kept_back)
    actions.take_in(None, desk, withdrawn)
    for act in (
        lambda: actions.compare(desk, kept_back),
        lambda: actions.take_in(None, desk, kept_back),
    ):
        with pytest.raises(Refused, match="is taken in already"):
            act()
    assert [one.state for one in desk.claims.all()] == ["withdrawn"]
    read = FeedRead.objects.get()
    assert (read.desk, read.country, read.made) == (desk, "RU", withdrawn.made)
    # Another partner's feed, and another desk that reads, have a latest of their own.
    actions.take_in(None, desk, told(offered("k1", "Another"), desk="KZ", at=kept_back.made))
    actions.take_in(None, desk_of("LA"), kept_back)
    actions.take_in(None, desk, told(offered(version=2), at=now))
    assert {one.state for one in desk.claims.all()} == {"partner"}


def test_only_addresses_become_links():
    mentions = [{"source": one} for one in ("javascript:alert(1)", "https://a.example", "")]
    assert told(offered(mentions=mentions)).claims[0].sources == ("https://a.example",)


def test_the_same_feed_again_changes_nothing():
    desk = desk_of()
    first = told(offered(), offered("s2", "Banks close on Friday"))
    assert in_numbers(actions.compare(desk, first)) == [2, 0, 0, 0, 0]
    assert desk.claims.count() == 0
    assert in_numbers(actions.take_in(None, desk, first)) == [2, 0, 0, 0, 0]
    before = list(Claim.objects.order_by("pk").values())
    assert in_numbers(actions.take_in(None, desk, first)) == [0, 0, 0, 0, 2]
    assert list(Claim.objects.order_by("pk").values()) == before
    assert AuditEntry.objects.filter(action="factcheck.take_in").count() == 1


def test_a_desk_does_not_take_in_itself_or_what_it_has():
    desk = desk_of("TH")
    with pytest.raises(Refused):
        actions.take_in(None, desk, told(offered(), desk="TH"))
    claim_of(desk, TEXT)
    done = actions.take_in(None, desk, told(offered(text="LEMON juice cures diabetes!")))
    assert in_numbers(done) == [0, 0, 0, 1, 0]
    assert Proposal.objects.count() == 0


def test_proposals_follow_the_partner_until_they_are_taken_up():
    desk = desk_of()
    actions.take_in(None, desk, told(offered()))
    newer = offered(version=2, verdict="true", explanations={"en": "It does."})
    assert in_numbers(actions.take_in(None, desk, told(newer))) == [0, 1, 0, 0, 0]
    claim = desk.claims.get()
    assert (claim.verdict, claim.state, claim.number) == ("true", "partner", 2)
    assert in_numbers(actions.take_in(None, desk, told(offered()))) == [0, 0, 0, 0, 1]  # an old one
    assert in_numbers(actions.take_in(None, desk, told())) == [0, 0, 1, 0, 0]
    claim.refresh_from_db()
    assert claim.state == "withdrawn"
    actions.take_in(None, desk, told(newer))
    claim.refresh_from_db()
    assert claim.state == "partner"

    actions.take_up(member(desk), claim)
    actions.take_in(None, desk, told(offered(version=3, verdict="satire")))
    claim.refresh_from_db()
    assert (claim.verdict, claim.state) == ("true", "draft")
    assert claim.proposal.changed_at is not None
    actions.take_in(None, desk, told())
    claim.refresh_from_db()
    assert (claim.state, claim.proposal.gone_at is None) == ("draft", False)


def test_a_proposal_is_published_by_two_people_of_the_desk_alone(client):
    desk = desk_of()
    actions.take_in(None, desk, told(offered()))
    claim = desk.claims.get()
    checker, editor, other = (member(desk, role) for role in ("editor", "editor", "editor"))
    for act in (actions.submit, actions.publish, actions.share):
        with pytest.raises(Refused):
            act(editor, claim)
    assert (public_claims().count(), answer(TEXT).answer) == (0, "new")
    assert client.get(reverse("fact", args=[claim.key])).status_code == 404
    actions.take_up(checker, claim)
    with pytest.raises(Refused):
        actions.take_up(other, claim)
    actions.submit(checker, claim)
    with pytest.raises(Refused):
        actions.publish(checker, claim)
    actions.publish(editor, claim)
    assert [one.pk for one in public_claims()] == [claim.pk]


def test_who_has_a_conflict_does_not_take_it_up():
    desk = desk_of()
    actions.take_in(None, desk, told(offered()))
    actor = member(desk)
    actions.declare_conflict(actor, desk.claims.get(), "My uncle sells lemons")
    with pytest.raises(Refused):
        actions.take_up(actor, desk.claims.get())


def test_proposals_stand_on_the_desk_for_its_people(client):
    desk = desk_of()
    actions.take_in(None, desk, told(offered(text="<b>Lemons</b> cure")))
    claim = desk.claims.get()
    page, act = (
        reverse("fact_claim", args=["TH", claim.pk]),
        reverse("fact_claim_act", args=["TH", claim.pk, "take-up"]),
    )
    client.force_login(member(desk_of("RU"), "lead"))
    assert [client.get(page).status_code, client.post(act).status_code] == [404, 404]
    client.force_login(member(desk))
    listed = client.get(reverse("fact_desk", args=["TH"]), {"part": "partner"}).content.decode()
    assert "Russia: feed made" in listed
    assert "&lt;b&gt;Lemons&lt;/b&gt; cure" in listed
    shown = client.get(page).content.decode()
    assert 'href="https://gov.example/1"' in shown
    assert "Take it up as a draft" in shown
    client.post(act)
    claim.refresh_from_db()
    assert claim.state == "draft"

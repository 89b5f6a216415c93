"""What the partner's desk gets, and what it does not."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.facts import claim_of, desk_of, member, report_to

from saphan.record.errors import Refused
from saphan.record.factcheck import actions
from saphan.record.factcheck.models import Report

pytestmark = pytest.mark.django_db
FEED = "/facts/partner/TH.json"


def part(header: str) -> bytes:
    return base64.b64decode(header.removeprefix("ed25519="))


def test_shared_claims_go_out_signed_and_redacted(client):
    desk = desk_of()
    editor = member(desk, "editor", email="editor@desk.example")
    claim = claim_of(
        desk,
        "Call +66 81 234 5678 or a.b@bank.example by 2022",
        explanations={"en": "Account 123-4-56789-0 is a fraud."},
    )
    claim_of(desk, "Chosen by nobody")
    report_to(desk, "Banks close", email="secret@sender.example")
    actions.comment(editor, claim, "Inside only")
    assert client.get(FEED).status_code == 404
    actions.share(editor, claim)
    page = client.get(FEED)
    key = Ed25519PublicKey.from_public_bytes(part(page["Saphan-Key"]))
    key.verify(part(page["Saphan-Signature"]), page.content)
    with pytest.raises(InvalidSignature):
        key.verify(part(page["Saphan-Signature"]), page.content + b" ")
    told = json.loads(page.content)
    made, expires = (datetime.fromisoformat(told[name]) for name in ("made", "expires"))
    assert timedelta(0) <= timezone.now() - made < timedelta(minutes=1)
    assert expires - made == timedelta(days=7)
    assert page["Cache-Control"] == "no-store"
    (told,) = told["claims"]
    assert told["text"] == "Call […] or […] by 2022"
    assert told["explanations"] == {"en": "Account […] is a fraud."}
    for secret in ("Inside only", "desk.example", "sender.example", "Chosen by nobody"):
        assert secret not in page.content.decode()
    assert client.get(FEED)["Saphan-Key"] == page["Saphan-Key"]


def test_what_is_withdrawn_or_no_longer_shared_is_gone(client):
    desk = desk_of()
    editor = member(desk, "editor")
    one, two = (
        claim_of(desk, text, explanations={"en": "No."}) for text in ("Banks close", "Lemon cures")
    )
    for claim in (one, two):
        actions.share(editor, claim)
    actions.withdraw(editor, one, "Wrong")
    actions.share(editor, two, shared=False)
    assert json.loads(client.get(FEED).content)["claims"] == []


def test_drafts_are_not_shared_and_checkers_do_not_share(client):
    desk = desk_of()
    draft = claim_of(desk, "Banks close", state="draft")
    with pytest.raises(Refused):
        actions.share(member(desk, "editor"), draft)
    client.force_login(member(desk))
    path = reverse("fact_claim_act", args=["TH", draft.pk, "share"])
    assert client.post(path, {"shared": "1"}).status_code == 403


def test_a_file_is_looked_at_and_then_kept_once(client):
    desk = desk_of()
    client.force_login(member(desk))
    path = reverse("fact_files", args=["TH"])
    table = SimpleUploadedFile("a.csv", b"id,text\n1,<b>Banks</b> close\n2,\n")
    page = client.post(path, {"file": table})
    assert Report.objects.count() == 0
    text = page.content.decode()
    assert "&lt;b&gt;Banks&lt;/b&gt; close" in text
    assert "line 3: no text and no link" in text
    signed = page.context["signed"]
    for _ in range(2):
        client.post(reverse("fact_files_keep", args=["TH"]), {"signed": signed})
    assert [one.text for one in Report.objects.all()] == ["<b>Banks</b> close"]
    other = desk_of("RU")
    client.force_login(member(other))
    client.post(reverse("fact_files_keep", args=["RU"]), {"signed": signed})
    assert other.reports.count() == 0

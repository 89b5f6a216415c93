"""Claims and messages for programs."""

from __future__ import annotations

import json

import pytest
from tests.facts import claim_of, desk_of, member, report_to

from saphan.record.directory.actions import make_token
from saphan.record.factcheck.models import Report

pytestmark = pytest.mark.django_db


def bearer(user, *scopes):
    return {"Authorization": f"Bearer {make_token(user, 'Program', scopes, 1)[1]}"}


def test_published_claims_are_read_and_drafts_are_not(client):
    desk = desk_of()
    shown = claim_of(desk, "Lemon juice cures diabetes")
    hidden = claim_of(desk, "Banks close", state="draft")
    report_to(desk, "Lemon", email="secret@sender.example")
    headers = bearer(member(desk, "lead"), "claims:read")
    page = client.get("/api/v1/claims", headers=headers)
    assert [one["key"] for one in page.json()["items"]] == [shown.key]
    assert "secret" not in page.content.decode()
    assert client.get(f"/api/v1/claims/{shown.key}", headers=headers).json()["verdict"] == "false"
    assert client.get(f"/api/v1/claims/{hidden.key}", headers=headers).status_code == 404


def test_messages_come_in_with_the_scope_and_at_the_own_desk_alone(client):
    desk, other = desk_of("TH"), desk_of("RU")
    claim = claim_of(desk, "Banks close")

    def send(headers, country="TH", **given):
        path = f"/api/v1/desks/{country}/messages"
        return client.post(path, given, content_type="application/json", headers=headers)

    headers = bearer(member(desk), "claims:write")
    told = [send(headers, text="BANKS close!", id="1").json() for _ in range(2)]
    assert [one["again"] for one in told] == [False, True]
    assert (told[0]["answer"], told[0]["claim"]) == ("checked", claim.key)
    assert send(headers, text="").status_code == 409
    assert send(headers, other.country, text="Banks close").status_code == 404
    assert send(bearer(member(desk), "claims:read"), text="Banks close").status_code == 403
    assert send({}, text="Banks close").status_code == 401
    assert Report.objects.count() == 1


def test_a_message_of_a_million_letters_is_kept_and_a_longer_one_is_not(client):
    desk = desk_of()
    headers = bearer(member(desk), "claims:write")
    for letters, status in ((1_000_000, 200), (1_000_001, 400)):
        body = json.dumps({"text": "ก" * letters})  # six signs each
        done = client.post(
            "/api/v1/desks/TH/messages", body, content_type="application/json", headers=headers
        )
        assert (done.status_code, done["Content-Type"]) == (
            status,
            "application/json; charset=utf-8",
        )
    assert len(Report.objects.get().text) == 1_000_000


def test_a_request_that_is_too_large_is_answered_as_any_other_that_is_wrong(client, settings):
    headers = bearer(member(desk_of()), "claims:write")
    body = json.dumps({"text": "a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE})
    done = client.post(
        "/api/v1/desks/TH/messages", body, content_type="application/json", headers=headers
    )
    assert (done.status_code, done.json()) == (
        413,
        {"detail": "Too large: a request holds at most 7 MB."},
    )

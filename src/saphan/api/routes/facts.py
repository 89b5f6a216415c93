"""Fact-checking: checked claims, and messages to be checked."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router
from ninja.pagination import paginate

from saphan.record.factcheck.actions import Sent, receive
from saphan.record.factcheck.models import Claim, Desk, Report
from saphan.record.factcheck.queries import LATEST_FIRST, published
from saphan.record.factcheck.rules import Duty, duties

from ..common import WRONG, Pages, answers, user_of
from ..schemas import ClaimOut, Code, MessageIn, MessageOut
from ..scopes import scoped

router = Router()


@router.get(
    "/claims",
    response={200: list[ClaimOut], **WRONG},
    summary="Checked claims",
    **scoped("claims:read"),
)
@paginate(Pages)
def claims(request: HttpRequest, country: str = "") -> Any:
    """The published ones, latest first; of one desk where its country is given."""
    found = published().select_related("desk").order_by(*LATEST_FIRST)
    return found.filter(desk__country=country) if country and "\x00" not in country else found


@router.get(
    "/claims/{key}", response=answers(ClaimOut), summary="A checked claim", **scoped("claims:read")
)
def claim(request: HttpRequest, key: Code) -> Claim:
    """A published claim by its key."""
    found = published().select_related("desk").filter(key=key).first()
    if found is None:
        raise Http404
    return found


@router.post(
    "/desks/{country}/messages",
    response=answers(MessageOut),
    summary="A message to be checked",
    **scoped("claims:write"),
)
def message(request: HttpRequest, country: Code, given: MessageIn) -> dict[str, Any]:
    """Keep a message for a desk where the owner of the token works, and answer it at once."""
    desk = Desk.objects.filter(country=country).first()
    if desk is None or Duty.WRITE not in duties(user_of(request), desk):
        raise Http404
    received = receive(
        desk, Sent(given.text, given.link, channel=Report.Channel.API, external=given.id)
    )
    report = received.report
    return {
        "answer": report.answer,
        "claim": report.claim.key if report.claim else None,
        "probability": report.probability,
        "again": received.again,
    }

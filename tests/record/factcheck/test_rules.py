"""Who may do what at a desk."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.factories import UserFactory
from tests.facts import desk_of, member

from saphan.record.errors import Refused
from saphan.record.factcheck.actions import give_role, take_role
from saphan.record.factcheck.models import DeskRole
from saphan.record.factcheck.queries import desks_of
from saphan.record.factcheck.rules import Duty, duties

pytestmark = pytest.mark.django_db


def test_a_role_counts_at_its_desk_alone():
    here, there = desk_of("TH"), desk_of("RU")
    lead = member(there, "lead")
    assert duties(lead, there) == frozenset(Duty)
    assert duties(lead, here) == frozenset()
    assert list(desks_of(lead)) == [there]


@pytest.mark.parametrize("role", ["checker", "editor"])
def test_only_the_lead_sees_who_sent_reports(role):
    desk = desk_of()
    assert {Duty.SUBMITTERS, Duty.ROLES} & duties(member(desk, role), desk) == set()


def test_checkers_cannot_publish():
    desk = desk_of()
    assert duties(member(desk, "checker"), desk) == {Duty.READ, Duty.WRITE}


def test_others_may_nothing():
    desk = desk_of()
    gone = member(desk, "lead", is_active=False)
    for user in (None, AnonymousUser(), UserFactory(), UserFactory(is_staff=True), gone):
        assert duties(user, desk) == frozenset()
    assert list(desks_of(AnonymousUser())) == []


def test_the_last_lead_stays():
    desk = desk_of()
    first = give_role(None, desk, "lead@desk.example", "lead")
    with pytest.raises(Refused):
        give_role(None, desk, "LEAD@desk.example", "checker")
    with pytest.raises(Refused):
        take_role(None, first)
    give_role(None, desk, "second@desk.example", "lead")
    take_role(None, first)
    assert list(DeskRole.objects.values_list("user__email", flat=True)) == ["second@desk.example"]

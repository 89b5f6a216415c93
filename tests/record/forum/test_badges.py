"""Badges: who wears one, codes, and who sees them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories import DelegateFactory, ForumFactory, OrganisationFactory, organiser_of

from saphan.record.audit.models import AuditEntry
from saphan.record.errors import Refused
from saphan.record.forum import actions, queries
from saphan.record.forum.models import CODE_LETTERS, Badge, Interpreter

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum():
    return ForumFactory()


def interpreter_at(forum, name="Анна Ким"):
    return Interpreter.objects.create(
        forum=forum, code="I-1", name=name, languages=["ru"], modes=[], zone="Europe/Moscow"
    )


def delegate_at(forum, country, name, **fields):
    organisation = OrganisationFactory(country=country, name=fields.pop("at", f"Firm {name}"))
    return DelegateFactory(forum=forum, organisation=organisation, person__name=name, **fields)


def names(*args, **filters):
    return [one.name for one in queries.holders(*args, **filters)]


def test_a_name_stands_in_its_own_letters_and_in_latin_ones(forum):
    delegate_at(forum, "TH", "สมชาย ใจดี", at="บริษัท ก")
    delegate_at(forum, "RU", "Иван Щукин", person__name_latin="Ivan Schukin", at="Завод")
    delegate_at(forum, "TH", "Ann Lee", at="Firm")
    interpreter_at(forum)
    found = queries.holders(forum, None)
    assert [(one.role, one.name, one.name_latin) for one in found] == [
        ("delegate", "Иван Щукин", "Ivan Schukin"),
        ("delegate", "Ann Lee", ""),
        ("delegate", "สมชาย ใจดี", "Somchai Chaidi"),
        ("interpreter", "Анна Ким", "Anna Kim"),
    ]
    assert found[0].organisation_latin == "Zavod"


def test_badges_are_found_by_country_organisation_role_name_and_printing(forum):
    one = delegate_at(forum, "TH", "สมชาย ใจดี")
    delegate_at(forum, "RU", "Иван Щукин")
    interpreter_at(forum)
    user = organiser_of(forum)
    staff = actions.add_badge(user, forum, "  Noi  Driver ", country="TH")
    printed = actions.print_badges(user, forum, queries.holders(forum, None, words="somchai"))
    assert [holder.badge for holder in printed] == [Badge.objects.get(delegate=one)]
    assert names(forum, None, country="TH") == ["Noi Driver", "สมชาย ใจดี"]
    assert names(forum, None, organisation=one.organisation.code) == ["สมชาย ใจดี"]
    assert names(forum, None, role="interpreter") == ["Анна Ким"]
    assert names(forum, None, words="shchukin") == ["Иван Щукин"]
    assert names(forum, None, words=staff.token[:6].lower()) == ["Noi Driver"]
    assert names(forum, None, unprinted=True) == ["Иван Щукин", "Noi Driver", "Анна Ким"]


def test_a_co_organiser_sees_the_own_country_alone(forum):
    delegate_at(forum, "TH", "Ann Lee")
    delegate_at(forum, "RU", "Иван Щукин")
    interpreter_at(forum)
    user = organiser_of(forum)
    for name, country in (("Thai driver", "TH"), ("Russian driver", "RU"), ("Guest", "")):
        actions.add_badge(user, forum, name, country=country)
    own = frozenset({"RU"})
    assert names(forum, own) == ["Russian driver", "Иван Щукин"]
    assert names(forum, own, country="TH") == []
    actions.print_badges(user, forum, queries.holders(forum, None))
    seen = [
        queries.holder_of(badge).name
        for badge in queries.badges_with_people(forum)
        if queries.may_see_badge(badge, own)
    ]
    assert sorted(seen) == ["Russian driver", "Иван Щукин"]


def test_printing_issues_what_is_missing_once(forum):
    delegate_at(forum, "TH", "Ann Lee")
    interpreter_at(forum)
    user = organiser_of(forum)
    first = actions.print_badges(user, forum, queries.holders(forum, None))
    again = actions.print_badges(user, forum, queries.holders(forum, None))
    assert [one.badge.token for one in first] == [one.badge.token for one in again]
    assert all(set(one.badge.token) <= set(CODE_LETTERS) for one in first)
    assert [entry.data for entry in AuditEntry.objects.filter(action="door.print_badges")] == [
        {"badges": 2, "issued": 0},
        {"badges": 2, "issued": 2},
    ]


def test_a_new_code_makes_the_old_one_invalid(forum):
    delegate_at(forum, "TH", "Ann Lee")
    user = organiser_of(forum)
    (holder,) = actions.print_badges(user, forum, queries.holders(forum, None))
    old = holder.badge.token
    badge = actions.reissue_badge(user, holder.badge)
    assert badge.token != old
    assert list(badge.replaced) == [old]
    assert not queries.holder_of(badge).is_printed
    assert timezone.now() - badge.created_at < timedelta(minutes=1)


def test_a_badge_needs_a_name(forum):
    with pytest.raises(Refused):
        actions.add_badge(organiser_of(forum), forum, "  ")


@pytest.mark.parametrize(
    ("typed", "code"),
    [("k7qf 2m9x", "K7QF2M9X"), ("OIL0-1l", "011011"), ("ก№", ""), ("A.B", "AB")],
)
def test_a_typed_code_is_read_with_its_look_alikes(typed, code):
    assert queries.plain_code(typed) == code

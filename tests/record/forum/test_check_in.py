"""The door: every scan counts once, however often and in whatever order it is sent."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    OrganisationFactory,
    organiser_of,
    staff,
)

from saphan.record.audit.models import AuditEntry
from saphan.record.forum import actions, queries
from saphan.record.forum.actions import Answer, Scan
from saphan.record.forum.models import Badge, CheckIn, Interpreter
from saphan.record.forum.rules import countries_at_door

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 9:00 in Bangkok


def world():
    """A forum with a Thai and a Russian delegate, both with a badge, and who is at its door."""
    forum = ForumFactory()
    for country in ("TH", "RU"):
        DelegateFactory(forum=forum, organisation=OrganisationFactory(country=country))
    user = organiser_of(forum)
    actions.print_badges(user, forum, queries.holders(forum, None))
    badges = list(forum.badges.order_by("delegate__organisation__country"))
    return forum, user, badges


def scan(number, code, minutes=0):
    return Scan(UUID(int=number), code, MORNING + timedelta(minutes=minutes))


def answers(user, forum, *scans, **more):
    return [one.answer for one in actions.receive_scans(user, forum, scans, **more)]


def shares(forum, countries):
    inside = queries.badges_in(forum, MORNING)
    found = queries.presence(forum, countries, inside)
    return [(one.country, one.here, one.expected) for one in found]


class Door(TestCase):
    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_batches_in_any_order_and_number_leave_the_same_check_ins(self, data):
        forum, user, badges = world()
        read = [
            scan(n, data.draw(st.sampled_from([*(b.token for b in badges), "NOBODYSCODE00000"])), m)
            for n, m in enumerate(data.draw(st.lists(st.integers(0, 90), max_size=6)))
        ]
        sent = data.draw(
            st.permutations(read + data.draw(st.lists(st.sampled_from(read))) if read else [])
        )
        while sent:
            size = data.draw(st.integers(1, len(sent)))
            actions.receive_scans(user, forum, sent[:size])
            sent = sent[size:]
        known = {badge.token: badge.pk for badge in badges}
        assert set(CheckIn.objects.values_list("scan", "badge_id", "scanned_at")) == {
            (one.id, known[one.code], one.at) for one in read if one.code in known
        }
        assert AuditEntry.objects.filter(action="door.check_in").count() == CheckIn.objects.count()
        # Once all is there, one scan of each badge is the one that came in: the earliest.
        for badge in badges:
            own = [one for one in read if one.code == badge.token]
            told = [one.answer for one in actions.receive_scans(user, forum, own)]
            assert told.count(Answer.WELCOME) == bool(own)
            if own:
                first = queries.first_check_in(badge, MORNING)
                assert first.scanned_at == min(one.at for one in own)


def test_welcome_then_already_and_the_next_day_welcome_again():
    forum, user, (badge, _other) = world()
    told = answers(
        user,
        forum,
        scan(1, badge.token),
        scan(2, badge.token.lower(), 5),
        scan(1, badge.token),
        # 17 hours later it is the next day in Bangkok, at 2:00.
        scan(3, badge.token, 17 * 60),
    )
    assert told == [Answer.WELCOME, Answer.ALREADY, Answer.WELCOME, Answer.WELCOME]
    assert CheckIn.objects.count() == 3


def test_codes_of_nobody_and_of_another_forum_are_told_apart_and_kept_nowhere():
    forum, user, _badges = world()
    _other, _user, (stranger, _second) = world()
    told = answers(user, forum, scan(1, stranger.token), scan(2, "NOBODYSCODE00000"), scan(3, ""))
    assert told == [Answer.OTHER_FORUM, Answer.UNKNOWN, Answer.UNKNOWN]
    assert CheckIn.objects.count() == 0


def test_a_replaced_code_counts_only_if_it_was_read_before():
    forum, user, (badge, _other) = world()
    old = badge.token
    actions.reissue_badge(user, badge)
    late = Scan(UUID(int=9), old, datetime(2099, 1, 1, tzinfo=UTC))
    assert answers(user, forum, late) == [Answer.REPLACED]
    assert answers(user, forum, scan(1, old)) == [Answer.WELCOME]


def test_undone_is_not_in_until_read_again():
    forum, user, (badge, _other) = world()
    answers(user, forum, scan(1, badge.token), scan(2, badge.token, 1))
    actions.undo_check_in(user, CheckIn.objects.get(scan=UUID(int=2)))
    assert queries.badges_in(forum, MORNING) == frozenset()
    assert answers(user, forum, scan(1, badge.token)) == [Answer.UNDONE]
    assert answers(user, forum, scan(3, badge.token, 2)) == [Answer.WELCOME]
    assert queries.badges_in(forum, MORNING) == {badge.pk}


def test_who_has_no_badge_is_found_by_name_and_gets_one():
    forum, user, _badges = world()
    delegate = DelegateFactory(forum=forum)
    stranger = DelegateFactory()
    known = Scan(UUID(int=1), "", MORNING, f"d{delegate.pk}")
    others = [
        Scan(UUID(int=2 + n), "", MORNING, who)
        for n, who in enumerate((f"d{stranger.pk}", "x1", "d", "s1", "d" + "9" * 40))
    ]
    told = answers(user, forum, known, *others)
    assert told == [Answer.WELCOME, *[Answer.UNKNOWN] * 5]
    assert CheckIn.objects.get().badge == Badge.objects.get(delegate=delegate)


def test_a_co_organiser_checks_in_the_own_country_and_door_staff_everybody():
    forum, _user, (russian, thai) = world()
    co_organiser, door = staff(forum, "co_organiser", "RU"), staff(forum, "door_staff")
    own = countries_at_door(co_organiser, forum)
    assert (own, countries_at_door(door, forum)) == (frozenset({"RU"}), None)
    told = answers(co_organiser, forum, scan(1, thai.token), scan(2, russian.token), countries=own)
    assert told == [Answer.OTHER_COUNTRY, Answer.WELCOME]
    assert [one.badge_id for one in queries.recent_check_ins(forum, own, MORNING)] == [russian.pk]
    answers(door, forum, scan(3, thai.token, 1))
    assert shares(forum, None) == [("RU", 1, 1), ("TH", 1, 1)]
    assert shares(forum, own) == [("RU", 1, 1)]
    assert [one.badge_id for one in queries.recent_check_ins(forum, None, MORNING)] == [
        thai.pk,
        russian.pk,
    ]


def test_who_takes_part_online_alone_is_not_expected_and_staff_is():
    forum, user, (russian, _thai) = world()
    DelegateFactory(forum=forum, modes=["online"], organisation__country="TH")
    guest = actions.add_badge(user, forum, "Guest")
    actions.add_badge(user, forum, "Driver", country="VN")
    for modes in (["online"], ["face_to_face"]):
        Interpreter.objects.create(
            forum=forum, code=modes[0], name="Anna", languages=["ru"], modes=modes, zone="UTC"
        )
    answers(user, forum, scan(1, guest.token), scan(2, russian.token))
    assert shares(forum, None) == [("RU", 1, 1), ("TH", 0, 1), ("VN", 0, 1), ("", 1, 2)]
    assert len(queries.holders(forum, None)) == 5

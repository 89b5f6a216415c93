"""What was repeated most in a week."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.facts import claim_of, desk_of, member, report_to
from tests.record.factcheck.test_ingest import LIST

from saphan.engine.claims import Source, gather
from saphan.record.factcheck import actions
from saphan.record.factcheck.models import Claim, Cluster, Mention, Report
from saphan.record.factcheck.queries import Share, Times, WeekLine, week_report, weeks_of
from saphan.record.factcheck.weeks import FIRST, Week, zone_of

WEEK = Week.named("2021-W05")
WHY = {"en": "It does not."}
TUESDAY = datetime(2021, 2, 2, 9, tzinfo=UTC)


@given(st.dates(min_value=date(FIRST, 1, 5)))
def test_a_week_is_found_by_its_name_and_by_each_day(day):
    week = Week.of(day)
    assert Week.named(week.name) == week
    assert week.monday <= day <= week.sunday
    assert (week.monday.weekday(), week.plus(1).plus(-1)) == (0, week)


@pytest.mark.parametrize(
    "name", ["2021-W54", "2021-W00", "2022-W53", "2021-5", "0001-W01", "x", "", "๒๐๒๑-W๐๑"]
)
def test_what_is_no_week_is_none(name):
    with pytest.raises(ValueError):  # noqa: PT011 - every one is told the same
        Week.named(name)


@pytest.mark.parametrize(
    ("country", "zone"), [("TH", "Asia/Bangkok"), ("RU", "UTC"), ("XX", "UTC")]
)
def test_the_clock_of_a_country_with_one(country, zone):
    assert zone_of(country).key == zone


def came(desk, text, at=TUESDAY, times=1, **fields) -> Report:
    """Messages of different senders."""
    for n in range(times):
        made = report_to(desk, text, channel="line", external=f"{text} {at} {n}", **fields)
        Report.objects.filter(pk=made.pk).update(at=at)
    return made


def named(claim, day, rank=None) -> Mention:
    place = f"{claim.pk} {day} {rank}"
    return Mention.objects.create(
        claim=claim, place=place, day=day, rank=rank, name="r", start=0, end=1, text=claim.text
    )


@pytest.mark.django_db
def test_the_most_repeated_come_first_with_their_trend():
    desk = desk_of()
    lemon, banks, storm, rare = (
        claim_of(desk, text, verdict)
        for text, verdict in (
            ("Lemon juice cures diabetes", "false"),
            ("Banks close on Friday", "misleading"),
            ("Five storms approach", "false"),
            ("Garlic cures fever", "true"),
        )
    )
    came(desk, banks.text, times=2)
    came(desk, banks.text, at=TUESDAY - timedelta(weeks=1), times=3)
    came(desk, lemon.text, times=3)
    named(storm, date(2021, 2, 1), 2)
    named(rare, date(2021, 2, 7), 1)
    named(rare, date(2021, 1, 31))
    came(desk, "Something quite new, of which nobody knows")
    told = week_report(desk, WEEK)
    assert [(one.rank, one.claim, one.times) for one in told.top] == [
        (1, lemon, Times(3, 0, 0, 0)),
        (2, banks, Times(2, 3, 0, 0)),
        (3, rare, Times(0, 0, 1, 1)),
        (4, storm, Times(0, 0, 1, 0)),
    ]
    assert [(one.times.is_new, one.times.change) for one in told.top] == [
        (True, 3),
        (False, -1),
        (False, 0),
        (True, 1),
    ]
    assert (told.received, told.received_before, told.claims) == (6, 3, 4)
    assert told.repeated == Times(5, 3, 2, 1)
    assert told.verdicts == (Share("true", 1, 0), Share("misleading", 1, 2), Share("false", 2, 3))
    assert told.weeks[-2:] == (WeekLine(WEEK.plus(-1), 3, 1), WeekLine(WEEK, 5, 2))
    assert [one.week for one in told.weeks] == [WEEK.plus(n) for n in range(-11, 1)]
    assert (told.earlier, told.later, told.is_over) == (WEEK.plus(-1), None, True)
    assert weeks_of(desk) == [WeekLine(WEEK, 5, 2), WeekLine(WEEK.plus(-1), 3, 1)]


@pytest.mark.django_db
def test_no_more_than_ten_are_told():
    desk = desk_of()
    for n in range(11):
        named(claim_of(desk, f"Claim {n}"), date(2021, 2, 1), n + 1)
    told = week_report(desk, WEEK)
    assert [one.claim.text for one in told.top] == [f"Claim {n}" for n in range(10)]
    assert told.claims == 11


@pytest.mark.django_db
def test_a_week_begins_on_monday_by_the_desks_clock():
    thai, russian = desk_of("TH"), desk_of("RU")
    claim_of(thai, "Banks close on Friday")
    sunday_in_utc = datetime(2021, 1, 31, 20, tzinfo=UTC)
    for desk in (thai, russian):
        came(desk, "Banks close on Friday", at=sunday_in_utc)
    assert [weeks_of(desk)[0].week for desk in (thai, russian)] == [WEEK, WEEK.plus(-1)]
    assert [week_report(desk, WEEK).repeated.messages for desk in (thai, russian)] == [1, 0]


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_only_what_is_published_is_counted(state):
    desk = desk_of()
    claim = claim_of(desk, "Banks close on Friday")
    came(desk, claim.text)
    named(claim, date(2021, 2, 1))
    Claim.objects.update(state=state)
    told = week_report(desk, WEEK)
    assert (told.top, told.claims, told.verdicts, told.repeated) == ((), 0, (), Times())
    assert (told.received, told.earlier, told.later, weeks_of(desk)) == (1, None, None, [])


@pytest.mark.django_db
def test_what_a_person_said_of_messages_outweighs_what_was_recognised():
    desk = desk_of()
    recognised, meant = claim_of(desk, "Banks close on Friday"), claim_of(desk, "Banks are shut")
    report = came(desk, recognised.text)
    actions.join_claim(member(desk), report.cluster, meant)
    assert [one.claim for one in week_report(desk, WEEK).top] == [meant]


@pytest.mark.django_db
def test_one_sender_cannot_push_a_claim_up():
    desk = desk_of()
    claim_of(desk, "Banks close on Friday")
    for n in range(9):
        report_to(desk, "Banks close on Friday", channel="line", external=str(n), handle="U1")
    Report.objects.update(at=TUESDAY)
    assert week_report(desk, WEEK).repeated.messages == 1


@pytest.mark.django_db
def test_a_week_takes_as_many_queries_for_many_as_for_few(django_assert_max_num_queries):
    desk = desk_of()
    for n in range(8):
        claim = claim_of(desk, f"Claim number {n} of them")
        came(desk, claim.text)
        named(claim, date(2021, 2, 1))
    with django_assert_max_num_queries(27):
        first = week_report(desk, WEEK)
    with django_assert_max_num_queries(9):
        assert week_report(desk, WEEK) == first  # it is kept by now


@pytest.mark.django_db
def test_a_kept_week_is_what_it_would_be_if_counted_anew():
    """After every act of a desk that weeks are counted from, whichever it is."""
    desk, other = desk_of("TH"), desk_of("RU")
    writer, editor = member(desk), member(desk, "editor")
    known, away = claim_of(desk, "Lemon juice cures diabetes"), claim_of(other, "Banks close")
    for text, times in (("Banks close", 3), (known.text, 2), ("Rain of frogs in Chiang Mai", 4)):
        came(desk, text, times=times)
    heap = Cluster.objects.get(desk=desk, text="Rain of frogs in Chiang Mai")
    draft: list[Claim] = []

    def start() -> None:
        draft.append(actions.start_claim(writer, desk, heap.text, heap))
        actions.write_claim(writer, draft[0], {"verdict": "false", "explanations": WHY}, 1)

    def publish() -> None:
        actions.submit(writer, draft[0])
        actions.publish(editor, draft[0])

    def change() -> None:
        actions.write_claim(writer, draft[0], {"verdict": "satire"}, 2)
        actions.publish(editor, draft[0])

    def take_in_releases() -> None:
        releases = gather([Source("1.txt", LIST, date(2021, 2, 3), "")])
        actions.ingest(None, desk, releases, {})

    def told() -> tuple[object, ...]:
        return (week_report(desk, WEEK), week_report(desk, WEEK.plus(1)), weeks_of(desk))

    seen = []
    for act in (
        lambda: None,
        start,
        publish,
        change,
        take_in_releases,
        lambda: actions.join_claim(editor, heap, known),
        lambda: actions.withdraw(editor, known, "Wrong"),
        lambda: actions.withdraw(member(other, "editor"), away, "Wrong"),
        lambda: came(desk, "Banks close", at=timezone.now()),
    ):
        act()
        kept = told()
        assert told() == kept
        cache.clear()
        assert told() == kept
        seen.append([one.claim.text for one in kept[0].top])
    lemon, banks, frogs = known.text, away.text, heap.text
    listed = ["ดื่มน้ำฝนรักษาโรคเบาหวาน", "ธนาคารแจกเงินคนละ 5,000 บาท"]
    assert seen == [
        [banks, lemon],
        [banks, lemon],
        [frogs, banks, lemon],
        [frogs, banks, lemon],
        [frogs, banks, lemon, *listed],
        [lemon, banks, *listed],
        [banks, *listed],
        listed,
        listed,
    ]


@pytest.mark.django_db
def test_a_week_that_has_just_ended_is_counted_until_all_is_in(monkeypatch):
    desk = desk_of()
    claim = claim_of(desk, "Banks close")
    came(desk, claim.text)
    end = WEEK.plus(1).begins(zone_of("TH"))
    for minutes, messages in ((59, [1, 2]), (61, [2, 2])):
        monkeypatch.setattr(timezone, "now", lambda at=end + timedelta(minutes=minutes): at)
        seen = [week_report(desk, WEEK).repeated.messages]
        came(desk, claim.text, at=TUESDAY + timedelta(minutes=minutes))
        assert [*seen, week_report(desk, WEEK).repeated.messages] == messages


@pytest.mark.django_db
def test_the_first_message_of_a_later_week_is_led_to():
    desk = desk_of()
    claim = claim_of(desk, "Banks close")
    came(desk, claim.text)
    assert week_report(desk, WEEK).later is None
    came(desk, claim.text, at=TUESDAY + timedelta(days=21))
    assert week_report(desk, WEEK).later == WEEK.plus(3)

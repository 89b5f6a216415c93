"""What was promised, and what came of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from tests.factories import ForumFactory, UserFactory

from saphan.record.commitments.actions import (
    Terms,
    add_evidence,
    change,
    commit,
    drop,
    fulfil,
    reopen,
)
from saphan.record.commitments.models import Commitment
from saphan.record.commitments.queries import (
    columns,
    commitments,
    history,
    promises_in,
    promises_waiting,
    to_remind,
)
from saphan.record.errors import Refused
from saphan.record.register.models import Fact, RegisterRole, Release
from saphan.web.views.commitments import _last_day
from saphan.work.reminders import remind

pytestmark = pytest.mark.django_db
TODAY = date(2027, 3, 1)
TERMS = Terms("Hold a forum", "The ministry", ("RU", "TH"), date(2027, 6, 30))


@pytest.fixture
def officer():
    user = UserFactory(language="en")
    RegisterRole.objects.create(user=user)
    return user


@pytest.fixture
def promise():
    release = Release.objects.create(
        digest="1" * 64,
        title="They meet",
        published=date(2021, 5, 25),
        language="en",
        text="The ministry will hold a forum in 2022.",
        countries=["TH", "RU"],
        topics=["digital", "mou"],
    )
    return Fact.objects.create(
        release=release,
        kind=Fact.Kind.PROMISE,
        key="1",
        found_key="1",
        value={"text": release.text, "who": "The ministry", "due": "2022"},
        start=0,
        end=len(release.text),
        rule="test",
    )


def test_a_promise_is_looked_after_once(officer, promise):
    assert list(promises_waiting(["RU"])) == [promise]
    made = commit(officer, TERMS, fact=promise)
    assert (made.countries, made.release, made.state) == (["RU", "TH"], promise.release, "open")
    assert list(promises_waiting()) == []
    with pytest.raises(Refused, match="looked after already"):
        commit(officer, TERMS, fact=promise)
    assert Commitment.objects.count() == 1


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        (Terms(" ", "", ("RU", "TH")), "what will be done"),
        (Terms("Hold a forum", "", ("RU", "RU")), "two countries"),
    ],
)
def test_what_says_nothing_is_no_commitment(officer, terms, why):
    with pytest.raises(Refused, match=why):
        commit(officer, terms)


def test_only_desk_officers_write_and_look_after(officer, promise):
    stranger = UserFactory()
    made = commit(officer, TERMS)
    with pytest.raises(Refused, match="Only a desk officer"):
        change(officer, made, Terms("Hold it", "", ("RU", "TH"), owner=stranger))
    for act in (
        lambda: commit(stranger, TERMS),
        lambda: change(stranger, made, TERMS),
        lambda: fulfil(stranger, made, TODAY),
        lambda: drop(stranger, made, "x"),
        lambda: reopen(stranger, made),
        lambda: add_evidence(stranger, made, "x"),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_it_is_done_when_something_shows_it(officer):
    made = commit(officer, TERMS)
    with pytest.raises(Refused, match="First add what shows it"):
        fulfil(officer, made, TODAY)
    with pytest.raises(Refused, match="whole web address"):
        add_evidence(officer, made, "Report", "javascript:alert(1)")
    add_evidence(officer, made, "Report", "https://forum.example/report")
    assert fulfil(officer, made, TODAY).done_on == TODAY
    with pytest.raises(Refused, match="done already"):
        fulfil(officer, made, TODAY)
    assert reopen(officer, made).done_on is None
    with pytest.raises(Refused, match="Say why"):
        drop(officer, made, " ")
    assert drop(officer, made, "No money").state == "dropped"
    assert [entry.action.partition(".")[2] for entry in history(made)] == [
        "drop",
        "reopen",
        "fulfil",
        "add_evidence",
        "commit",
    ]


def test_a_forum_fulfils_it(officer):
    forum = ForumFactory()
    done = fulfil(officer, commit(officer, TERMS), TODAY, forum=forum)
    assert list(forum.commitments.all()) == [done]


def test_the_board_tells_late_from_open(officer):
    days = (None, TODAY, TODAY - timedelta(days=1), TODAY - timedelta(days=9))
    made = [commit(officer, Terms("Do it", "", ("RU", "TH"), due)) for due in days]
    done = fulfil(officer, commit(officer, TERMS), TODAY, forum=ForumFactory())
    board = columns(commitments(["TH"]), TODAY)
    assert (board.late, board.open, board.done) == ([made[3], made[2]], [made[1], made[0]], [done])
    assert list(commitments(["CN"])) == []


def test_the_officer_is_reminded_before_and_after_the_day(officer):
    due = date(2027, 3, 10)
    made = commit(officer, Terms("Do it", "", ("RU", "TH"), due, owner=officer))
    sent = [
        remind(day)
        for day in (
            due - timedelta(days=15),
            due - timedelta(days=14),
            due - timedelta(days=13),
            due,
            due + timedelta(days=1),
            due + timedelta(days=2),
        )
    ]
    assert sent == [0, 1, 0, 0, 1, 0]
    assert mail.outbox[0].to == [officer.email]
    assert "- 10 March 2027: Do it" in mail.outbox[0].body
    fulfil(officer, made, due, forum=ForumFactory())
    assert not to_remind(due + timedelta(days=99)).exists()


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("", None),
        ("2022", date(2022, 12, 31)),
        ("2022-02", date(2022, 2, 28)),
        ("2022-12", date(2022, 12, 31)),
        ("2022-03-31", date(2022, 3, 31)),
    ],
)
def test_a_time_ends_with_its_last_day(due, day):
    assert _last_day(due) == day


def test_from_a_promise_to_done_on_the_pages(client, officer, promise):
    client.force_login(officer)
    new = reverse("commitment_new", args=[promise.pk])
    shown = client.get(new).context["form"].initial
    assert (shown["countries"], shown["due"]) == ("TH, RU", date(2022, 12, 31))
    data = {"text": "Hold a forum", "countries": "th, ru", "due": "2022-12-31", "owner": ""}
    assert client.post(new, {**data, "countries": "TH"}).status_code == 422
    assert client.post(new, {**data, "owner": "nobody@x.org"}).status_code == 422
    page = client.post(new, data).url
    made = Commitment.objects.get()
    assert page == reverse("commitment", args=[made.pk])

    def act(name, **given):
        return client.post(reverse("commitment_act", args=[made.pk, name]), given)

    assert act("done", on="2022-10-01", forum="nowhere").status_code == 422
    act("evidence", text="It was held", url="")
    act("done", on="2022-10-01", forum="")
    made.refresh_from_db()
    assert (made.state, made.done_on) == ("done", date(2022, 10, 1))


def test_visitors_see_commitments_and_not_who_looks_after_them(client, officer):
    made = commit(officer, Terms("Do it", "", ("RU", "TH"), owner=officer))
    pages = [reverse("commitments"), reverse("commitment", args=[made.pk])]
    for page in pages:
        assert officer.email not in client.get(page).content.decode()
    assert client.post(reverse("commitment_act", args=[made.pk, "drop"])).status_code == 302
    client.force_login(UserFactory())
    assert client.post(reverse("commitment_act", args=[made.pk, "drop"])).status_code == 403
    made.refresh_from_db()
    assert made.state == "open"


def test_a_dossier_leads_to_a_forum_filled_in(client, promise):
    user = UserFactory(can_create_forums=True)
    dossier = reverse("dossier", args=["TH", "RU"])
    assert b"countries=" not in client.get(dossier).content
    client.force_login(user)
    html = client.get(dossier).content.decode()
    address = html.split(f'href="{reverse("forum_new")}?')[1].split('"')[0]
    page = client.get(f"{reverse('forum_new')}?{address.replace('&amp;', '&')}")
    form = page.context["form"]
    assert (form["side_1"].value(), form["side_2"].value()) == ("RU", "TH")
    assert page.context["origin"].topics == ("digital economy", "agreements")
    assert page.context["origin"].release == promise.release.pk


def test_a_dossier_calls_a_promise_open_until_it_is_kept_or_dropped(client, officer, promise):
    def shown() -> tuple[list[Fact], int, int]:
        found = promises_in(Release.objects.all())
        return found.open, found.done, found.dropped

    page = reverse("dossier", args=["RU", "TH"])
    assert shown() == ([promise], 0, 0)
    made = commit(officer, TERMS, fact=promise)
    assert shown() == ([promise], 0, 0)
    assert reverse("commitment", args=[made.pk]) in client.get(page).content.decode()
    add_evidence(officer, made, "Report", "https://forum.example/report")
    fulfil(officer, made, TODAY)
    assert shown() == ([], 1, 0)
    told = client.get(page).content.decode()
    assert ("None is open." in told, "1 kept" in told) == (True, True)
    made.refresh_from_db()
    reopen(officer, made)
    assert shown() == ([promise], 0, 0)
    made.refresh_from_db()
    drop(officer, made, "Not needed")
    assert shown() == ([], 0, 1)

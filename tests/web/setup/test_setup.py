"""A forum from nothing, step by step; what a timetable uses stays; nobody else may touch it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    RequestFactory,
    UserFactory,
    creator_of,
    hold,
    organiser_of,
    staff,
    timetable_with,
)

from saphan.record.audit.models import AuditEntry
from saphan.record.forum.models import Forum, ForumRole, Interpreter, Slot, Travel

pytestmark = pytest.mark.django_db

BASICS = {
    "name_en": "Digital forum",
    "name_th": "ฟอรั่มดิจิทัล",
    "name_ru": "Цифровой форум",
    "summary_en": "Two sides meet.",
    "side_1": "TH",
    "side_2": "RU",
    "languages": ["th", "ru", "en"],
    "timezone": "Asia/Bangkok",
    "zone_1": "Europe/Moscow",
}


def hours(*sessions, **day):
    """A day as its form sends it."""
    names = ("name", "start", "end", "minutes", "gap", "breaks")
    sent = {"session-TOTAL_FORMS": len(sessions), "session-INITIAL_FORMS": 0}
    for index, session in enumerate(sessions):
        for name, value in zip(names, session, strict=True):
            sent[f"session-{index}-{name}"] = value
    return {"mode": "face_to_face", "city": "Bangkok", **sent, **day}


MORNING = ("Morning", "09:30", "11:30", "25", "5", "10:25-10:45")


@pytest.fixture
def creator(client):
    client.force_login(creator_of())
    return client


@pytest.fixture
def made(creator):
    creator.post(reverse("forum_new"), {**BASICS, "code": "digital-28"})
    return Forum.objects.get(code="digital-28")


def to(name, forum, **kwargs):
    return reverse(name, kwargs={"code": forum.code, **kwargs})


def test_only_who_is_let_creates_forums(client):
    assert client.get(reverse("forum_new")).status_code == 302
    client.force_login(organiser_of(ForumFactory()))
    assert client.get(reverse("forum_new")).status_code == 403
    assert client.post(reverse("forum_new"), {**BASICS, "code": "mine"}).status_code == 403
    assert Forum.objects.filter(code="mine").count() == 0


def test_a_new_forum_is_a_draft_of_its_maker(made):
    assert (made.is_open, made.countries, made.languages) == (
        False,
        ["TH", "RU"],
        ["th", "ru", "en"],
    )
    assert made.zones == ["Asia/Bangkok", "Europe/Moscow"]
    assert made.name["ru"] == "Цифровой форум"
    role = made.roles.get()
    assert (role.role, role.user.can_create_forums) == (ForumRole.Role.ORGANISER, True)


def test_what_is_wrong_is_said_where_it_stands(creator, made):
    wrong = {**BASICS, "code": "Digital-28", "side_2": "TH", "timezone": "Bangkok", "name_th": ""}
    form = creator.post(reverse("forum_new"), wrong).context["form"]
    assert sorted(form.errors) == ["name_th", "side_2", "timezone"]
    taken = creator.post(reverse("forum_new"), {**BASICS, "code": "DIGITAL-28"})
    assert (taken.status_code, list(taken.context["form"].errors)) == (422, ["code"])
    assert Forum.objects.count() == 1


def test_a_dossier_opens_it_filled_in(creator):
    query = {
        "countries": "th,RU,xx",
        "name": "Cooperation, digital",
        "topics": ["fake news, cyber security"],
        "agencies": ["Ministry of Digital Economy", "ТАСС"],
        "release": "7",
    }
    page = creator.get(reverse("forum_new"), query)
    form = page.context["form"]
    assert [form[name].value() for name in ("side_1", "side_2", "side_3", "name_en")] == [
        "TH",
        "RU",
        None,
        "Cooperation, digital",
    ]
    origin = {
        name: value for name, value in query.items() if name in ("topics", "agencies", "release")
    }
    creator.post(reverse("forum_new"), {**BASICS, "code": "from-dossier", **origin})
    forum = Forum.objects.get(code="from-dossier")
    assert forum.topics == ["fake news", "cyber security"]
    assert forum.suggested == ["Ministry of Digital Economy", "ТАСС"]
    assert forum.from_release == 7


def test_days_become_slots_with_breaks(creator, made):
    sent = hours(MORNING, ("", "", "", "25", "5", ""), first="2028-02-16", last="2028-02-17")
    preview = creator.post(to("setup_slots", made), sent, headers={"HX-Request": "true"})
    assert preview.context["slot_count"] == 3
    assert Slot.objects.count() == 0
    assert creator.post(to("setup_days", made), {**sent, "on": "1"}).url == to("setup_places", made)
    assert list(made.slots.values_list("code", flat=True)) == [
        f"2028-02-{day}/{clock}" for day in (16, 17) for clock in ("09:30", "10:00", "10:45")
    ]
    first = made.slots.first()
    assert first.start == datetime(2028, 2, 16, 2, 30, tzinfo=UTC)
    again = creator.post(to("setup_days", made), sent)
    assert again.status_code == 422
    assert made.days.count() == 2


def test_a_day_is_changed_and_what_a_timetable_uses_stays(client):
    timetable = timetable_with(RequestFactory())
    forum = timetable.forum
    client.force_login(organiser_of(forum))
    day = forum.days.earliest("date")
    met = forum.slots.earliest("start")
    address = to("setup_day", forum, day=str(day.date))
    without = client.post(address, hours(("", "10:00", "10:25", "25", "5", "")))
    assert "09:00" in str(without.context["form"].non_field_errors())
    assert forum.slots.filter(day=day).count() == 2
    removed = client.post(to("setup_day_remove", forum, day=str(day.date)), follow=True)
    assert [str(message) for message in removed.context["messages"]] == [
        "A timetable has meetings in these slots, which would go or change: 09:00."
    ]
    longer = client.post(address, hours(("", "09:00", "11:00", "30", "0", "")))
    assert longer.status_code == 422
    online = client.post(address, hours(("", "09:00", "09:25", "25", "0", ""), mode="online"))
    assert online.status_code == 422
    kept = client.post(address, hours(("Early", "09:00", "09:25", "25", "0", ""), mode="both"))
    assert kept.status_code == 302
    assert list(forum.slots.filter(day=day).values_list("pk", "session")) == [(met.pk, "Early")]


def test_a_slot_in_the_middle_of_a_long_meeting_stays(client):
    request = RequestFactory()
    timetable = timetable_with(request)
    timetable.meetings.all().delete()
    forum = timetable.forum
    day = forum.days.earliest("date")
    first, last = day.slots.order_by("start")
    between = Slot.objects.create(
        forum=forum, day=day, code=f"{day.date}/09:30", session="", start=first.end, end=last.start
    )
    hold(timetable, request, first, last, forum.places.filter(mode="face_to_face")[0])
    client.force_login(organiser_of(forum))
    sent = hours(("", "09:00", "09:25", "25", "5", ""), ("", "10:00", "10:25", "25", "5", ""))
    refused = client.post(to("setup_day", forum, day=str(day.date)), sent)
    assert refused.status_code == 422
    assert Slot.objects.filter(pk=between.pk).exists() is True


def test_a_slot_that_a_request_is_fixed_to_stays(client):
    request = RequestFactory()
    forum = request.forum
    request.fixed_slot = forum.slots.earliest("start")
    request.save()
    client.force_login(organiser_of(forum))
    day = forum.days.earliest("date")
    client.post(to("setup_day_remove", forum, day=str(day.date)))
    assert forum.days.count() == 2
    request.state = "withdrawn"
    request.save()
    client.post(to("setup_day_remove", forum, day=str(day.date)))
    assert forum.days.count() == 1


def test_places_are_made_in_bulk_and_numbered_on(creator, made):
    tables = {"act": "add", "mode": "face_to_face", "number": 2, "name": "Table", "hall": "Hall A"}
    for more in ({}, {}, {"hall": "Hall B", "number": 1}, {"mode": "online", "name": "Room"}):
        assert creator.post(to("setup_places", made), {**tables, **more}).status_code == 302
    assert list(made.places.order_by("pk").values_list("code", "name", "hall")) == [
        ("T01", "Table 1", "Hall A"),
        ("T02", "Table 2", "Hall A"),
        ("T03", "Table 3", "Hall A"),
        ("T04", "Table 4", "Hall A"),
        ("T05", "Table 1", "Hall B"),
        ("R01", "Room 1", ""),
        ("R02", "Room 2", ""),
    ]
    creator.post(to("setup_places", made), {"act": "travel", "way_0": "7"})
    assert list(Travel.objects.values_list("one", "other", "minutes")) == [("Hall A", "Hall B", 7)]
    creator.post(to("setup_places", made), {"act": "delete", "place": ["T05"]})
    assert (made.places.count(), Travel.objects.count()) == (6, 0)


def test_a_place_that_a_timetable_uses_stays(client):
    timetable = timetable_with(RequestFactory())
    forum = timetable.forum
    client.force_login(organiser_of(forum))
    used = timetable.meetings.get().place
    codes = list(forum.places.values_list("code", flat=True))
    done = client.post(to("setup_places", forum), {"act": "delete", "place": codes}, follow=True)
    assert [str(message) for message in done.context["messages"]] == [
        f"A timetable has meetings at {used.name}. What it uses stays."
    ]
    assert forum.places.count() == 4


@pytest.mark.parametrize(
    "template",
    [
        "http://meet.example/{meeting}",
        "https://meet.example/",
        "https://{forum}.example/{meeting}",
        "https://meet.example/{meeting}/{user}",
        "https://meet.example/{meeting.__class__}",
        "javascript:{meeting}",
    ],
)
def test_an_address_that_is_unsafe_or_the_same_for_all_is_not_kept(creator, made, template):
    sent = {"act": "join", "join_template": template}
    assert creator.post(to("setup_places", made), sent).status_code == 422
    made.refresh_from_db()
    assert made.join_template == ""


def test_the_sample_address_is_kept(creator, made):
    template = "https://meet.jit.si/{forum}-{meeting}"
    creator.post(to("setup_places", made), {"act": "join", "join_template": template})
    made.refresh_from_db()
    assert made.join_template == template


def test_rules_with_deadlines_by_the_venues_clock(creator, made):
    sent = {
        "asking": "organisers",
        "cross_border": "on",
        "limited": "yes",
        "ask": ["TH:company>RU:agency", "TH:company>RU:company", "XX:company>RU:agency"],
        "max_meetings": "8",
        "min_meetings": "2",
        "max_breaks": "",
        "fairness": "",
        "requests_close": "2028-02-01T18:00",
        "answers_close": "2028-02-05T18:00",
    }
    assert creator.post(to("setup_rules", made), sent).url == to("setup_rules", made)
    made.refresh_from_db()
    assert made.may_ask == {"TH:company": ["RU:agency", "RU:company"]}
    assert (made.asking, made.max_meetings, made.min_meetings) == ("organisers", 8, 2)
    assert (made.max_breaks, made.fairness) == (None, None)
    assert made.requests_close == datetime(2028, 2, 1, 11, tzinfo=UTC)
    shown = creator.get(to("setup_rules", made)).content.decode()
    assert shown.count('value="2028-02-01T18:00"') == 1
    for wrong in ({"answers_close": "2028-01-01T18:00"}, {"min_meetings": "9"}, {"ask": []}):
        assert creator.post(to("setup_rules", made), {**sent, **wrong}).status_code == 422
    creator.post(to("setup_rules", made), {**sent, "limited": ""})
    made.refresh_from_db()
    assert made.may_ask == {}


def test_interpreters_come_change_and_go(creator, made):
    DelegateFactory(forum=made, code="I01")
    sent = {"name": "Anna", "languages": ["th", "ru"], "modes": ["online"], "zone": ""}
    creator.post(to("setup_interpreters", made), sent)
    one = Interpreter.objects.get()
    assert (one.code, one.zone, one.languages) == ("I02", "Asia/Bangkok", ["th", "ru"])
    only_one = creator.post(to("setup_interpreters", made), {**sent, "languages": ["th"]})
    assert only_one.status_code == 422
    creator.post(to("setup_interpreter", made, pk=one.pk), {**sent, "max_run": "4"})
    one.refresh_from_db()
    assert (one.name, one.max_run, Interpreter.objects.count()) == ("Anna", 4, 1)
    creator.post(to("setup_interpreter_remove", made, pk=one.pk))
    assert Interpreter.objects.count() == 0


def test_the_agenda_keeps_who_attends(creator, made):
    sent = {
        "title_th": "พิธีเปิด",
        "title_ru": "Открытие",
        "title_en": "Opening",
        "kind": "opening",
        "date": "2028-02-16",
        "start": "09:00",
        "end": "09:30",
        "place": "Hall A",
        "for_all": "on",
    }
    creator.post(to("setup_agenda", made), sent)
    item = made.agenda.get()
    assert (item.start, item.for_all) == (datetime(2028, 2, 16, 2, tzinfo=UTC), True)
    delegate = DelegateFactory(forum=made)
    item.attendees.add(delegate)
    changed = {**sent, "title_en": "Grand opening", "for_all": ""}
    creator.post(to("setup_agenda_item", made, pk=item.pk), changed)
    item.refresh_from_db()
    assert (item.titles["en"], item.for_all) == ("Grand opening", False)
    assert list(item.attendees.all()) == [delegate]
    assert creator.post(to("setup_agenda", made), {**sent, "end": "08:00"}).status_code == 422
    creator.post(to("setup_agenda_remove", made, pk=item.pk))
    assert made.agenda.count() == 0


def test_roles_are_given_and_taken_back(creator, made):
    roles = to("setup_roles", made)
    given = {"email": "Co@Ministry.example", "role": "co_organiser", "country": "RU"}
    assert creator.post(roles, given).status_code == 302
    co = made.roles.get(role="co_organiser")
    assert (co.user.email, co.country) == ("co@ministry.example", "RU")
    assert creator.post(roles, {**given, "country": "TH"}).status_code == 422
    assert creator.post(roles, {**given, "email": "x@y.example", "country": ""}).status_code == 422
    creator.post(to("setup_role_remove", made, pk=co.pk))
    own = made.roles.get()
    creator.post(to("setup_role_remove", made, pk=own.pk))
    assert list(made.roles.all()) == [own]


def test_it_opens_when_nothing_is_missing(creator, made, client):
    creator.post(to("setup_open", made))
    made.refresh_from_db()
    assert made.is_open is False
    creator.post(to("setup_days", made), hours(MORNING, first="2028-02-16"))
    assert [step.key for step in creator.get(to("setup", made)).context["rail"] if step.done] == [
        "basics",
        "days",
    ]
    creator.post(
        to("setup_places", made),
        {"act": "add", "mode": "face_to_face", "number": 1, "name": "Table"},
    )
    assert creator.get(to("setup_opening", made)).context["blocking"] == []
    creator.post(to("setup_open", made))
    made.refresh_from_db()
    assert made.is_open is True
    creator.post(to("setup_hide", made))
    client.logout()
    assert client.get(to("forum", made)).status_code == 404


PAGES = (
    "setup",
    "setup_basics",
    "setup_days",
    "setup_places",
    "setup_rules",
    "setup_interpreters",
    "setup_agenda",
    "setup_roles",
    "setup_opening",
)
POSTS = ("setup_basics", "setup_days", "setup_places", "setup_rules", "setup_roles", "setup_open")


@pytest.mark.parametrize(
    ("role", "country"), [("co_organiser", "TH"), ("desk_officer", ""), ("door_staff", "")]
)
def test_other_roles_do_not_set_up(client, role, country):
    forum = ForumFactory()
    client.force_login(staff(forum, role, country))
    assert [client.get(to(page, forum)).status_code for page in PAGES] == [403] * 9
    assert [client.post(to(page, forum)).status_code for page in POSTS] == [403] * 6


def test_another_forums_things_are_not_reached(client):
    mine, other = ForumFactory(), ForumFactory()
    client.force_login(organiser_of(mine))
    role = other.roles.create(user=UserFactory(), role="organiser")
    interpreter = Interpreter.objects.create(
        forum=other, code="I1", name="Anna", languages=["th", "ru"], modes=["online"], zone="UTC"
    )
    item = other.agenda.create(
        code="A1",
        kind="talk",
        titles={"en": "Secret"},
        start=datetime(2028, 1, 1, tzinfo=UTC),
        end=datetime(2028, 1, 2, tzinfo=UTC),
    )
    place = other.places.first()
    for name, pk in (
        ("setup_role_remove", role.pk),
        ("setup_interpreter_remove", interpreter.pk),
        ("setup_agenda_remove", item.pk),
    ):
        assert client.post(to(name, mine, pk=pk)).status_code == 404
    for name, pk in (
        ("setup_place", place.pk),
        ("setup_interpreter", interpreter.pk),
        ("setup_agenda_item", item.pk),
    ):
        assert client.get(to(name, mine, pk=pk)).status_code == 404
    client.post(to("setup_places", mine), {"act": "delete", "place": ["face_to_face-1"]})
    assert (mine.places.count(), other.places.count()) == (3, 4)


def test_the_venues_zone_keeps_what_its_clock_shows(client):
    forum = ForumFactory(requests_close=datetime(2027, 2, 1, 10, tzinfo=UTC))
    client.force_login(organiser_of(forum))
    sent = {**BASICS, "timezone": "Europe/Moscow", "zone_1": "Asia/Bangkok"}
    assert client.post(to("setup_basics", forum), sent).status_code == 302
    forum.refresh_from_db()
    assert forum.zones == ["Europe/Moscow", "Asia/Bangkok"]
    assert [f"{s.start.astimezone(forum.zone):%Y-%m-%d/%H:%M}" for s in forum.slots.all()] == list(
        forum.slots.values_list("code", flat=True)
    )
    assert forum.requests_close == datetime(2027, 2, 1, 14, tzinfo=UTC)
    timetable_with(RequestFactory(sender__forum=forum))
    assert client.post(to("setup_basics", forum), BASICS).status_code == 422
    gone = {**sent, "side_2": "KZ"}
    assert client.post(to("setup_basics", forum), gone).status_code == 422


def test_a_copy_has_the_structure_and_nobody(client):
    source = ForumFactory(
        may_ask={"TH:company": ["RU:agency"]},
        requests_close=datetime(2027, 2, 10, 10, tzinfo=UTC),
        join_template="https://zoom.example/{meeting}?pwd=secret",
        suggested=["Ministry"],
    )
    timetable_with(RequestFactory(sender__forum=source))
    source.agenda.create(
        code="A1",
        kind="opening",
        titles={"en": "Opening"},
        start=datetime(2027, 2, 17, 1, tzinfo=UTC),
        end=datetime(2027, 2, 17, 2, tzinfo=UTC),
    )
    Interpreter.objects.create(
        forum=source, code="I1", name="Anna", languages=["th", "ru"], modes=["online"], zone="UTC"
    )
    maker = creator_of(source)
    client.force_login(maker)
    sent = {
        "code": "next-year",
        "first_day": "2028-03-01",
        "name_en": "N",
        "name_th": "N",
        "name_ru": "N",
    }
    assert client.post(to("forum_copy", source), sent).url == "/f/next-year/setup/"
    copy = Forum.objects.get(code="next-year")
    assert (copy.is_open, copy.may_ask, copy.join_template) == (False, source.may_ask, "")
    assert list(copy.days.values_list("date", flat=True)) == [date(2028, 3, 1), date(2028, 3, 2)]
    shift = timedelta(days=378)
    assert list(copy.slots.values_list("start", flat=True)) == [
        slot.start + shift for slot in source.slots.all()
    ]
    assert [slot.code for slot in copy.slots.all()] == [
        f"{slot.start.astimezone(copy.zone):%Y-%m-%d/%H:%M}" for slot in copy.slots.all()
    ]
    assert copy.requests_close == source.requests_close + shift
    assert copy.agenda.get().start == source.agenda.get().start + shift
    assert copy.places.count() == 4
    assert [role.user for role in copy.roles.all()] == [maker]
    people = (copy.delegates, copy.interpreters, copy.requests, copy.availability)
    assert [manager.count() for manager in people] == [0] * 4
    assert copy.suggested == []


def test_a_copy_is_offered_the_name_of_the_next_year_on_both_calendars(client):
    source = ForumFactory(
        code="trade-2027", name={"en": "Trade 2027", "th": "การค้า 2570", "ru": "Торговля 20270"}
    )
    client.force_login(creator_of(source))
    form = client.get(to("forum_copy", source)).context["form"]
    offered = {name: form[name].value() for name in ("code", "name_en", "name_th", "name_ru")}
    assert offered == {
        "code": "trade-2028",
        "name_en": "Trade 2028",
        "name_th": "การค้า 2571",
        "name_ru": "Торговля 20270",
    }
    Forum.objects.update(code="trade")
    source.refresh_from_db()
    assert client.get(to("forum_copy", source)).context["form"]["code"].value() == ""


def test_a_copy_needs_both_the_source_and_the_right_to_create(client):
    source = ForumFactory()
    sent = {"code": "copied", "first_day": "2028-03-01", "name_en": "N", "name_th": "N"}
    for user in (creator_of(), organiser_of(source), staff(source, "co_organiser", "TH")):
        client.force_login(user)
        assert client.post(to("forum_copy", source), sent).status_code == 403
    assert Forum.objects.count() == 1


def test_home_leads_who_may_create_to_a_new_forum(client):
    client.force_login(creator_of())
    assert client.get(reverse("home")).content.decode().count(reverse("forum_new")) == 1
    client.force_login(organiser_of(ForumFactory()))
    assert client.get(reverse("home")).content.decode().count(reverse("forum_new")) == 0


def test_a_room_has_an_address_of_its_own(creator, made):
    made.places.create(code="R01", name="Room 1", mode="online")
    made.places.create(code="T01", name="Table 1", mode="face_to_face", hall="Hall A")
    room, table = (made.places.get(code=code) for code in ("R01", "T01"))
    pages = [reverse("setup_place", args=[made.code, one.pk]) for one in (room, table)]
    assert [sorted(creator.get(page).context["form"].fields) for page in pages] == [
        ["address", "name"],
        ["hall", "name"],
    ]
    link = "https://meet.example/delegations"
    for wrong in ("http://meet.example/a", "javascript:alert(1)", "https://meet example/"):
        sent = {"name": "Room 1", "address": wrong}
        assert creator.post(pages[0], sent).status_code == 422
    assert creator.post(pages[0], {"name": "Big room", "address": link}).status_code == 302
    creator.post(pages[1], {"name": "Table 1", "hall": "Hall B", "address": link})
    assert list(made.places.order_by("code").values_list("name", "hall", "address")) == [
        ("Big room", "", link),
        ("Table 1", "Hall B", ""),
    ]
    noted = AuditEntry.objects.filter(action="forum.change_place").order_by("pk")
    assert [entry.data["own_address"] for entry in noted] == [True, False]
    assert link not in creator.get(reverse("forum", args=[made.code])).content.decode()
    creator.post(pages[0], {"name": "Big room", "address": ""})
    room.refresh_from_db()
    assert room.address == ""

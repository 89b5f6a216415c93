"""Timetables on paper, read back."""

import re

import pypdfium2
import pytest
from django.urls import reverse
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    OrganisationFactory,
    RequestFactory,
    staff,
    timetable_with,
)

from saphan.record.forum.models import AgendaItem, Interpreter
from saphan.record.meetings.models import Timetable

pytestmark = pytest.mark.django_db


@pytest.fixture
def met():
    request = RequestFactory(
        sender__person__name="Somchai Jaidee",
        sender__organisation=OrganisationFactory(country="TH", name="ไทย", language="th"),
        receiver__person__name="Иван Щукин",
        receiver__person__zone="Europe/Moscow",
        receiver__organisation=OrganisationFactory(country="RU", name="Факт", language="ru"),
    )
    forum = request.forum
    timetable = timetable_with(request, Timetable.State.PUBLISHED)
    interpreter = Interpreter.objects.create(
        forum=forum, code="I", name="Анна Ким", languages=["ru"], modes=[], zone="Europe/Moscow"
    )
    timetable.meetings.update(interpreter=interpreter)
    slot = forum.slots.latest("start")
    item = AgendaItem.objects.create(
        forum=forum,
        code="A",
        kind="panel",
        titles={"en": "Panel", "ru": "Панель"},
        start=slot.end,
        end=slot.end.replace(minute=55),
    )
    item.attendees.set([request.receiver])
    return request


def printed(client, forum, kind, **asked):
    response = client.get(reverse("paper_timetables", args=[forum.code, kind]), asked)
    assert response.headers["Content-Type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(response.content)
    return [re.sub(r"[\s\u200b]+", " ", one.get_textpage().get_text_bounded()) for one in pages]


def test_each_delegate_reads_in_the_own_language_and_zone(client, met):
    client.force_login(staff(met.forum, "organiser"))
    russian, thai = printed(client, met.forum, "delegates")
    for said in (
        "Иван Щукин",
        "17 февраля 2027",
        "09:00–09:25 Бангкок",
        "05:00–05:25 Москва",
        "ไทย – Somchai Jaidee",
        "Анна Ким",
        "Панель",
    ):
        assert said in russian
    for said in ("Somchai Jaidee", "2570", "Факт – Иван Щукин"):
        assert said in thai
    assert ("Панель" in thai, "Москва" in thai, "@" in russian) == (False, False, False)


def test_one_delegate_in_the_language_asked_for(client, met):
    client.force_login(staff(met.forum, "organiser"))
    (page,) = printed(client, met.forum, "delegates", who=met.sender.pk, language="en")
    assert "17 February 2027" in page
    assert "Version 1, printed on " in page
    assert "Факт – Иван Щукин" in page


def test_a_table_and_an_interpreter(client, met):
    client.force_login(staff(met.forum, "organiser"))
    place = met.meetings.get().place
    (page,) = printed(client, met.forum, "places", who=place.pk, language="ru")
    for said in (place.name, "ไทย – Somchai Jaidee", "Факт – Иван Щукин", "Анна Ким"):
        assert said in page
    assert "Место" not in page  # it is this table's own
    assert len(printed(client, met.forum, "places")) == met.forum.places.count()
    (page,) = printed(client, met.forum, "interpreters")
    for said in ("Анна Ким", "05:00–05:25 Москва", place.name):
        assert said in page


def test_a_co_organiser_prints_the_own_countrys_people(client, met):
    stranger = DelegateFactory(
        forum=met.forum, organisation__country="VN", person__name="Nguyen Van A"
    )
    client.force_login(staff(met.forum, "co_organiser", "VN"))
    (page,) = printed(client, met.forum, "delegates")
    assert "Nguyen Van A" in page
    for kind in ("places", "interpreters"):
        for page in printed(client, met.forum, kind):
            assert ("Щукин" in page, "Somchai" in page) == (False, False)
    address = reverse("paper_timetables", args=[met.forum.code, "delegates"])
    assert client.get(address, {"who": met.sender.pk}).status_code == 302
    listed = client.get(reverse("paper", args=[met.forum.code]))
    assert list(listed.context["delegates"]) == [stranger]


def test_paper_is_for_its_duty_alone(client, met):
    for user in (
        met.sender.person.user,
        staff(met.forum, "door_staff"),
        staff(ForumFactory(), "organiser"),
    ):
        client.force_login(user)
        for address in (
            reverse("paper", args=[met.forum.code]),
            reverse("paper_timetables", args=[met.forum.code, "delegates"]),
        ):
            assert client.get(address).status_code == 403

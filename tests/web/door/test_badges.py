"""Badges on paper, read back; and who prints them."""

import re

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse
from tests.factories import DelegateFactory, ForumFactory, OrganisationFactory, UserFactory, staff

from saphan.engine.language import with_breaks
from saphan.record.forum import actions
from saphan.record.forum.models import Badge, Interpreter

pytestmark = pytest.mark.django_db
THAI = "บริษัทตรวจสอบข้อเท็จจริงและพัฒนาปัญญาประดิษฐ์แห่งประเทศไทยจำกัดมหาชน"


@pytest.fixture
def forum():
    forum = ForumFactory()
    thai = OrganisationFactory(country="TH", name=THAI, language="th", name_en="Thai Check")
    russian = OrganisationFactory(country="RU", name="ООО «Факт»", language="ru")
    DelegateFactory(forum=forum, organisation=thai, person__name="สมชาย ใจดี")
    DelegateFactory(forum=forum, organisation=russian, person__name="Иван Щукин")
    Interpreter.objects.create(
        forum=forum, code="I", name="Анна Ким", languages=["ru"], modes=[], zone="Europe/Moscow"
    )
    return forum


def pages_of(response):
    assert response.headers["Content-Type"] == "application/pdf"
    return list(pypdfium2.PdfDocument(response.content))


def text_of(page):
    return page.get_textpage().get_text_bounded()


def codes_on(page):
    found = zxingcpp.read_barcodes(page.render(scale=4).to_numpy())
    return sorted(one.text for one in found)


def url(forum, name, *args):
    return reverse(name, args=[forum.code, *args])


def test_the_codes_of_a_sheet_are_read_back(client, forum):
    client.force_login(staff(forum, "organiser"))
    (page,) = pages_of(client.post(url(forum, "badges_print"), {"all": "1"}))
    assert [round(side / 72 * 25.4) for side in page.get_size()] == [210, 297]
    assert codes_on(page) == sorted(Badge.objects.values_list("token", flat=True))
    text = text_of(page)
    for said in ("Иван Щукин", "Ivan Shchukin", "Somchai Chaidi", "Thai Check", "Анна Ким"):
        assert said in text
    for said in ("Участник · Delegate", "Переводчик · Interpreter", "Россия · Russia"):
        assert said in text
    assert "@" not in text


def test_one_by_one_each_badge_is_a_page_of_its_size(client, forum):
    client.force_login(staff(forum, "organiser"))
    keys = [f"d{one.pk}" for one in forum.delegates.all()]
    asked = {"marked": "1", "who": keys, "layout": "single"}
    pages = pages_of(client.post(url(forum, "badges_print"), asked))
    assert [[round(side / 72 * 25.4) for side in page.get_size()] for page in pages] == [
        [90, 55],
        [90, 55],
    ]
    assert [code for page in pages for code in codes_on(page)] == [
        Badge.objects.get(delegate__organisation__country=country).token for country in ("RU", "TH")
    ]


def test_thai_is_broken_between_words_alone(client, forum):
    client.force_login(staff(forum, "organiser"))
    asked = {"all": "1", "country": "TH", "layout": "single"}
    (page,) = pages_of(client.post(url(forum, "badges_print"), asked))
    words = with_breaks(THAI).split("\u200b")
    plain = [re.sub(r"[\s\u200b]", "", line) for line in text_of(page).splitlines()]
    lines = [line for line in plain if line and line in THAI]
    assert "".join(lines) == THAI
    assert len(lines) > 1
    ends = {"".join(words[:n]) for n in range(1, len(words) + 1)}
    assert {"".join(lines[:n]) for n in range(1, len(lines) + 1)} <= ends


def test_badges_are_printed_by_who_looks_after_people(client, forum):
    for user, status in (
        (UserFactory(), 403),
        (staff(forum, "door_staff"), 403),
        (staff(ForumFactory(), "organiser"), 403),
        (forum.delegates.first().person.user, 403),
    ):
        client.force_login(user)
        assert client.get(url(forum, "badges")).status_code == status
        assert client.post(url(forum, "badges_print"), {"all": "1"}).status_code == status
    assert Badge.objects.count() == 0


def test_a_co_organiser_prints_and_renews_only_the_own_countrys(client, forum):
    client.force_login(staff(forum, "organiser"))
    client.post(url(forum, "badges_print"), {"all": "1"})
    client.force_login(staff(forum, "co_organiser", "RU"))
    page = client.get(url(forum, "badges"))
    assert [one.name for one in page.context["found"]] == ["Иван Щукин"]
    assert "สมชาย" not in page.content.decode()
    keys = [f"d{one.pk}" for one in forum.delegates.all()]
    (paper,) = pages_of(client.post(url(forum, "badges_print"), {"marked": "1", "who": keys}))
    assert len(codes_on(paper)) == 1
    thai = Badge.objects.get(delegate__organisation__country="TH")
    russian = Badge.objects.get(delegate__organisation__country="RU")
    assert client.post(url(forum, "badge_reissue", thai.pk)).status_code == 404
    assert client.post(url(forum, "badge_reissue", russian.pk)).status_code == 302
    assert Badge.objects.get(pk=thai.pk).token == thai.token
    assert Badge.objects.get(pk=russian.pk).token != russian.token
    client.post(url(forum, "badge_add"), {"name": "Driver", "country": "TH"})
    client.post(url(forum, "badge_add"), {"name": "Driver", "country": ""})
    assert not Badge.objects.filter(name="Driver").exists()
    client.post(url(forum, "badge_add"), {"name": "Driver", "country": "RU"})
    assert Badge.objects.get(name="Driver").country == "RU"


def test_a_badge_of_another_forum_is_not_renewed(client, forum):
    other = ForumFactory()
    badge = actions.add_badge(staff(other, "organiser"), other, "Guest")
    client.force_login(staff(forum, "organiser"))
    assert client.post(url(forum, "badge_reissue", badge.pk)).status_code == 404


def test_nobody_marked_prints_nothing(client, forum):
    client.force_login(staff(forum, "organiser"))
    asked = client.post(url(forum, "badges_print"), {"marked": "1"}, follow=True)
    assert "Mark the people" in asked.content.decode()
    assert Badge.objects.count() == 0

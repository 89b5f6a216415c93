"""The weekly top ten as page, paper and data."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pypdfium2
import pytest
from django.core.cache import cache
from tests.facts import claim_of, desk_of, report_to

from saphan.record.factcheck.models import Mention, Report
from saphan.record.factcheck.weeks import Week
from saphan.web.views.facts.made import allowed

pytestmark = pytest.mark.django_db
ADDRESS = "/facts/weeks/2021-W05"
TEXT = "น้ำมะนาวรักษาเบาหวาน"


@pytest.fixture
def claim():
    desk = desk_of()
    made = claim_of(
        desk,
        TEXT,
        language="th",
        key="c1",
        texts={"en": "Lemon juice cures diabetes", "ru": "Лимонный сок лечит диабет"},
    )
    for n in range(3):
        report_to(desk, TEXT, channel="line", external=str(n), email="sender@mail.example")
    report_to(desk, TEXT)
    Report.objects.update(at=datetime(2021, 2, 2, 9, tzinfo=UTC))
    Mention.objects.create(
        claim=made, place="1", day="2021-01-26", name="r", start=0, end=1, text=TEXT
    )
    return made


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    told = " ".join(page.get_textpage().get_text_range() for page in pages)
    return " ".join(told.replace("\u200b", "").split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["1–7 February 2021", "Week 5 of 2021", "Lemon juice cures diabetes", "false"]),
        ("ru", ["1–7 февраля 2021", "Лимонный сок лечит диабет", "неправда"]),
        ("th", ["1–7 กุมภาพันธ์ 2564", "ปี 2564", TEXT, "เท็จ"]),
    ],
)
def test_a_week_is_told_in_the_readers_language(client, claim, language, words):
    client.cookies["django_language"] = language
    page = client.get(f"{ADDRESS}/").content.decode()
    assert [one for one in words if one not in page] == []
    paper = client.get(f"{ADDRESS}.pdf?language={language}")
    assert paper["Content-Disposition"] == f'attachment; filename="2021-W05-{language}.pdf"'
    assert paper.content.startswith(b"%PDF-")
    told = text_of(paper.content)
    assert [one for one in words[:1] if one not in told] == []
    for private in ("sender@mail.example", "line"):
        assert private not in told


def test_the_page_counts_and_links(client, claim):
    page = client.get(f"{ADDRESS}/").content.decode()
    assert "2 messages" in page  # of three with one address and one without
    assert "not in the week before" not in page
    for address in ("/facts/claims/c1/", "/facts/weeks/2021-W04/", f"{ADDRESS}.pdf?language=ru"):
        assert f'href="{address}"' in page
    assert page.split("<main")[1].count("<svg") == 2
    assert "style=" not in page


def test_programs_read_the_week(client, claim):
    told = client.get(f"{ADDRESS}.json?language=ru").json()
    assert {
        name: told[name] for name in ("week", "from", "to", "desk", "received", "complete")
    } == {
        "week": "2021-W05",
        "from": "2021-02-01",
        "to": "2021-02-07",
        "desk": "TH",
        "received": 2,
        "complete": True,
    }
    assert told["top"] == [
        {
            "rank": 1,
            "key": "c1",
            "url": "http://testserver/facts/claims/c1/",
            "text": "Лимонный сок лечит диабет",
            "language": "ru",
            "verdict": "false",
            "messages": 2,
            "messagesBefore": 0,
            "releases": 0,
            "releasesBefore": 1,
        }
    ]
    assert told["verdicts"] == [{"verdict": "false", "claims": 1, "messages": 2}]
    assert [one["week"] for one in told["weeks"]][-2:] == ["2021-W04", "2021-W05"]


def test_the_list_names_the_weeks_with_something(client, claim):
    page = client.get("/facts/weeks/").content.decode()
    places = [page.index(f'href="/facts/weeks/{name}/"') for name in ("2021-W05", "2021-W04")]
    assert places == sorted(places)
    assert page.count('href="/facts/weeks/20') == 2
    assert 'href="/facts/weeks/"' in client.get("/facts/").content.decode()


def test_an_empty_week_says_so_and_is_not_indexed(client, claim):
    page = client.get("/facts/weeks/2020-W10/")
    assert "Nothing that has been checked was repeated in this week." in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"
    assert 'href="/facts/weeks/2021-W04/"' in page.content.decode()
    assert client.get("/facts/weeks/2020-W10.json").json()["top"] == []
    assert "repeated in this week" in text_of(client.get("/facts/weeks/2020-W10.pdf").content)


def test_the_present_week_is_not_over_and_later_ones_are_not_there(client):
    desk_of()
    now = Week.of(date.today())
    assert client.get(f"/facts/weeks/{now.name}.json").json()["complete"] is False
    for name in (now.plus(2).name, "2021-W54", "x", "0000-W01"):
        for ending in ("/", ".pdf", ".json"):
            assert client.get(f"/facts/weeks/{name}{ending}").status_code == 404


def test_without_a_desk_there_are_no_weeks(client):
    assert "No fact-check desk" in client.get("/facts/weeks/").content.decode()
    assert client.get(f"{ADDRESS}/").status_code == 404


def test_each_desk_has_its_own_weeks(client, claim):
    desk_of("RU")
    assert client.get(f"{ADDRESS}.json?desk=TH").json()["received"] == 2
    assert client.get(f"{ADDRESS}.json?desk=RU").json()["received"] == 0
    page = client.get(f"{ADDRESS}/?desk=TH").content.decode()
    assert 'href="/facts/weeks/2021-W04/?desk=TH"' in page


def test_a_paper_is_made_once(client, claim):
    cache.clear()
    first = client.get(f"{ADDRESS}.pdf?language=th")
    again = client.get(f"{ADDRESS}.pdf?language=th", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{ADDRESS}.pdf?language=th").content == first.content
    assert client.get(f"{ADDRESS}.pdf?language=ru")["ETag"] != first["ETag"]


def test_many_new_papers_at_once_have_to_wait(client, claim, rf):
    cache.clear()
    kept = client.get(f"{ADDRESS}.pdf?language=th")
    assert [allowed(rf.get("/")) for _n in range(30)] == [True] * 29 + [False]
    told = [client.get(f"{ADDRESS}.pdf?language={one}") for one in ("ru", "th")]
    assert [one.status_code for one in told] == [429, 200]
    assert told[1].content == kept.content


def test_a_script_stays_text(client):
    desk = desk_of()
    claim_of(desk, "</script><script>alert(1)</script>")
    report_to(desk, "</script><script>alert(1)</script>")
    week = Week.of(date.today())
    pages = [client.get(f"/facts/weeks/{one.name}/") for one in (week, week.plus(-1))]
    assert "<script>alert" not in "".join(one.content.decode() for one in pages)
    assert json.loads(client.get(f"/facts/weeks/{week.name}.json").content)

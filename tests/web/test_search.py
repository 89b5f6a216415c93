"""The page of the search."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.factories import DelegateFactory, ListingFactory

from saphan.record.directory.actions import refresh_search

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegate():
    delegate = DelegateFactory(organisation__code="RU-1", organisation__country="RU")
    ListingFactory(
        organisation=delegate.organisation,
        title="Мониторинг дезинформации",
        text="Отчёты <b>каждый</b> день",
    )
    refresh_search(["RU-1"])
    return delegate


def page(client, query: str = "", name: str = "search", args=(), **parameters) -> str:
    return client.get(reverse(name, args=args), {"q": query, **parameters}).content.decode()


def test_a_result_is_marked_explained_and_escaped(client, delegate):
    client.post(reverse("set_language"), {"language": "th", "next": "/"})
    shown = page(client, "ข่าวปลอม")
    assert shown.count("<mark>дезинформации</mark>") == 1
    assert shown.count("<span>การตรวจจับข่าวปลอม</span>") == 1
    assert shown.count("Отчёты &lt;b&gt;каждый&lt;/b&gt; день") == 1
    address = reverse("organisation", args=[delegate.forum.code, "RU-1"])
    assert shown.count(f'<a href="{address}">') == 1


def test_htmx_gets_the_results_alone(client, delegate):
    url = reverse("directory", args=[delegate.forum.code])
    headers = {"hx_request": "true", "hx_target": "found"}
    found = client.get(url, {"q": "дезинформация"}, headers=headers)
    assert found.templates[0].name == "search/found.html"
    assert [one.organisation.code for one in found.context["found"].results] == ["RU-1"]


def test_filters_are_links_that_keep_the_question(client, delegate):
    other = DelegateFactory(organisation__code="TH-1")
    ListingFactory(organisation=other.organisation, title="ข่าวปลอม", side="need")
    refresh_search(["TH-1"])
    found = client.get(reverse("search"), {"q": "ข่าวปลอม", "country": "RU"})
    country = next(one for one in found.context["facets"] if one.label == "Country")
    assert [(c.label, c.count, c.chosen) for c in country.choices] == [
        ("Russia", 1, True),
        ("Thailand", 1, False),
    ]
    results = client.get(reverse("search") + country.choices[1].address).context["found"].results
    assert [one.organisation.code for one in results] == ["TH-1"]


def test_an_empty_result_says_what_to_do_next(client, delegate):
    shown = page(client, "qwxzjk", country="RU")
    assert shown.count("Nothing answers “qwxzjk” here.") == 1
    assert shown.count("Search without filters") == 1


def test_the_question_is_escaped_and_cut(client):
    assert page(client, "<script>alert(1)</script>").count("<script>alert") == 0
    assert page(client, "x" * 1000).count(f'value="{"x" * 200}"') == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"page": "-1"},
        {"page": "²"},
        {"page": "9" * 30},
        {"country": "%%"},
        {"kind": "x"},
        {"side": "both"},
        {"forum": "nowhere"},
        {"forum": "\x00"},
    ],
)
def test_filters_that_do_not_exist_are_left_out(client, delegate, wrong):
    shown = client.get(reverse("search"), {"q": "дезинформация", **wrong})
    assert [one.organisation.code for one in shown.context["found"].results] == ["RU-1"]


def test_private_data_of_people_is_not_found(client, delegate):
    delegate.person.name = "Zbigniew Kowalski"
    delegate.person.save()
    refresh_search(["RU-1"])
    delegate.person.email = "zk@nowhere.invalid"
    delegate.person.save()
    for text in (delegate.person.email, "Kowalski"):
        assert client.get(reverse("search"), {"q": text}).context["found"].total == 0

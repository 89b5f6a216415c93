from __future__ import annotations

import re

import pytest
from django.urls import reverse
from tests.factories import AgencyFactory, ReleaseFactory

from saphan.record.register.actions import index_releases
from saphan.web.report.world import LEVELS, level, outlines

pytestmark = pytest.mark.django_db


@pytest.fixture
def releases():
    ministry = AgencyFactory(names={"en": "Ministry of Trade"})
    made = [
        ReleaseFactory(
            title="Рис <i>и</i> торговля",
            text="Рис <i>и</i> торговля\nРазвивается <b>торговля</b> рисом.",
            language="ru",
            publisher="RU",
            countries=["RU", "TH", "LA"],
            topics=["trade"],
            agencies=[ministry.pk],
            published="2020-03-01",
        ),
        ReleaseFactory(
            title="Trade in rice",
            text="Trade in rice\nNothing else.",
            countries=["TH", "SG"],
            topics=["trade", "agriculture"],
            published="2022-03-01",
        ),
    ]
    list(index_releases(workers=1))
    return made


def page(client, name: str = "register_search", **parameters) -> str:
    return client.get(reverse(name), parameters).content.decode()


def test_what_matched_is_marked_and_the_rest_is_text(client, releases) -> None:
    shown = page(client, q="торговля")
    assert "Рис &lt;i&gt;и&lt;/i&gt; <mark>торговля</mark>" in shown
    assert "&lt;b&gt;<mark>торговля</mark>&lt;/b&gt;" in shown
    assert "<i>и" not in shown
    assert "Nothing answers" in page(client, q="xylophone")


def test_filters_narrow_and_are_taken_off_again(client, releases) -> None:
    def total(address: str) -> int:
        return client.get(reverse("register_search") + address).context["found"].total

    facets = {one.key: one for one in client.get(reverse("register_search")).context["facets"]}
    assert [(one.label, one.count) for one in facets["country"].choices] == [
        ("Thailand", 2),
        ("Laos", 1),
        ("Russia", 1),
        ("Singapore", 1),
    ]
    assert [(one.label, one.count) for one in facets["topic"].choices] == [
        ("trade", 2),
        ("agriculture", 1),
    ]
    for facet in facets.values():
        for choice in facet.choices:
            assert total(choice.address) == choice.count, (facet.key, choice.label)
    laos = facets["country"].choices[1]
    narrowed = client.get(reverse("register_search") + laos.address)
    (back,) = [one for one in narrowed.context["facets"][0].choices if one.chosen]
    assert total(back.address) == 2
    assert total("?from=2021") == total("?to=2021") == total("?language=ru&country=ru") == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"country": "ZZZ"},
        {"topic": "nonsense"},
        {"kind": "x"},
        {"language": "'"},
        {"organisation": "99999999999999999999"},
        {"from": "20²0", "to": "99999"},
        {"page": "-1"},
    ],
)
def test_what_no_filter_knows_is_ignored(client, releases, wrong) -> None:
    found = client.get(reverse("register_search"), wrong).context["found"]
    assert (found.total, found.page) == (2, 1)


def test_the_map_shows_countries_and_years_with_the_same_in_tables(client, releases) -> None:
    response = client.get(reverse("register_map"), {"country": "TH"})
    assert response.context["rows"] == [
        ("Laos", "?country=TH&country=LA", 1, [0, 0, 1]),
        ("Russia", "?country=TH&country=RU", 1, [0, 0, 1]),
        ("Singapore", "?country=TH&country=SG", 1, [1, 0, 0]),
    ]
    assert response.context["all_years"] == ((2022, 1), (2021, 0), (2020, 1))
    shown = response.content.decode()
    assert len(shown) < 100_000
    assert re.search(r'<circle class="level-5"[^>]*><title>Singapore: 1</title>', shown)


def test_an_empty_register_says_what_to_do(client) -> None:
    for name in ("register_search", "register_map"):
        assert "saphan ingest" in page(client, name)


def test_shades_are_equal_steps_of_the_ratio() -> None:
    assert [level(value, 100_000) for value in (0, 1, 10, 11, 10_000, 10_001, 100_000)] == [
        0,
        1,
        1,
        2,
        4,
        5,
        LEVELS,
    ]
    assert level(1, 1) == LEVELS


def test_every_country_is_on_the_map_once() -> None:
    world = outlines()
    assert not world["shapes"].keys() & world["dots"].keys()
    assert {"TH", "RU", "LA", "BR"} <= world["shapes"].keys()
    assert {"SG", "MT", "BH"} <= world["dots"].keys()

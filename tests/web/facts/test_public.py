"""What everybody sees of claims, and what nobody does."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import jsonschema_rs
import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from tests.api.test_jsonld import Blocks
from tests.facts import claim_of, desk_of, member, report_to

from saphan.record.factcheck import actions
from saphan.record.factcheck.models import Claim, Mention

pytestmark = pytest.mark.django_db
TEXT = "Lemon juice cures diabetes"
RATING = {
    "type": "object",
    "required": ["@type", "alternateName"],
    "properties": {
        "@type": {"const": "Rating"},
        "alternateName": {"type": "string", "minLength": 1},
        "ratingValue": {"type": "number", "minimum": 1, "maximum": 5},
        "bestRating": {"const": 5},
        "worstRating": {"const": 1},
    },
    "dependentRequired": {"ratingValue": ["bestRating", "worstRating"]},
    "additionalProperties": False,
}
WORK = {
    "type": "object",
    "required": ["@type"],
    "properties": {
        "@type": {"const": "CreativeWork"},
        "headline": {"type": "string", "minLength": 1},
        "url": {"type": "string", "pattern": "^https?://"},
        "datePublished": {"type": "string", "format": "date"},
    },
    "additionalProperties": False,
}
REVIEW = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": [
        "@context",
        "@type",
        "claimReviewed",
        "reviewRating",
        "url",
        "author",
        "datePublished",
        "itemReviewed",
        "inLanguage",
    ],
    "properties": {
        "@context": {"const": "https://schema.org"},
        "@type": {"const": "ClaimReview"},
        "@id": {"type": "string"},
        "url": {"type": "string", "pattern": "^http://testserver/facts/claims/"},
        "claimReviewed": {"type": "string", "minLength": 1},
        "reviewBody": {"type": "string", "minLength": 1},
        "datePublished": {"type": "string", "format": "date"},
        "inLanguage": {"enum": ["th", "ru", "en"]},
        "reviewRating": RATING,
        "citation": {"type": "array", "items": WORK},
        "author": {
            "type": "object",
            "required": ["@type", "name", "url"],
            "properties": {"@type": {"const": "Organization"}},
        },
        "itemReviewed": {
            "type": "object",
            "required": ["@type", "name"],
            "properties": {
                "@type": {"const": "Claim"},
                "datePublished": {"type": "string", "format": "date"},
                "appearance": {"type": "array", "items": WORK, "minItems": 1},
            },
        },
    },
    "additionalProperties": False,
}
FEED = {
    "type": "object",
    "required": ["@context", "@type", "dataFeedElement"],
    "properties": {
        "@type": {"const": "DataFeed"},
        "dateModified": {"type": "string", "format": "date-time"},
        "dataFeedElement": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["@type", "item", "dateModified"],
                "properties": {
                    "@type": {"const": "DataFeedItem"},
                    "item": {"type": "array", "items": REVIEW, "minItems": 1},
                },
            },
        },
    },
}


def valid(schema, told):
    check = jsonschema_rs.validator_for(schema, validate_formats=True)
    return [error.message for error in check.iter_errors(told)] == []


def told_everywhere(desk) -> Claim:
    """A claim with a release and evidence, and everything that nobody may see."""
    claim = claim_of(
        desk,
        TEXT,
        texts={"th": "น้ำมะนาวรักษาเบาหวาน"},
        explanations={"en": "It does not.", "ru": "Не лечит."},
        key="c1",
    )
    Mention.objects.create(
        claim=claim,
        place="1",
        day="2025-03-01",
        name="release.pdf",
        source_url="https://gov.example/1",
        start=0,
        end=1,
        text="Lemon juice",
    )
    writer = member(desk, email="writer@desk.example")
    actions.add_evidence(writer, claim, "A study", "https://study.example/", "SECRET copy")
    Claim.objects.filter(pk=claim.pk).update(published_at=timezone.now())
    actions.add_evidence(writer, claim, "SECRET later", "https://later.example/", "SECRET")
    actions.comment(writer, claim, "SECRET comment")
    actions.hand_over(writer, claim, "SECRET agency", "m@agency.example", "en", "SECRET?", 7)
    sent = report_to(desk, TEXT + "!!! SECRET", email="sender@mail.example")
    sent.cluster.claim = claim
    sent.cluster.save()
    claim.refresh_from_db()
    return claim


def seen(client, *addresses) -> str:
    pages = [client.get(one) for one in addresses]
    assert [one.status_code for one in pages] == [200] * len(pages)
    return "".join(one.content.decode() for one in pages)


FILES = ("/facts/", "/facts/feed.json", "/facts/feed.atom", "/facts/sitemap.xml")


def test_a_page_tells_what_is_claimed_and_what_is_true(client):
    told_everywhere(desk_of())
    page = seen(client, "/facts/claims/c1/")
    for words in (TEXT, "It does not.", "Не лечит.", "น้ำมะนาวรักษาเบาหวาน", "A study", "false"):
        assert words in page
    assert 'href="https://gov.example/1"' in page


def test_the_reader_is_told_in_their_own_language(client):
    told_everywhere(desk_of())
    client.cookies["django_language"] = "th"
    page = seen(client, "/facts/claims/c1/")
    assert '<h1 class="claim-text" lang="th">น้ำมะนาวรักษาเบาหวาน</h1>' in page
    (review,) = Blocks(page).found
    assert (review["inLanguage"], review["reviewRating"]["alternateName"]) == ("th", "เท็จ")


def test_nothing_of_the_desk_or_of_senders_is_told(client):
    told_everywhere(desk_of())
    told = seen(client, "/facts/claims/c1/", *FILES)
    assert [one for one in ("SECRET", "@", "later.example") if one in told.replace('"@', "")] == []


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_only_what_is_published_is_there(client, state):
    claim_of(desk_of(), "Banks close", key="kept-back", state=state)
    assert client.get("/facts/claims/kept-back/").status_code == 404
    told = seen(client, *FILES) + client.post("/facts/", {"q": "Banks close"}).content.decode()
    assert "kept-back" not in told
    assert told.count("Banks close") == 1  # what was asked, in its box
    assert client.get("/facts/feed.json").json()["dataFeedElement"] == []


def test_a_withdrawn_claim_is_gone_and_a_change_waits(client):
    desk = desk_of()
    claim = told_everywhere(desk)
    editor = member(desk, "editor")
    actions.write_claim(member(desk), claim, {"explanations": {"en": "NEW words"}}, 1)
    assert "NEW words" not in seen(client, "/facts/claims/c1/", *FILES)
    actions.publish(editor, claim)
    page = seen(client, "/facts/claims/c1/")
    assert "NEW words" in page
    assert "Changed: the explanation" in page
    assert "It does not." not in page
    actions.withdraw(editor, claim, "SECRET reason")
    assert client.get("/facts/claims/c1/").status_code == 404
    assert "c1" not in seen(client, *FILES)


@pytest.mark.parametrize("verdict", ["true", "misleading", "false", "unproven", "satire"])
def test_claimreview_has_what_the_guidelines_want(client, verdict):
    claim = told_everywhere(desk_of())
    Claim.objects.filter(pk=claim.pk).update(verdict=verdict)
    (review,) = Blocks(seen(client, "/facts/claims/c1/")).found
    assert valid(REVIEW, review)
    assert review["itemReviewed"]["appearance"] == [
        {
            "@type": "CreativeWork",
            "headline": "Lemon juice",
            "url": "https://gov.example/1",
            "datePublished": "2025-03-01",
        }
    ]
    degrees = {"true": 5, "misleading": 2, "false": 1}
    assert review["reviewRating"].get("ratingValue") == degrees.get(verdict)


@pytest.mark.parametrize("missing", REVIEW["required"])
def test_the_schema_misses_what_is_missing(client, missing):
    told_everywhere(desk_of())
    (review,) = Blocks(seen(client, "/facts/claims/c1/")).found
    del review[missing]
    assert not valid(REVIEW, review)


def test_the_data_feed_has_each_language(client):
    told_everywhere(desk_of())
    told = json.loads(seen(client, "/facts/feed.json"))
    assert valid(FEED, told)
    (item,) = told["dataFeedElement"]
    assert [
        (one["inLanguage"], one["claimReviewed"], one["reviewRating"]["alternateName"])
        for one in item["item"]
    ] == [
        ("th", "น้ำมะนาวรักษาเบาหวาน", "เท็จ"),
        ("ru", TEXT, "неправда"),
        ("en", TEXT, "false"),
    ]


def test_the_data_feed_goes_on_page_by_page(client, monkeypatch):
    monkeypatch.setattr("saphan.web.views.facts.feeds.A_PAGE", 1)
    desk = desk_of()
    claim_of(desk, "First", key="c1"), claim_of(desk, "Second", key="c2")
    first = client.get("/facts/feed.json")
    assert first["Link"] == '<http://testserver/facts/feed.json?page=2>; rel="next"'
    second = client.get("/facts/feed.json?page=2")
    assert "Link" not in second
    assert [
        one.json()["dataFeedElement"][0]["url"].rsplit("/", 2)[1] for one in (first, second)
    ] == ["c2", "c1"]


def test_atom_is_told_in_the_language_asked_for(client):
    told_everywhere(desk_of())
    feed = ElementTree.fromstring(seen(client, "/facts/feed.atom?language=ru"))  # noqa: S314
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "ru"
    (entry,) = feed.findall("a:entry", names)
    assert entry.findtext("a:title", "", names) == f"неправда: {TEXT}"
    assert entry.findtext("a:summary", "", names) == "Не лечит."
    assert entry.find("a:link", names).get("href") == "http://testserver/facts/claims/c1/"


def test_rss_tells_the_same(client):
    told_everywhere(desk_of())
    feed = ElementTree.fromstring(seen(client, "/facts/feed.rss?language=ru"))  # noqa: S314
    assert (feed.tag, feed.get("version"), feed.findtext("channel/language")) == (
        "rss",
        "2.0",
        "ru",
    )
    (item,) = feed.findall("channel/item")
    assert item.findtext("title") == f"неправда: {TEXT}"
    assert item.findtext("description") == "Не лечит."
    assert item.findtext("link") == "http://testserver/facts/claims/c1/"
    own = "{http://www.w3.org/2005/Atom}link"
    assert feed.find(f"channel/{own}").get("href").endswith("/facts/feed.rss?language=ru")


def test_the_sitemap_names_every_page(client):
    claim = told_everywhere(desk_of())
    claim.reports.all().delete()  # which have a week of their own
    sitemap = ElementTree.fromstring(seen(client, "/facts/sitemap.xml"))  # noqa: S314
    assert [[part.text for part in one] for one in sitemap] == [
        ["http://testserver/facts/claims/c1/", claim.published_at.date().isoformat()],
        ["http://testserver/facts/weeks/2025-W09/"],
    ]


def test_search_engines_are_told_of_the_sitemap_and_kept_off_the_desk(client):
    told = client.get("/robots.txt")
    assert told["Content-Type"] == "text/plain; charset=utf-8"
    rules = RobotFileParser()
    rules.parse(told.content.decode().splitlines())
    assert rules.site_maps() == ["http://testserver/facts/sitemap.xml"]
    paths = (
        "/facts/",
        "/facts/claims/c1/",
        "/facts/weeks/2021-W05/",
        "/facts/desk/TH/",
        "/account/",
    )
    assert [rules.can_fetch("a", path) for path in paths] == [True, True, True, False, False]


def test_the_box_answers_and_keeps_nothing(client):
    cache.clear()
    claim_of(desk_of(), TEXT, key="c1", explanations={"en": "It does not."})
    page = client.post("/facts/", {"q": "LEMON juice cures diabetes!"}).content.decode()
    assert "This has been checked" in page
    assert "It does not." in page
    other = client.post("/facts/", {"q": "A <b>bridge</b> was built"})
    assert "This is new to us" in other.content.decode()
    assert "<b>bridge" not in other.content.decode()
    assert other["X-Robots-Tag"] == "noindex"
    assert [one.reports.count() for one in (desk_of(),)] == [0]
    ask = client.get(reverse("fact_ask"), {"text": "A bridge"})
    assert "A bridge</textarea>" in ask.content.decode()


def test_the_box_says_by_which_words_and_how_likely(client):
    cache.clear()
    claim_of(desk_of(), TEXT, key="c1", texts={"ru": "Лимонный сок лечит диабет"})
    client.cookies["django_language"] = "ru"
    page = client.post("/facts/", {"q": "Juice of lemons cures my diabetes"}).content.decode()
    assert ">Лимонный сок лечит диабет</a>" in page
    told = page.split("Общие слова:")[1].split("</p>")[0]
    assert {word for word in ("cures", "diabetes", "juice") if word in told} == {
        "cures",
        "diabetes",
        "juice",
    }
    exact = client.post("/facts/", {"q": TEXT}).content.decode()
    assert "Общие слова:" not in exact


def test_the_box_stops_floods(client):
    cache.clear()
    claim_of(desk_of(), TEXT, key="c1")
    statuses = [client.post("/facts/", {"q": TEXT}).status_code for _n in range(21)]
    assert statuses == [200] * 20 + [429]


def test_texts_end_no_block_and_no_script_is_run(client):
    claim_of(desk_of(), "</script><script>alert(1)</script>", key="c1")
    page = seen(client, "/facts/claims/c1/", "/facts/", "/facts/feed.atom")
    assert "<script>alert" not in page


def test_links_of_other_kinds_are_not_links(client):
    claim = told_everywhere(desk_of())
    claim.mentions.update(source_url="javascript:alert(1)")
    assert "javascript:alert" not in seen(client, "/facts/claims/c1/", "/facts/feed.json")


def test_a_page_has_as_many_queries_for_one_as_for_many(client, django_assert_max_num_queries):
    desk = desk_of()
    for n in range(5):
        claim = claim_of(desk, f"Claim {n}", key=f"c{n}")
        actions.add_evidence(member(desk), claim, "A study", "https://study.example/", "copy")
    Claim.objects.update(published_at=timezone.now() + timedelta(seconds=1))
    with django_assert_max_num_queries(6):
        client.get("/facts/feed.json")

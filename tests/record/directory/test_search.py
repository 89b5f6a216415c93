"""What a reader types finds what answers it, in any language and spelling."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.factories import DelegateFactory, ForumFactory, ListingFactory, OrganisationFactory

from saphan.record.directory.actions import refresh_search
from saphan.record.directory.models import SearchEntry
from saphan.record.directory.queries import PAGE, Limits, search
from saphan.record.directory.queries.entries import hits, vector_of
from saphan.record.directory.queries.question import Question
from saphan.record.directory.queries.search import pieces, snippet

pytestmark = pytest.mark.django_db


def taking_part(forum=None, *, listings=(), **fields):
    """An organisation of a forum, with listings of (side, title), ready to be found."""
    organisation = OrganisationFactory(**fields)
    DelegateFactory(organisation=organisation, **({"forum": forum} if forum else {}))
    for side, title in listings:
        ListingFactory(organisation=organisation, side=side, title=title)
    refresh_search([organisation.code])
    return organisation


def codes(query: str, **limits) -> list[str]:
    return [one.organisation.code for one in search(query, Limits(**limits)).results]


def marks(cut) -> list[str]:
    return [text for text, marked in cut if marked]


def test_a_thai_question_finds_the_russian_offer_and_says_why():
    taking_part(code="RU", country="RU", listings=[("offer", "Мониторинг дезинформации")])
    taking_part(code="TH", listings=[("offer", "ห้องเย็นสำหรับผลไม้")])
    found = search("ระบบตรวจจับข่าวปลอม")
    (result,) = found.results
    assert result.organisation.code == "RU"
    (listing,) = result.listings
    assert "media.fake_news" in listing.means
    assert "дезинформации" in marks(listing.title)
    assert "media.fake_news" in found.concepts


def test_words_of_the_question_are_marked_in_any_inflection():
    taking_part(code="A", listings=[("offer", "Тёплые складские помещения")])
    (result,) = search("складское помещение").results
    assert marks(result.listings[0].title) == ["складские", "помещения"]
    assert result.listings[0].means == ()


@pytest.mark.parametrize("query", ["Томихин", "Tomikhin", "tomihin", "โตมีฮิน", "Tomikhn", "Томхиин"])
def test_a_name_is_found_in_any_alphabet_and_with_slips(query):
    taking_part(code="A", name="ООО «Томихин и сыновья»", language="ru")
    taking_part(code="B", name="ООО «Северный щит»", language="ru")
    (result,) = search(query).results
    assert result.organisation.code == "A"
    assert marks(result.name) == ["Томихин"]


def test_a_mistyped_word_is_taken_for_one_of_the_knowledge_base():
    taking_part(code="A", listings=[("offer", "Разведка киберугроз")])
    found = search("cybersecurty")
    assert codes("cybersecurty") == ["A"]
    assert found.question.mended == [("cybersecurty", "cybersecurity")]


def test_the_last_word_may_be_unfinished():
    taking_part(code="A", name="Bazaar Logistics")
    assert codes("baza") == ["A"]
    assert codes("baza logistics") == ["A"]


def test_a_code_is_found_first():
    taking_part(code="TH-077", name="Somebody")
    assert codes("th-077") == ["TH-077"]


def test_the_better_answer_comes_first():
    taking_part(code="A", listings=[("offer", "Cold storage and cold chains")])
    taking_part(code="B", listings=[("offer", "Cold drinks")])
    assert codes("cold storage")[0] == "A"


def test_the_best_answer_of_an_organisation_comes_first():
    taking_part(
        code="A",
        listings=[("need", "Cold drinks for events"), ("offer", "Cold storage for fruit")],
    )
    (result,) = search("cold storage").results
    assert result.listings[0].listing.title == "Cold storage for fruit"


def test_who_takes_part_in_no_forum_is_not_found():
    OrganisationFactory(code="OUT", name="Bazaar Logistics")
    refresh_search(["OUT"])
    assert (codes("Bazaar Logistics"), codes("OUT"), codes("")) == ([], [], [])


def test_the_record_decides_who_is_shown_when_the_index_is_behind():
    organisation = taking_part(code="A", name="Bazaar Logistics")
    organisation.delegates.all().delete()
    assert codes("Bazaar Logistics") == []


def test_a_text_changed_behind_the_index_carries_no_marks():
    organisation = taking_part(code="A", name="Bazaar Logistics")
    organisation.name = "Quite another name"
    organisation.save()
    (result,) = search("Bazaar").results
    assert result.name == [("Quite another name", False)]


def test_filters_and_their_counts():
    forum, other = ForumFactory(), ForumFactory()
    taking_part(forum, code="A", country="TH", listings=[("offer", "Cold storage")])
    taking_part(forum, code="B", country="RU", listings=[("need", "Cold storage")])
    taking_part(other, code="C", country="RU", kind="agency", listings=[("offer", "Cold storage")])
    assert sorted(codes("cold storage")) == ["A", "B", "C"]
    assert sorted(codes("cold storage", country="RU")) == ["B", "C"]
    assert codes("cold storage", country="RU", side="need") == ["B"]
    assert codes("cold storage", kind="agency") == ["C"]
    assert sorted(codes("cold storage", forum=forum.pk)) == ["A", "B"]
    facets = search("cold storage", Limits(country="RU")).facets
    assert facets["country"] == [("RU", 2), ("TH", 1)]
    assert facets["side"] == [("need", 1), ("offer", 1)]
    assert facets["kind"] == [("agency", 1), ("company", 1)]
    assert facets["forum"] == [(str(forum.pk), 1), (str(other.pk), 1)]


def test_nothing_typed_lists_all_with_counts():
    taking_part(code="A", country="TH", name="B", listings=[("offer", "Cold storage")])
    taking_part(code="B", country="RU", name="A", listings=[("need", "Cold storage")])
    assert codes("") == ["B", "A"]
    assert codes("  ", side="offer") == ["A"]
    found = search("", Limits(side="offer"))
    assert found.facets["side"] == [("need", 1), ("offer", 1)]
    assert found.facets["country"] == [("TH", 1)]


def test_pages():
    forum = ForumFactory()
    for number in range(PAGE + 1):
        taking_part(forum, code=f"A{number:02}", listings=[("offer", "Cold storage")])
    first, last, beyond = (search("cold storage", page=page) for page in (1, 2, 99))
    assert (first.total, first.pages, len(first.results)) == (PAGE + 1, 2, PAGE)
    assert [one.organisation.code for one in last.results] == [
        one.organisation.code for one in beyond.results
    ]
    seen = {one.organisation.code for page in (first, last) for one in page.results}
    assert len(seen) == PAGE + 1


def test_a_filter_that_few_pass_still_finds_by_meaning():
    organisation = taking_part(
        code="A", country="MM", listings=[("offer", "Мониторинг дезинформации")]
    )
    listing = organisation.search_entries.get(side="offer")
    crowd = [OrganisationFactory(code=f"C{number}") for number in range(300)]
    SearchEntry.objects.bulk_create(
        SearchEntry(
            organisation=one,
            country="TH",
            kind="company",
            side="",
            forums=listing.forums,
            digest="",
            model=listing.model,
            vector=listing.vector,
        )
        for one in crowd
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    question = Question("Мониторинг дезинформации")
    (hit,) = hits(question, vector_of(question), Limits(country="MM", side="offer")).found
    assert hit.organisation == organisation.pk


@pytest.mark.parametrize(
    "query",
    [
        "x" * 1_000_000,
        "ก" * 5_000,
        "🙂🎉",
        "the of and",
        "และ ของ",
        "и на в",
        "%_\\",
        "' OR 1=1; DROP TABLE directory_organisation --",
        "\x00\ufffd",
        "مرحبا بالعالم",
        "\u202eabc\u202c",
        "<script>alert(1)</script>",
        "a & b | !c:*",
        "1234567890",
        "{1,2}",
        "%s %(name)s",
    ],
)
def test_no_question_fails(query):
    taking_part(code="A", listings=[("offer", "Cold storage")])
    assert search(query).page == 1
    assert search(query, Limits(country="TH", side="need")).total == 0


def test_without_a_model_words_and_concepts_still_find(monkeypatch, tmp_path):
    taking_part(code="A", listings=[("offer", "Разведка киберугроз")])
    monkeypatch.setenv("SAPHAN_EMBEDDING", str(tmp_path))
    assert (codes("киберугроза"), codes("cyber security")) == (["A"], ["A"])


def test_marks_that_overlap_become_one():
    assert pieces("abcdef", [(1, 3), (2, 4), (5, 6)]) == [
        ("a", False),
        ("bcd", True),
        ("e", False),
        ("f", True),
    ]
    assert pieces("", []) == []


def test_a_long_text_is_cut_around_its_first_mark():
    cut = snippet([("a" * 500, False), ("found", True), ("b" * 500, False)])
    assert [piece[:5] for piece, _ in cut] == ["… ", "aaaaa", "found", "bbbbb", " …"]
    assert sum(len(piece) for piece, _ in cut) == 220 + 4
    assert snippet([("short", False)]) == [("short", False)]

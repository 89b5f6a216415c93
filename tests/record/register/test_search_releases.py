"""Searching releases: what is found in three languages, and counts against counting by hand."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import ClientCursor, Cursor
from tests.factories import AgencyFactory, ReleaseFactory

from saphan.engine.extraction import EVENT_KINDS, TOPICS
from saphan.engine.language import embed, fit
from saphan.record.directory.models import VECTOR
from saphan.record.directory.queries.entries import Told
from saphan.record.directory.queries.question import understand
from saphan.record.register.actions import index_releases, unindexed_releases
from saphan.record.register.models import Release, ReleaseEntry, ReleaseWord
from saphan.record.register.queries import (
    FoundReleases,
    ReleaseLimits,
    cooperation,
    search_releases,
)
from saphan.record.register.queries import found as finding
from saphan.record.register.queries.counted import number_of
from saphan.record.register.queries.found import ANY, SURE, Matched, in_binary, telling
from saphan.record.register.queries.search import score

pytestmark = pytest.mark.django_db

TEXTS = (
    ("en", "Training in cyber security", "Officials agreed to train experts together."),
    ("ru", "Обучение кибербезопасности", "Стороны договорились об обучении специалистов."),
    ("th", "อบรมความมั่นคงปลอดภัยไซเบอร์", "สองฝ่ายตกลงฝึกอบรมผู้เชี่ยวชาญร่วมกัน"),
    ("en", "Fruit is exported by rail", "Durian and mangosteen go to the north."),
)


def release(language: str, title: str, body: str, **more) -> Release:
    return ReleaseFactory(language=language, title=title, text=f"{title}\n{body}", **more)


def index() -> None:
    assert sum(index_releases(workers=1)) > 0


def titles(found: FoundReleases) -> list[str]:
    return [one.release.title for one in found.results]


def marked(cut) -> list[str]:
    return [text for text, on in cut if on]


@pytest.mark.parametrize("question", [TEXTS[0][1], TEXTS[1][1], TEXTS[2][1]])
def test_a_question_finds_releases_in_all_languages(question: str) -> None:
    for text in TEXTS:
        release(*text)
    index()
    assert sorted(titles(search_releases(question))) == sorted(text[1] for text in TEXTS[:3])


def test_words_are_marked_in_title_and_text() -> None:
    release("ru", "Экспорт фруктов", "Первая партия. <b>Фрукты</b> везут по железной дороге.")
    index()
    (result,) = search_releases("фрукт").results
    assert marked(result.title) == ["фруктов"]
    assert marked(result.text) == ["Фрукты"]
    assert "".join(text for text, _on in result.text).startswith("Первая партия. <b>")


def test_countries_and_organisations_are_found_by_their_names_in_other_languages() -> None:
    ministry = AgencyFactory(names={"en": "Ministry of Railways", "th": "กระทรวงรถไฟ"})
    own = release("ru", "Встреча", "Разговор.", countries=["TH", "SG"], agencies=[ministry.pk])
    release("ru", "Переговоры", "Разговор.", countries=["TH", "RU"])
    index()
    for question in ("Singapore", "สิงคโปร์", "Сингапуре", "Ministry of Railways", "กระทรวงรถไฟ"):
        assert [one.release for one in search_releases(question).results] == [own], question


def test_the_best_stands_first_and_the_latest_of_equals() -> None:
    release("en", "Durian", "A word of rice.", published=date(2024, 1, 1))
    release("en", "Rice", "Sold.", published=date(2014, 1, 1))
    release("en", "Rice", "Sold again.", published=date(2022, 1, 1))
    index()
    found = search_releases("rice")
    assert [one.release.published.year for one in found.results] == [2022, 2014, 2024]
    newest = search_releases("rice", newest=True)
    assert [one.release.published.year for one in newest.results] == [2024, 2022, 2014]


def test_copies_are_not_found_and_unknown_words_find_nothing() -> None:
    first = release(*TEXTS[3])
    release(*TEXTS[3], twin_of=first)
    index()
    assert search_releases("durian").total == 1
    assert search_releases("").total == 1
    assert search_releases("xylophone qwertyuiop").total == 0
    assert search_releases("“…” ?").results == ()


def test_pages_hold_each_release_once() -> None:
    for number in range(45):
        release("en", f"Rice {number}", "Sold.")
    index()
    for newest in (False, True):
        pages = [search_releases("rice", page=page, newest=newest) for page in (1, 2, 3, 9)]
        assert [(one.page, one.pages, one.total) for one in pages] == [
            (1, 3, 45),
            (2, 3, 45),
            (3, 3, 45),
            (3, 3, 45),
        ]
        assert len({one.release.pk for page in pages[:3] for one in page.results}) == 45


def test_the_index_follows_whatever_changes_a_release() -> None:
    one = release(*TEXTS[3], countries=["TH", "RU"], topics=["trade"])
    index()
    Release.objects.update(topics=["transport"], published=date(2019, 3, 1), event_kind="visit")
    entry = ReleaseEntry.objects.get()
    assert (entry.topics, entry.year, entry.kind) == (["transport"], 2019, "visit")
    assert not unindexed_releases().exists()
    Release.objects.update(countries=["TH", "LA"])  # the names that it is found by change too
    assert list(unindexed_releases()) == [one]
    assert search_releases("Laos").total == 0
    index()
    assert search_releases("Laos").total == 1
    Release.objects.update(twin_of=release("en", "Other", "Text"))
    assert not ReleaseEntry.objects.filter(release=one).exists()


def test_words_are_counted_once_however_often_an_entry_is_made() -> None:
    for text in TEXTS:
        release(*text)
    index()
    before = dict(ReleaseWord.objects.values_list("word", "documents"))
    assert before[""] == 4
    assert sum(index_releases(again=True, workers=1)) == 4
    assert dict(ReleaseWord.objects.values_list("word", "documents")) == before


FACTS = st.fixed_dictionaries(
    {
        "language": st.sampled_from(["th", "ru", "en"]),
        "countries": st.sampled_from([["TH", "RU"], ["TH", "LA"], ["TH", "RU", "LA"], []]),
        "topics": st.sampled_from([["trade"], ["trade", "energy"], []]),
        "event_kind": st.sampled_from(["visit", "forum", ""]),
        "published": st.sampled_from([date(2019, 5, 1), date(2020, 5, 1), date(2022, 5, 1)]),
        "agencies": st.sampled_from([[7], [7, 8], []]),
        "title": st.sampled_from(["Rice", "Rubber"]),
    }
)
LIMITS = st.builds(
    ReleaseLimits,
    countries=st.sampled_from([(), ("RU",), ("RU", "LA")]),
    topic=st.sampled_from(["", "trade", "energy"]),
    kind=st.sampled_from(["", "visit"]),
    language=st.sampled_from(["", "th"]),
    agency=st.sampled_from([None, 7, 8]),
    first=st.sampled_from([None, 2020]),
    last=st.sampled_from([None, 2020]),
)
WITHOUT = {
    "topic": {"topic": ""},
    "kind": {"kind": ""},
    "language": {"language": ""},
    "agency": {"agency": None},
    "year": {"first": None, "last": None},
    "country": {},
}


def passes(facts: dict, limits: ReleaseLimits) -> bool:
    year = facts["published"].year
    return (
        set(limits.countries) <= set(facts["countries"])
        and (not limits.topic or limits.topic in facts["topics"])
        and (not limits.kind or limits.kind == facts["event_kind"])
        and (not limits.language or limits.language == facts["language"])
        and (limits.agency is None or limits.agency in facts["agencies"])
        and (limits.first is None or limits.first <= year)
        and (limits.last is None or year <= limits.last)
    )


def values(name: str, facts: dict) -> list:
    match name:
        case "year":
            return [facts["published"].year]
        case "country":
            return facts["countries"]
        case "topic":
            return facts["topics"]
        case "agency":
            return facts["agencies"]
        case "kind":
            return [facts["event_kind"]] if facts["event_kind"] else []
    return [facts["language"]]


@given(st.lists(FACTS, min_size=1, max_size=8), LIMITS, st.sampled_from(["", "rice"]))
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_counts_are_those_of_counting_by_hand(
    records: list[dict], limits: ReleaseLimits, question: str
) -> None:
    with transaction.atomic():
        for number, facts in enumerate(records):
            ReleaseFactory(**facts, text=f"{facts['title']}\n{number}")
        index()
        found = search_releases(question, limits)
        joined = cooperation(question, limits)
        transaction.set_rollback(True)
    asked = [one for one in records if not question or one["title"] == "Rice"]
    within = [one for one in asked if passes(one, limits)]
    assert found.total == joined.total == len(within)
    for name, without in WITHOUT.items():
        wider = replace(limits, **without)
        counts = Counter(
            str(value) for one in asked if passes(one, wider) for value in values(name, one)
        )
        assert dict(found.facets[name]) == dict(counts), name
    assert joined.by_year == dict(
        Counter(
            (country, one["published"].year)
            for one in within
            for country in one["countries"]
            if country not in limits.countries
        )
    )
    assert dict(joined.years).items() >= Counter(one["published"].year for one in within).items()


def by_comparing_all(question: str, limits: ReleaseLimits) -> list[int]:
    """What answers, best first, by looking at every entry: no index, no SQL, no cut."""
    asked = understand(question, ReleaseWord)
    vector = fit(embed([asked.meant or asked.text]), VECTOR)[0].astype(np.float16).astype(float)
    vector /= np.linalg.norm(vector)
    units, told = telling(asked), Told(asked)
    entries = list(ReleaseEntry.objects.all())
    found = []
    for entry in entries:
        cosine = float(np.dot(entry.vector, vector) / np.linalg.norm(entry.vector))
        worded = bool(units) and all(unit & set(entry.terms) for unit in units)
        year = entry.published.year
        within = (
            set(limits.countries) <= set(entry.countries)
            and (not limits.topic or limits.topic in entry.topics)
            and (limits.first is None or limits.first <= year)
        )
        if within and (worded or cosine >= SURE):
            found.append((entry, cosine))
    last = max((entry.published for entry, _cosine in found), default=None)
    scores = {}
    for entry, cosine in found:
        _have, worded, named = told.by(entry.terms, entry.title)
        recent = 0.5 ** ((last - entry.published).days / (5 * 365.25))
        scores[entry.pk] = score(worded, named, cosine, recent)
    return sorted(scores, key=lambda key: (-scores[key], -key))


@pytest.mark.parametrize("question", ["cyber security", "экспорт риса", "ผู้เชี่ยวชาญ", "rice trade"])
def test_the_index_finds_the_same_as_comparing_all(question: str) -> None:
    bodies = ("Rice is exported.", "Experts train.", "Экспорт риса растёт.", "ผู้เชี่ยวชาญอบรม")
    for number, (text, body) in enumerate(itertools.product(TEXTS, bodies)):
        release(
            *text[:2],
            f"{body} {text[2]}",
            countries=["TH", ("RU", "LA")[number % 2]],
            topics=[("trade", "energy", "culture")[number % 3]],
            published=date(2018 + number % 5, 1 + number % 12, 1),
        )
    index()
    for limits in (
        ReleaseLimits(),
        ReleaseLimits(countries=("LA",)),
        ReleaseLimits(topic="trade", first=2020),
    ):
        found = search_releases(question, limits)
        assert [one.release.pk for one in found.results] == by_comparing_all(question, limits)


def test_counts_follow_what_changes_at_once() -> None:
    first = release(*TEXTS[0], countries=["TH", "RU"], topics=["trade"])
    release(*TEXTS[1], countries=["TH"], topics=["trade", "energy"])
    index()
    found = search_releases("")
    assert found.total == 2
    assert found.facets["country"] == [("TH", 2), ("RU", 1)]
    assert found.facets["topic"] == [("trade", 2), ("energy", 1)]
    Release.objects.filter(pk=first.pk).update(topics=["defence"], event_kind="signing")
    found = search_releases("", ReleaseLimits(topic="trade"))
    assert found.total == 1
    assert found.facets["topic"] == [("defence", 1), ("energy", 1), ("trade", 1)]
    assert found.facets["kind"] == []


def test_every_topic_and_kind_has_a_number_of_its_own() -> None:
    names = (*TOPICS, *EVENT_KINDS)
    assert len({number_of(name) for name in names}) == len(names)


@pytest.mark.parametrize(("titled", "kept"), [(1, [0, 5, 4]), (2, [1, 0, 5]), (4, [3, 2, 1])])
def test_those_with_the_word_in_the_title_are_ranked_before_later_ones(monkeypatch, titled, kept):
    monkeypatch.setattr(finding, "RANKED", 3)
    keys = [
        release(
            "en",
            f"Durian, part {at}" if at < titled else f"Bridges, part {at}",
            "Two towns built a bridge of steel; durian was sold there.",
            published=date(2020, 1, 1 + at),
        ).pk
        for at in range(6)
    ]
    index()
    question = understand("durian", ReleaseWord)
    found, _facets, total = Matched(question, None, ANY, ranked=True).best(0, 20)
    assert ([keys.index(key) for key in found], total) == (kept, 6)


@pytest.mark.parametrize("kind", [Cursor, ClientCursor])
def test_long_answers_are_the_same_behind_a_pooler(kind):
    connection.ensure_connection()
    with CursorWrapper(kind(connection.connection), connection) as cursor:
        in_binary(cursor).execute("SELECT array_send(%s::int[]), %s::date", [[7], date(2020, 1, 2)])
        row = cursor.fetchone()
    assert (bytes(row[0])[-4:], row[1]) == (b"\x00\x00\x00\x07", date(2020, 1, 2))

from collections import Counter
from importlib.resources import files

import pytest

from saphan.engine.language import code_path, concepts, concepts_in, normalise
from saphan.engine.language.isic import classes_in
from saphan.engine.language.words import tokenise_normalised

LEXICON = files("saphan.engine.language") / "data" / "concepts"


def test_one_concept_in_three_languages() -> None:
    found = [
        concepts_in(text)
        for text in (
            "ระบบตรวจจับข่าวปลอม",
            "Мониторинг дезинформации",
            "We track misinformation",
        )
    ]
    assert found == [
        {"data.monitoring": ("ตรวจจับ",), "media.fake_news": ("ข่าวปลอม",)},
        {"data.monitoring": ("мониторинг",), "media.fake_news": ("дезинформации",)},
        {"media.fake_news": ("misinformation",)},
    ]


def test_a_longer_name_hides_the_shorter_one_inside() -> None:
    assert concepts_in("облачные вычисления") == {"cloud.computing": ("облачные вычисления",)}
    assert list(concepts_in("ดาวเทียมสื่อสาร")) == ["telecom.satellite"]
    assert list(concepts_in("วิเคราะห์ภาพถ่ายดาวเทียม")) == ["space.remote_sensing"]


def test_english_names_count_inside_thai_and_russian() -> None:
    assert list(concepts_in("แพลตฟอร์ม AI และ Blockchain")) == ["ai.general", "finance.blockchain"]
    assert list(concepts_in("Внедрение AI-решений")) == ["ai.general"]


def test_a_proper_name_that_holds_a_word_is_no_concept() -> None:
    assert concepts_in("เครือข่ายเอไอเอส") == {}


def test_a_phrase_does_not_span_sentences() -> None:
    assert concepts_in("We are smart. City of Perm") == {}


def test_every_name_of_the_lexicon_is_recognised() -> None:
    missed = [
        (concept.id, name)
        for concept in concepts().values()
        for names in concept.words.values()
        for name in names
        if concept.id not in concepts_in(name)
    ]
    assert missed == []


def test_every_concept_names_a_real_activity_or_none() -> None:
    assert [c.id for c in concepts().values() if c.isic and not code_path(c.isic)] == []


def test_every_class_has_eight_concepts() -> None:
    held = Counter(concept.isic for concept in concepts().values())
    assert [code for code in classes_in("") if held[code] < 8] == []
    assert len(classes_in("")) == 419
    assert len(concepts()) >= 7_000


def test_every_row_has_five_columns_and_an_id_of_its_own() -> None:
    rows = [
        line.split("\t")
        for file in LEXICON.iterdir()
        for line in file.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert {len(row) for row in rows} == {5}
    assert len({row[0] for row in rows}) == len(rows)
    assert [row for row in rows if not all(name for c in row[2:] for name in c.split("|"))] == []


@pytest.mark.parametrize("language", ["th", "ru", "en"])
def test_no_two_concepts_have_one_first_name(language: str) -> None:
    first = Counter(normalise(concept.name(language)) for concept in concepts().values())
    assert [name for name, times in first.items() if times > 1] == []


def test_no_name_is_found_for_two_concepts() -> None:
    owners: dict[tuple[str, ...], set[str]] = {}
    for concept in concepts().values():
        for language, names in concept.words.items():
            for name in map(normalise, names):
                terms = tuple(token.term for token in tokenise_normalised(name))
                owners.setdefault((name,) if language == "th" else terms, set()).add(concept.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_no_russian_or_english_name_loses_a_number() -> None:
    lost = [
        (concept.id, name)
        for concept in concepts().values()
        for language in ("ru", "en")
        for name in concept.words[language]
        if any(word.isdigit() for word in name.split())
        and not any(ch.isdigit() for t in tokenise_normalised(normalise(name)) for ch in t.term)
    ]
    assert lost == []


@pytest.mark.parametrize(
    "text",
    [
        "custom made for the Polish position",
        "international cooperation programme",
        "баланс интересов и кадры фильма",
        "สามารถนำเข้าข้อมูลสุกร",
    ],
)
def test_common_words_name_no_trade(text: str) -> None:
    assert set(concepts_in(text)) <= {"media.film"}


@pytest.mark.parametrize(
    ("language", "name"),
    [("th", "การตรวจจับข่าวปลอม"), ("ru", "выявление дезинформации"), ("de", "fake news detection")],
)
def test_the_name_to_show(language: str, name: str) -> None:
    assert concepts()["media.fake_news"].name(language) == name

from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.engine.language import CodeSuggestion, code_path, suggest_codes, to_isic
from saphan.engine.language.codes import SYSTEMS


@pytest.mark.parametrize(
    ("code", "system", "isic"),
    [
        ("6201", "isic4", ("6201",)),
        ("J62.01", "isic4", ("6201",)),
        ("j", "isic4", ("J",)),
        ("6299", "isic4", ("62",)),
        ("62011", "isic4", ()),
        ("62.03", "nace2", ("6202",)),
        ("10.73", "nace2", ("1074",)),
        ("92.00", "nace2", ("9200",)),
        ("85.41", "nace2", ("8530",)),
        ("62.01.1", "nace2", ()),
        ("62.01", "okved2", ("6201",)),
        ("62.01.12", "okved2", ("6201",)),
        ("47.91.2", "okved2", ("4791",)),
        ("85.41.9", "okved2", ("8541", "8542", "8549")),
        ("85.22", "okved2", ("8530",)),
        ("92.11", "okved2", ("9200",)),
        ("62011", "tsic", ("6201",)),
        ("46311", "tsic", ("4630",)),
        ("10761", "tsic", ("107",)),
        ("04", "tsic", ()),
        ("K62", "nace2", ()),
        ("", "okved2", ()),
        ("ซอฟต์แวร์", "tsic", ()),
    ],
)
def test_to_isic(code: str, system: str, isic: tuple[str, ...]) -> None:
    assert to_isic(code, system) == isic


@pytest.mark.parametrize(
    ("code", "isic"),
    [
        ("62", ("62",)),
        ("62.0", ("620",)),
        ("62.05", ("620",)),
        ("10.7", ("107",)),
        ("28.4", ("2822",)),
    ],
)
def test_a_code_known_to_a_level_gives_that_level(code: str, isic: tuple[str, ...]) -> None:
    assert to_isic(code, "nace2") == isic


def test_a_group_that_russia_drew_anew_gives_the_groups_it_covers() -> None:
    assert to_isic("85.2", "okved2") == ("852", "853")


def test_an_unknown_system_is_named() -> None:
    with pytest.raises(ValueError, match="unknown classification 'naics': one of isic4, nace2"):
        to_isic("62", "naics")


def test_every_class_of_nace_lies_in_a_class_and_every_class_is_reached() -> None:
    data = files("saphan.engine.language") / "data"
    rows = [
        line.split("\t")[0]
        for line in (data / "nace.tsv").read_text(encoding="utf-8").splitlines()[1:]
    ]
    isic = [line.split("\t")[0] for line in (data / "isic.tsv").read_text("utf-8").splitlines()]
    assert len(set(rows)) == len(rows) == 615
    reached = [to_isic(code, "nace2") for code in rows]
    assert {len(classes) for classes in reached} == {1}
    assert {code for (code,) in reached} == {code for code in isic if len(code) == 4}


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=8) | st.from_regex(r"[A-U]?[0-9]{2}(\.[0-9]{1,2}){0,2}", fullmatch=True))
def test_whatever_comes_out_is_a_code(code: str) -> None:
    for system in SYSTEMS:
        assert all(code_path(isic)[-1] == isic for isic in to_isic(code, system))


def test_a_concept_suggests_its_class() -> None:
    assert suggest_codes("Распознаём дипфейки") == (
        CodeSuggestion(
            code="6201", score=1.0, concepts={"media.deepfake": ("дипфейки",)}, words=()
        ),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("โรงงานผลิตรองเท้า", ("รองเท้า",)),
        ("Производство обуви", ("производство", "обуви")),
        ("We manufacture footwear", ("manufacture", "footwear")),
    ],
)
def test_the_name_of_a_class_suggests_it(text: str, words: tuple[str, ...]) -> None:
    best = suggest_codes(text)[0]
    assert (best.code, best.words) == ("1520", words)


def test_a_branch_is_suggested_where_nothing_tells_its_classes_apart() -> None:
    assert suggest_codes("e-Government") == (
        CodeSuggestion(code="84", score=1.0, concepts={"gov.egov": ("e government",)}, words=()),
    )


def test_no_more_than_asked_and_nothing_for_nothing() -> None:
    assert len(suggest_codes("software, footwear, life insurance, rice growing", most=2)) == 2
    assert suggest_codes("") == ()
    assert suggest_codes("Other manufacturing n.e.c.") == ()

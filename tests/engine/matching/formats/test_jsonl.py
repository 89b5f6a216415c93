import json
from pathlib import Path

import pytest

from saphan.engine.matching import Listing, MatchingProblem, Profile, match, read_profiles
from saphan.engine.matching.formats.jsonl import write_matches
from saphan.engine.sheets.forum_sheets import UnusableFiles

ORGANISATION = {
    "id": "T",
    "country": "TH",
    "kind": "company",
    "name": "ก",
    "language": "th",
    "about": "ข่าว",
    "offers": [],
    "needs": [
        {"id": "N", "title": "ข่าวปลอม", "text": "", "isic": ["6201"], "cooperation": ["purchase"]}
    ],
    "languages": ["th", "en"],
}
PROFILE = Profile(
    "T",
    "TH",
    "company",
    "ก",
    "th",
    "ข่าว",
    (),
    (Listing("N", "ข่าวปลอม", "", ("6201",), ("purchase",)),),
    ("th", "en"),
)


def written(folder: Path, *rows: object) -> Path:
    path = folder / "organisations.jsonl"
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def wrong(path: Path) -> list[tuple[str, int | None, str | None, str | None]]:
    with pytest.raises(UnusableFiles) as error:
        read_profiles(path)
    assert {problem.file for problem in error.value.problems} == {path.name}
    return [(p.code, p.row, p.column, p.value) for p in error.value.problems]


def test_an_organisation_a_line(tmp_path: Path) -> None:
    assert read_profiles(written(tmp_path, ORGANISATION, "")) == (PROFILE,)


def test_a_byte_order_mark_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "marked.jsonl"
    path.write_text(json.dumps(ORGANISATION), encoding="utf-8-sig")
    assert read_profiles(path) == (PROFILE,)


def test_what_may_be_missing(tmp_path: Path) -> None:
    row = {"id": "T", "country": "TH", "about": "ข่าว", "offers": [{"id": "O", "title": "x"}]}
    assert read_profiles(written(tmp_path, row)) == (
        Profile("T", "TH", "", "T", "th", "ข่าว", (Listing("O", "x"),)),
    )


def test_one_text_stands_for_a_list_of_one(tmp_path: Path) -> None:
    offer = {"id": "O", "title": "x", "isic": "3030", "cooperation": "sale"}
    row = {"id": "T", "country": "TH", "offers": [offer]}
    assert read_profiles(written(tmp_path, row))[0].offers == (
        Listing("O", "x", "", ("3030",), ("sale",)),
    )


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        ([], [("empty", None, None, None)]),
        (["{"], [("not_json", 1, None, "{")]),
        (["[1]"], [("not_an_object", 1, None, "[1]")]),
        ([ORGANISATION | {"country": None}], [("missing", 1, "country", None)]),
        ([ORGANISATION | {"name": 5}], [("not_a_text", 1, "name", "5")]),
        ([ORGANISATION | {"country": "Siam"}], [("unknown_country", 1, "country", "Siam")]),
        ([ORGANISATION | {"kind": "club"}], [("unknown_kind", 1, "kind", "club")]),
        ([ORGANISATION | {"languages": [1]}], [("not_a_list", 1, "languages", "[1]")]),
        ([ORGANISATION | {"needs": {}}], [("not_a_list", 1, "needs", "{}")]),
        ([ORGANISATION | {"needs": [7]}], [("not_an_object", 1, "needs[0]", "7")]),
        (
            [ORGANISATION | {"needs": [{"id": "N", "title": "x", "cooperation": ["buy"]}]}],
            [("unknown_cooperation", 1, "needs[0].cooperation", "buy")],
        ),
        (
            [ORGANISATION, "", ORGANISATION],
            [("duplicate_id", 3, "id", "T"), ("duplicate_id", 3, "needs[0].id", "N")],
        ),
    ],
)
def test_what_is_wrong_is_named_by_line_and_field(
    tmp_path: Path, rows: list[object], problems: list[tuple[object, ...]]
) -> None:
    assert wrong(written(tmp_path, *rows)) == problems


def test_all_problems_at_once(tmp_path: Path) -> None:
    bad = ORGANISATION | {"id": "", "country": "x"}
    assert [row for _, row, _, _ in wrong(written(tmp_path, bad, "{", ORGANISATION))] == [
        1,
        1,
        2,
        3,
    ]


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "thai.jsonl"
    path.write_bytes("ข่าว".encode("tis-620"))
    assert wrong(path) == [("not_utf8", None, None, None)]


def test_matches_are_written_a_line_each(tmp_path: Path) -> None:
    giver = Profile("R", "RU", "company", "х", "ru", offers=(Listing("O", "Фейк"),))
    result = match(MatchingProblem((PROFILE, giver)))
    write_matches(result, tmp_path / "matches.jsonl")
    (line,) = (tmp_path / "matches.jsonl").read_text(encoding="utf-8").splitlines()
    (found,) = result.matches
    assert json.loads(line) == {
        "need": "N",
        "offer": "O",
        "score": found.score,
        "parts": found.parts,
        "why": found.why,
    }
    assert list(json.loads(line)) == ["need", "offer", "score", "parts", "why"]

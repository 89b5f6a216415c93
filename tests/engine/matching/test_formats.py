from __future__ import annotations

import json

import pytest

from saphan.engine.matching import Listing, MatchingProblem, match, read_profiles
from saphan.engine.matching.formats.jsonl import UnusableOrganisations, write_matches

ORGANISATIONS = [
    {
        "id": "A",
        "country": "TH",
        "needs": [
            {"id": "A-N", "title": "โดรน", "isic": ["3030"], "cooperation": ["purchase"]},
        ],
        "languages": ["th", "en"],
    },
    {
        "id": "B",
        "country": "RU",
        "kind": "company",
        "offers": [{"id": "B-O", "title": "дроны", "isic": "3030", "cooperation": "sale"}],
        "languages": ["ru", "en"],
    },
]


def lines(path, *entries) -> None:
    text = "\n".join(
        e if isinstance(e, str) else json.dumps(e, ensure_ascii=False) for e in entries
    )
    path.write_text(text, encoding="utf-8")


def test_organisations_in_and_matches_out(tmp_path):
    source, target = tmp_path / "organisations.jsonl", tmp_path / "matches.jsonl"
    lines(source, *ORGANISATIONS)
    profiles = read_profiles(source)
    assert profiles[1].offers == (Listing("B-O", "дроны", "", ("3030",), ("sale",)),)
    write_matches(match(MatchingProblem(profiles)), target)
    (found,) = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert list(found) == ["need", "offer", "score", "parts", "why"]
    assert (found["need"], found["offer"], sorted(found["why"])) == (
        "A-N",
        "B-O",
        ["en", "ru", "th"],
    )


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{", "f.jsonl, line 2: expected a JSON object"),
        ("[]", "f.jsonl, line 2: expected a JSON object"),
        ({"country": "TH"}, "f.jsonl, line 2, id: expected a text, found None"),
        (
            {"id": "A", "country": "TH", "needs": [{"title": 3, "id": "n"}]},
            "f.jsonl, line 2, needs, title: expected a text, found 3",
        ),
        ({"id": "A", "country": "TH", "offers": "x"}, "f.jsonl, line 2, offers: expected a list"),
    ],
)
def test_a_bad_line_is_named(tmp_path, entry, message):
    lines(tmp_path / "f.jsonl", ORGANISATIONS[0], entry)
    with pytest.raises(UnusableOrganisations) as caught:
        read_profiles(tmp_path / "f.jsonl")
    assert str(caught.value)[: len(message)] == message


def test_an_empty_file_is_named(tmp_path):
    lines(tmp_path / "f.jsonl")
    with pytest.raises(UnusableOrganisations) as caught:
        read_profiles(tmp_path / "f.jsonl")
    assert str(caught.value) == "f.jsonl: expected at least one organisation"

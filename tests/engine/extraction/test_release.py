from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from saphan.engine.extraction import UnusableRelease, extract, parse_release, read_release

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


def test_the_sample_release_is_understood():
    facts = extract(read_release(EXAMPLES / "release-sample.txt"))
    assert facts.published == date(2027, 1, 14)
    assert facts.source_url == "https://example.org/saphan/release-sample"
    assert facts.countries == ("TH", "RU")
    assert [(p.kind, p.country, p.name) for p in facts.parties] == [
        ("country", "RU", "รัสเซีย"),
        ("agency", "TH", "กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม"),
        ("agency", "TH", "สำนักงานส่งเสริมเศรษฐกิจดิจิทัล"),
    ]
    assert all(facts.text[p.start : p.end] == p.name for p in facts.parties)


def test_a_country_merely_mentioned_is_no_party():
    facts = extract(
        parse_release(
            "รัฐบาลไทย-ข่าวทำเนียบรัฐบาล-นายกฯ หารือกับญี่ปุ่น\n"
            "วันจันทร์ที่ 31 พฤษภาคม 2564\n"
            "นายกฯ หารือกับเอกอัครราชทูตญี่ปุ่นประจำประเทศไทย เล่าถึงอาหารของฝรั่งเศส\n"
        )
    )
    assert facts.countries == ("TH", "JP")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("วันอังคารที่ 25 พฤษภาคม 2564", date(2021, 5, 25)),
        ("วันอังคารที่ ๑ มิถุนายน ๒๕๖๔", date(2021, 6, 1)),
        ("25 мая 2021 г.", date(2021, 5, 25)),
        ("25 May 2021", date(2021, 5, 25)),
        ("2021-05-25", date(2021, 5, 25)),
    ],
)
def test_dated_lines_of_three_languages_and_two_eras(line, expected):
    assert parse_release(f"Headline\n{line}\nText.").published == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        (" \n\n", "the file is empty"),
        ("a\x00b", "expected text, found null characters"),
        ("Headline\nText without a date.\nMore.", "no dated line under the headline"),
        ("Headline\n30 กุมภาพันธ์ 2564\nText.", "no dated line under the headline"),
        ("Headline\n2021-05-25", "no text under the headline and the date"),
    ],
)
def test_what_is_no_release_is_refused_with_the_reason(text, message):
    with pytest.raises(UnusableRelease) as caught:
        parse_release(text)
    assert str(caught.value)[: len(message)] == message


def test_too_large_a_file_is_refused_unread(tmp_path):
    path = tmp_path / "release.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(UnusableRelease) as caught:
        read_release(path)
    assert str(caught.value) == "50 MB; expected at most 20 MB"

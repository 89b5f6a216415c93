from __future__ import annotations

import pytest

from saphan.engine.extraction import ReleaseFacts, extract, parse_release

OPENING = "รัฐบาลไทย-ข่าวทำเนียบรัฐบาล-"


def thai(title: str, body: str) -> ReleaseFacts:
    return extract(parse_release(f"{OPENING}{title}\nวันอังคารที่ 25 พฤษภาคม 2564\n{title}\n{body}\n"))


@pytest.mark.parametrize(
    ("title", "body", "partners"),
    [
        ("รมว. ต้อนรับทูต", "เอกอัครราชทูตสหพันธรัฐรัสเซียประจำประเทศไทย เข้าพบ", ("TH", "RU")),
        (
            "รมว. ต้อนรับทูต",
            "เอกอัครราชทูตวิสามัญผู้มีอำนาจเต็มแห่งสาธารณรัฐประชาชนจีนประจำราชอาณาจักรไทย",
            ("TH", "CN"),
        ),
        ("ทูตออสเตรเลียเข้าพบ", "หารือ", ("TH", "AU")),
        ("ไทย-ลาว ลงนาม", "เนื้อข่าว", ("TH", "LA")),
        ("หารือด้านดิจิทัล", "ฝ่ายรัสเซียแสดงความมุ่งมั่น และฝ่ายรัสเซียขอบคุณ", ("TH", "RU")),
        ("นายกฯ หารือสหราชอาณาจักร", "เนื้อข่าว", ("TH", "GB")),
        ("ข่าวในประเทศ", "รถจากญี่ปุ่น กาแฟจากบราซิล", ()),
        ("ข่าวในประเทศ", "ญี่ปุ่น " * 50, ()),
        ("ข่าวในประเทศ", "ในเวลาวนรอบ ปลาวาฬ", ()),
    ],
)
def test_parties_are_told_from_mentions(title: str, body: str, partners: tuple[str, ...]) -> None:
    assert thai(title, body).countries == partners


def test_a_mention_is_kept_as_a_fact_with_its_place() -> None:
    facts = thai("ไทย-รัสเซีย หารือ", "เล่าถึงอาหารของฝรั่งเศส")
    mentions = [fact for fact in facts.facts if fact.kind == "mention"]
    assert [(fact.value, facts.text[fact.start : fact.end]) for fact in mentions] == [
        ("FR", "ฝรั่งเศส")
    ]
    assert [(party.country, party.names["ru"]) for party in facts.parties] == [("RU", "Россия")]


def test_dates_are_facts_in_the_common_era() -> None:
    facts = thai("หารือ", "วานนี้ (24 พ.ค. 64) ประชุม")
    dates = [fact for fact in facts.facts if fact.kind == "date"]
    assert [(fact.value, facts.text[fact.start : fact.end]) for fact in dates] == [
        ("2021-05-25", "25 พฤษภาคม 2564"),
        ("2021-05-24", "24 พ.ค. 64"),
    ]


def test_agencies_by_name_abbreviation_and_whatever_space() -> None:
    facts = thai(
        "หารือ",
        "รมว.ดีอีเอส และสกมช. พบกระทรวงพัฒนาดิจิทัล\u00a0โทรคมนาคมและการสื่อสารมวลชนสหพันธรัฐรัสเซีย",
    )
    assert [(p.country, p.names["en"]) for p in facts.parties if p.kind == "agency"] == [
        ("TH", "Ministry of Digital Economy and Society"),
        ("TH", "National Cyber Security Agency (NCSA)"),
        (
            "RU",
            "Ministry of Digital Development, Communications and Mass Media "
            "of the Russian Federation",
        ),
    ]


def test_a_ministry_that_names_its_country() -> None:
    facts = thai("หารือ", "พบกระทรวงคมนาคมญี่ปุ่น และกระทรวงพาณิชย์หารือกับเวียดนาม")
    assert [(p.country, p.name, p.rule) for p in facts.parties if p.kind == "agency"] == [
        ("JP", "กระทรวงคมนาคมญี่ปุ่น", "foreign_ministry"),
        ("TH", "กระทรวงพาณิชย์", "gazetteer"),
    ]


def test_a_russian_release_in_any_case() -> None:
    facts = extract(
        parse_release(
            "Форум России и Таиланда\n25 мая 2021 г.\n"
            "Посол России встретился с министром. Упомянута Япония.\n"
            "Источник: https://example.org/a"
        )
    )
    assert (facts.language, facts.countries, facts.source_url) == (
        "ru",
        ("RU", "TH"),
        "https://example.org/a",
    )


def test_an_english_release() -> None:
    facts = extract(
        parse_release(
            "Thailand and Russia plan a digital forum\n25 May 2021\n"
            "The Ministry of Transport of Japan was mentioned.\nSource: https://example.org/a"
        )
    )
    assert facts.countries == ("TH", "RU")
    assert [p.name for p in facts.parties if p.kind == "agency"] == [
        "Ministry of Transport of Japan"
    ]

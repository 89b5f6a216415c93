"""A release with everything that the release has from which the product was asked for."""

from __future__ import annotations

from datetime import date

import pytest

from saphan.engine.extraction import ReleaseFacts, check, extract, parse_release
from saphan.engine.extraction.formats.facts_json import as_json

TITLE = "“ชัยวุฒิ” ต้อนรับเอกอัครราชทูตรัสเซียหารือการส่งเสริมความร่วมมือด้านดิจิทัล-จับคู่ธุรกิจ"
SEED = f"""รัฐบาลไทย-ข่าวทำเนียบรัฐบาล-{TITLE}


วันอังคารที่ 25 พฤษภาคม 2564
{TITLE}
“ชัยวุฒิ” รมว.ดีอีเอส ต้อนรับเอกอัครราชทูตสหพันธรัฐรัสเซียประจำประเทศไทย หารือความร่วมมือด้านดิจิทัล และการจับคู่ธุรกิจ พร้อมรับคำชื่นชมเรื่องการต่อต้านข่าวปลอม
วานนี้ (24 พ.ค. 64) นายชัยวุฒิ ธนาคมานุสรณ์ รัฐมนตรีว่าการกระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม (ดีอีเอส) ให้การต้อนรับ นายเยฟเกนี โตมีฮิน (H.E. Mr. Evgeny Tomikhin) เอกอัครราชทูตสหพันธรัฐรัสเซียประจำประเทศไทย ในโอกาสเข้าเยี่ยมคารวะ โดยฝ่ายรัสเซียสนใจความร่วมมือด้านดิจิทัล ความมั่นคงปลอดภัยทางไซเบอร์ และการต่อต้านข่าวปลอม
นอกจากนี้ ฝ่ายรัสเซียยังได้แสดงความประสงค์จัดงาน Forum ทั้งแบบออนไลน์และ face-to-face กับฝ่ายไทยเพื่อให้ภาครัฐและเอกชนจับคู่ธุรกิจ หลังจากที่ได้ร่วมจัดงาน Russia – Thailand Technology Day เมื่อวันที่ 31 มีนาคม ที่ผ่านมา
“ฝ่ายรัสเซียพูดถึงการพัฒนาทรัพยากรบุคคล ความร่วมมือระหว่างมหาวิทยาลัยและการให้ทุนการศึกษา และต้องการร่วมงานกับสำนักงานส่งเสริมเศรษฐกิจดิจิทัล (ดีป้า) และสำนักงานคณะกรรมการการรักษาความมั่นคงปลอดภัยไซเบอร์แห่งชาติ(สกมช.)” นายชัยวุฒิกล่าว
ในโอกาสนี้ กระทรวงดิจิทัลฯ ขอบคุณและยินดีสนับสนุนกิจกรรมความร่วมมือกับฝ่ายรัสเซียอย่างเต็มที่ในทุกด้าน และหารือการจัดทำร่างบันทึกความเข้าใจว่าด้วยเรื่องความร่วมมือด้านการสื่อสารและเทคโนโลยีสารสนเทศ ระหว่างกระทรวงพัฒนาดิจิทัล โทรคมนาคมและการสื่อสารมวลชนสหพันธรัฐรัสเซีย และกระทรวงดิจิทัลฯ
นายชัยวุฒิ กล่าวว่า ในปี 2565 ประเทศไทยจะเป็นเจ้าภาพจัดการประชุมกรอบความร่วมมือภูมิภาคเอเชีย-แปซิฟิก หรือเอเปค (APEC) ซึ่งผู้นำประเทศของรัสเซีย มีแผนจะเดินทางเข้าร่วมการประชุมดังกล่าว
************

ที่มา : https://www.thaigov.go.th/news/contents/details/42076
"""  # noqa: E501


@pytest.fixture(scope="module")
def facts() -> ReleaseFacts:
    return extract(parse_release(SEED))


def test_all_of_it_stands_where_it_says(facts: ReleaseFacts) -> None:
    assert check(facts) == []


def test_days_and_kind(facts: ReleaseFacts) -> None:
    assert facts.published == date(2021, 5, 25)
    assert facts.event_date == date(2021, 5, 24)
    assert facts.event_kind == "courtesy_call"


def test_the_two_sides(facts: ReleaseFacts) -> None:
    assert facts.countries == ("TH", "RU")
    assert facts.partners == ("RU",)


def test_both_people_with_offices(facts: ReleaseFacts) -> None:
    assert [(p.name, p.office, p.side, p.latin) for p in facts.people] == [
        (
            "ชัยวุฒิ ธนาคมานุสรณ์",
            "รัฐมนตรีว่าการกระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม",
            "TH",
            "",
        ),
        (
            "เยฟเกนี โตมีฮิน",
            "เอกอัครราชทูตสหพันธรัฐรัสเซียประจำประเทศไทย",
            "RU",
            "Evgeny Tomikhin",
        ),
    ]


def test_agencies(facts: ReleaseFacts) -> None:
    assert [(party.country, party.name) for party in facts.organisations] == [
        ("TH", "กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม"),
        ("TH", "สำนักงานส่งเสริมเศรษฐกิจดิจิทัล"),
        ("TH", "สำนักงานคณะกรรมการการรักษาความมั่นคงปลอดภัยไซเบอร์แห่งชาติ"),
        ("RU", "กระทรวงพัฒนาดิจิทัล โทรคมนาคมและการสื่อสารมวลชนสหพันธรัฐรัสเซีย"),
    ]


def test_topics(facts: ReleaseFacts) -> None:
    assert set(facts.topics) == {
        "digital",
        "business_matching",
        "cyber_security",
        "fake_news",
        "human_resources",
        "scholarship",
        "mou",
        "summit",
    }


def test_what_was_and_what_comes(facts: ReleaseFacts) -> None:
    assert [(event.name, event.when, event.future) for event in facts.events] == [
        ("Forum ทั้งแบบออนไลน์และ face-to-face", "", True),
        ("Russia – Thailand Technology Day", "2021-03-31", False),
        ("การประชุมกรอบความร่วมมือภูมิภาคเอเชีย-แปซิฟิก หรือเอเปค", "2022", True),
    ]


def test_the_draft(facts: ReleaseFacts) -> None:
    assert [(agreement.name, agreement.state) for agreement in facts.agreements] == [
        (
            "ร่างบันทึกความเข้าใจว่าด้วยเรื่องความร่วมมือด้านการสื่อสารและเทคโนโลยีสารสนเทศ",
            "draft",
        )
    ]


def test_promises(facts: ReleaseFacts) -> None:
    assert [(promise.who, promise.text) for promise in facts.promises] == [
        (
            "ฝ่ายรัสเซีย",
            "ฝ่ายรัสเซียยังได้แสดงความประสงค์จัดงาน Forum ทั้งแบบออนไลน์และ face-to-face "
            "กับฝ่ายไทยเพื่อให้ภาครัฐและเอกชนจับคู่ธุรกิจ",
        ),
        (
            "กระทรวงดิจิทัลฯ",
            "กระทรวงดิจิทัลฯ ขอบคุณและยินดีสนับสนุนกิจกรรมความร่วมมือกับฝ่ายรัสเซียอย่างเต็มที่ในทุกด้าน",
        ),
        (
            "ประเทศไทย",
            "ประเทศไทยจะเป็นเจ้าภาพจัดการประชุมกรอบความร่วมมือภูมิภาคเอเชีย-แปซิฟิก หรือเอเปค (APEC)",
        ),
        (
            "ผู้นำประเทศของรัสเซีย",
            "ผู้นำประเทศของรัสเซีย มีแผนจะเดินทางเข้าร่วมการประชุมดังกล่าว",
        ),
    ]


def test_as_json_every_text_is_part_of_the_release(facts: ReleaseFacts) -> None:
    written = as_json("42076", facts)
    assert list(written)[:11] == [
        "id",
        "title",
        "published",
        "event_date",
        "event_kind",
        "partners",
        "organisations",
        "people",
        "topics",
        "promises",
        "future_events",
    ]
    assert written["id"] == "42076"
    spans = written["spans"]
    for field, texts in (
        ("people", [person["name"] for person in written["people"]]),
        ("organisations", written["organisations"]),
        ("promises", [promise["text"] for promise in written["promises"]]),
        ("future_events", [event["name"] for event in written["future_events"]]),
    ):
        assert [SEED[span["start"] : span["end"]] for span in spans[field]] == texts
    assert SEED[spans["published"]["start"] : spans["published"]["end"]] == (
        "วันอังคารที่ 25 พฤษภาคม 2564"
    )
    assert SEED[spans["event_date"]["start"] : spans["event_date"]["end"]] == "24 พ.ค. 64"

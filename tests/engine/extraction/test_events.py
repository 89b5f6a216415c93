from __future__ import annotations

import pytest

from saphan.engine.extraction import ReleaseFacts, extract, parse_release


def thai(title: str, body: str, dated: str = "วันอังคารที่ 25 พฤษภาคม 2564") -> ReleaseFacts:
    return extract(
        parse_release(f"รัฐบาลไทย-ข่าวทำเนียบรัฐบาล-{title}\n{dated}\nพิมพ์\n{title}\n{body}\n")
    )


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        (
            "รมว.พลังงาน หารือทูตเปรู",
            "วันนี้ (25 พ.ค. 64) เอกอัครราชทูตเปรูประจำประเทศไทย เข้าเยี่ยมคารวะรัฐมนตรี โฆษกเปิดเผยว่า หารือกัน",
            "courtesy_call",
        ),
        (
            "นายกฯ หารือทวิภาคีกับนายกรัฐมนตรีญี่ปุ่น",
            "วันนี้ นายกรัฐมนตรีหารือทวิภาคีกับนายกรัฐมนตรีญี่ปุ่น ณ กรุงโตเกียว",
            "bilateral_meeting",
        ),
        (
            "ไทยร่วมประชุมรัฐมนตรีอาเซียนด้านพลังงาน",
            "รัฐมนตรีเข้าร่วมการประชุมรัฐมนตรีอาเซียน ครั้งที่ 39 กับเวียดนาม ลาว และกัมพูชา",
            "multilateral_meeting",
        ),
        (
            "พิธีลงนามบันทึกความเข้าใจด้านการศึกษา",
            "สองกระทรวงลงนามบันทึกความเข้าใจ ณ กรุงเทพฯ",
            "signing",
        ),
        (
            "รมว. เปิดงานมหกรรมสินค้าเกษตร",
            "รัฐมนตรีเป็นประธานเปิดงานมหกรรมสินค้าเกษตร และชมนิทรรศการ",
            "forum",
        ),
        (
            "ปลัดลงพื้นที่ตรวจเยี่ยมศูนย์พักพิง",
            "ปลัดกระทรวงลงพื้นที่ตรวจเยี่ยมผู้ประสบภัย จังหวัดตรัง",
            "visit",
        ),
        (
            "คณะกรรมการประชุมติดตามงาน",
            "รัฐมนตรีเป็นประธานการประชุมคณะกรรมการ ผ่านระบบการประชุมทางไกล (Zoom)",
            "online_meeting",
        ),
        (
            "กรมจัดอบรมหลักสูตรผู้ตรวจสอบ รุ่นที่ 8",
            "กรมจัดฝึกอบรมหลักสูตรผู้ตรวจสอบ รุ่นที่ 8",
            "training",
        ),
        (
            "โฆษกเผยยอดส่งออกเพิ่มขึ้น",
            "นายสมชาย ใจดี โฆษกกระทรวงพาณิชย์ เปิดเผยว่า ยอดส่งออกเพิ่มขึ้น",
            "announcement",
        ),
        (
            "รมว. เป็นประธานพิธีทอดกฐินพระราชทาน",
            "รัฐมนตรีเป็นประธานในพิธีถวายผ้าพระกฐินพระราชทาน",
            "other",
        ),
    ],
)
def test_the_kind_of_the_main_event(title: str, body: str, kind: str) -> None:
    assert thai(title, body).event_kind == kind


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ("วานนี้ (24 พ.ค. 64) นายสมชาย ใจดี เปิดงานแสดงสินค้า", "2021-05-24"),
        ("เมื่อวันที่ ๒๔ พฤษภาคม นายสมชาย ใจดี เปิดงานแสดงสินค้า", "2021-05-24"),
        ("ในวันจันทร์ที่ 24 พฤษภาคม 2564 เวลา 9.00 น. เปิดงานแสดงสินค้า", "2021-05-24"),
        ("ระหว่างวันที่ 22 - 24 พฤษภาคม 2564 เปิดงานแสดงสินค้า", "2021-05-22"),
        ("วันนี้ นายสมชาย ใจดี เปิดงานแสดงสินค้า", "2021-05-25"),
        ("วานนี้ นายสมชาย ใจดี เปิดงานแสดงสินค้า", "2021-05-24"),
        ("วันนี้ (25 พ.ค. 63) นายสมชาย ใจดี เปิดงานแสดงสินค้า", "2021-05-25"),
        ("เปิดงานแสดงสินค้า ตามมติคณะรัฐมนตรีเมื่อวันที่ 3 พฤษภาคม 2564", None),
        ("เปิดงานแสดงสินค้า\n**************** 25 พฤษภาคม 2564", None),
    ],
)
def test_the_day_of_the_main_event(body: str, day: str | None) -> None:
    facts = thai("เปิดงานแสดงสินค้า", body)
    assert (facts.event_date.isoformat() if facts.event_date else None) == day


def test_an_announcement_that_names_no_day_has_none() -> None:
    told = "นายสมชาย ใจดี โฆษกกระทรวงพาณิชย์ เปิดเผยว่า ยอดส่งออกเพิ่มขึ้น"
    facts = thai("โฆษกเผยยอดส่งออก", told)
    assert (facts.event_kind, facts.event_date) == ("announcement", None)


def test_a_day_told_later_is_the_events_own() -> None:
    facts = thai(
        "รองนายกฯ เยือนซาอุดีอาระเบีย",
        "วันนี้ (25 พ.ค. 64) โฆษกรัฐบาล เปิดเผยว่า เมื่อวันที่ 20 พฤษภาคม 2564 "
        "รองนายกรัฐมนตรีเดินทางเยือนซาอุดีอาระเบีย",
    )
    assert (facts.event_kind, str(facts.event_date)) == ("visit", "2021-05-20")


def test_english_and_russian_releases() -> None:
    english = extract(
        parse_release(
            "PM receives courtesy call\nวันพุธที่ 6 กรกฎาคม 2565\n"
            "July 5, 2022, at Government House, H.E. Mr. Wang Yi, Foreign Minister of China, paid "
            "a courtesy call on Prime Minister Gen. Prayut Chan-o-cha. The Thai Government stands "
            "ready to cooperate with China on railways."
        )
    )
    assert (english.event_kind, str(english.event_date)) == ("courtesy_call", "2022-07-05")
    assert [(p.name, p.office, p.side) for p in english.people] == [
        ("Wang Yi", "Foreign Minister of China", "CN"),
        ("Prayut Chan-o-cha", "Prime Minister", ""),
    ]
    assert [promise.who for promise in english.promises] == ["The Thai Government"]
    russian = extract(
        parse_release(
            "Посол России подписал меморандум о сотрудничестве\n25 мая 2021 г.\n"
            "24 мая 2021 года посол России Евгений Томихин подписал меморандум о торговле.\n"
            "Российская сторона готова провести форум в марте 2022 года."
        )
    )
    assert (russian.event_kind, str(russian.event_date)) == ("signing", "2021-05-24")
    assert [(p.name, p.office, p.side) for p in russian.people] == [
        ("Евгений Томихин", "посол России", "RU")
    ]
    assert [(p.who, p.due) for p in russian.promises] == [("Российская сторона", "2022-03")]


def test_workers_that_come_under_a_memorandum_are_no_news_of_one() -> None:
    found = thai(
        "แรงงานต่างด้าวกลุ่มแรกเดินทางเข้าไทย",
        "แรงงานต่างด้าวที่เข้ามาทำงานตาม MoU เดินทางเข้าไทยแล้ว นายจ้างรับลูกจ้างตาม MoU จากกรมการจัดหางาน",
    )
    assert set(found.topics) == {"labour", "migration"}

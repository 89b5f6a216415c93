"""Clauses that promise are told, with their bounds; those that hope or expect are not."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from saphan.engine.extraction import ReleaseFacts, extract, parse_release
from saphan.engine.extraction.promises import candidates

TITLE = "รมว.คมนาคม หารือทูตเปรู"


def thai(body: str, title: str = TITLE) -> ReleaseFacts:
    return extract(
        parse_release(
            f"รัฐบาลไทย-ข่าวทำเนียบรัฐบาล-{title}\nวันอังคารที่ 25 พฤษภาคม 2564\nพิมพ์\n{title}\n{body}\n"
        )
    )


@pytest.mark.parametrize(
    ("body", "promise"),
    [
        (
            "โฆษกกล่าวว่า ทั้งสองฝ่ายเห็นพ้องที่จะจัดตั้งคณะทำงานร่วมด้านการบิน เพื่อให้งานคืบหน้า",
            ("ทั้งสองฝ่าย", "ทั้งสองฝ่ายเห็นพ้องที่จะจัดตั้งคณะทำงานร่วมด้านการบิน"),
        ),
        (
            "รัฐมนตรีย้ำว่ารัฐบาลพร้อมดูแลแรงงานทุกกลุ่มอย่างเต็มที่ โดยจะมีการประเมินผล",
            ("รัฐบาล", "รัฐบาลพร้อมดูแลแรงงานทุกกลุ่มอย่างเต็มที่"),
        ),
        (
            "ทั้งนี้ กระทรวงคมนาคมจะพยายามเปิดใช้เส้นทางให้เร็วที่สุดต่อไป",
            ("กระทรวงคมนาคม", "กระทรวงคมนาคมจะพยายามเปิดใช้เส้นทางให้เร็วที่สุดต่อไป"),
        ),
        (
            "โดย รพ.ในพื้นที่จะแบ่งปันเครื่องมือแพทย์ร่วมกันอย่างต่อเนื่อง",
            ("รพ.ในพื้นที่", "รพ.ในพื้นที่จะแบ่งปันเครื่องมือแพทย์ร่วมกันอย่างต่อเนื่อง"),
        ),
        (
            "เอกอัครราชทูตฯ แสดงความมุ่งมั่นที่จะทำงานอย่างใกล้ชิดกับฝ่ายไทย",
            ("เอกอัครราชทูตฯ", "เอกอัครราชทูตฯ แสดงความมุ่งมั่นที่จะทำงานอย่างใกล้ชิดกับฝ่ายไทย"),
        ),
        (
            "ที่ประชุมขอบคุณทุกฝ่ายและเชิญทุกหน่วยงานเข้าร่วมและจะประกาศผลอย่างเป็นทางการโดยเร็วที่สุด",
            ("", "จะประกาศผลอย่างเป็นทางการโดยเร็วที่สุด"),
        ),
    ],
)
def test_a_clause_that_promises(body: str, promise: tuple[str, str]) -> None:
    assert [(found.who, found.text) for found in thai(body).promises] == [promise]


@pytest.mark.parametrize(
    "body",
    [
        "นายกรัฐมนตรีหวังว่าทั้งสองฝ่ายจะร่วมกันส่งเสริมการค้าให้มากขึ้น",
        "กระทรวงการคลังคาดว่าจะเร่งจัดเก็บรายได้ได้ตามเป้าหมายของปีนี้",
        "การลงทุนครั้งนี้จะสร้างมูลค่าทางเศรษฐกิจให้ประเทศอย่างมาก",
        "โครงการนี้จะทำให้ประชาชนเดินทางได้สะดวกรวดเร็วยิ่งขึ้น",
        "ขอให้ประชาชนที่จะเดินทางตรวจสอบข้อมูลก่อนทุกครั้ง",
        "ทั้งสองฝ่ายยินดีที่ได้พบหารือกันในวันนี้และชื่นชมความสัมพันธ์",
    ],
)
def test_a_clause_that_only_hopes_asks_or_expects(body: str) -> None:
    assert thai(body).promises == ()


def test_a_list_of_days_and_numbers_stays_together() -> None:
    body = "กระทรวงสาธารณสุขจะเปิดให้บริการ ระยะที่ 1 สำหรับบุคลากรด่านหน้า ในวันที่ 12 กุมภาพันธ์ 2565"
    (promise,) = thai(body).promises
    assert (promise.text, promise.due) == (body, "2022-02-12")


def test_an_english_measure_does_nothing_by_itself() -> None:
    text = (
        "Debt moratorium\n19 July 2021\nThe program was presented today.\n"
        "Suspension will cover all types of debts of small businesses.\n"
        "The Ministry of Finance will support the banks with new loans.\n"
    )
    found = extract(parse_release(text)).promises
    assert [promise.who for promise in found] == ["The Ministry of Finance"]


def test_every_weight_is_of_something_that_clauses_are_told_by() -> None:
    text = (files("saphan.engine.extraction") / "promise_weights.tsv").read_text(encoding="utf-8")
    weights = {
        row["feature"]: row["weight"] for row in csv.DictReader(text.splitlines(), delimiter="\t")
    }
    release = parse_release(
        f"{TITLE}\nวันอังคารที่ 25 พฤษภาคม 2564\nโฆษกกล่าวว่า กระทรวงคมนาคมจะเร่งเปิดเส้นทางในเดือนหน้าต่อไป\n"
    )
    (clause,) = candidates(release, release.plain)
    assert clause.features <= weights.keys()


def test_a_range_of_days_and_a_number_with_its_noun_stay_together() -> None:
    days = "กระทรวงคมนาคมจะจัดการประชุมร่วมกับเปรู ระหว่างวันที่ 25 – 26 มิถุนายน 2564 และในโอกาสนี้"
    number = "กระทรวงคมนาคมจะส่งเจ้าหน้าที่ไปอบรมที่เปรู จำนวน 12 คน"
    found = [
        promise.text for promise in thai(f"{days} นายสมชายขอบคุณ\n{number} ซึ่งเป็นเรื่องดี").promises
    ]
    assert found == [days.removesuffix(" และในโอกาสนี้"), number]

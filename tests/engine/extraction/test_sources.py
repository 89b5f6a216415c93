from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from saphan.engine.extraction import UnusableRelease, extract, parse_release
from saphan.engine.extraction.formats.sources import MOST_BYTES, read_bytes, read_source
from saphan.engine.extraction.problem import MOST_READ

THAI = "หัวข้อข่าว\nวันอังคารที่ 25 พฤษภาคม 2564\nรัฐมนตรีว่าการกระทรวงแรงงานเปิดการประชุมที่กรุงเทพมหานครในวันนี้\n"
RUSSIAN = (
    "Форум России и Таиланда\n25 мая 2021 г.\nПосол России встретился с министром в Бангкоке.\n"
)
ENGLISH = "Thailand and Russia plan a forum\n25 May 2021\nThe ambassador met the minister.\n"


@pytest.mark.parametrize(
    ("text", "encoding", "problems"),
    [
        (THAI, "utf-8", ()),
        (THAI, "utf-8-sig", ()),
        (THAI, "utf-16", ()),
        (THAI, "tis-620", ("not UTF-8: read as TIS-620; save it again as UTF-8",)),
        (THAI, "cp874", ("not UTF-8: read as TIS-620; save it again as UTF-8",)),
        (RUSSIAN, "utf-8", ()),
        (RUSSIAN, "cp1251", ("not UTF-8: read as Windows-1251; save it again as UTF-8",)),
        (RUSSIAN, "koi8-r", ("not UTF-8: read as KOI8-R; save it again as UTF-8",)),
        (ENGLISH, "ascii", ()),
    ],
)
def test_text_in_any_encoding_is_read_whole(text: str, encoding: str, problems: tuple[str]) -> None:
    source = read_bytes(text.encode(encoding))
    assert (source.text, source.problems) == (text, problems)
    assert source.language == {THAI: "th", RUSSIAN: "ru", ENGLISH: "en"}[text]


def test_a_broken_byte_costs_one_letter() -> None:
    raw = (THAI * 20).encode()
    source = read_bytes(raw.replace("แรงงาน".encode(), "แรงงาน".encode()[:-1], 1))
    assert source.problems == ("line 3: bytes that are no UTF-8 were replaced by �",)
    assert parse_release(source.text).published is not None


@pytest.mark.parametrize("declared", ["utf-8", "tis-620"])
def test_html_is_read_as_people_see_it(declared: str) -> None:
    page = (
        f'<!DOCTYPE html><html><head><meta charset="{declared}"><title>หัวข้อข่าว</title>'
        "<style>p { color: red }</style></head><body><nav><a>หน้าแรก</a></nav><h1>หัวข้อข่าว</h1>"
        "<p>วันอังคารที่ 25 พฤษภาคม 2564</p><script>var a = '<p>ไม่ใช่ข่าว</p>';</script>"
        "<div>นายสมชาย&nbsp;ใจดี <b>ปลัดกระทรวงแรงงาน</b>\nกล่าว</div></body></html>"
    )
    source = read_bytes(page.encode("cp874" if declared == "tis-620" else declared))
    assert source.text == ("หัวข้อข่าว\nวันอังคารที่ 25 พฤษภาคม 2564\nนายสมชาย ใจดี ปลัดกระทรวงแรงงาน กล่าว")
    facts = extract(parse_release(source.text))
    assert [(person.name, person.office) for person in facts.people] == [
        ("สมชาย ใจดี", "ปลัดกระทรวงแรงงาน")
    ]


@pytest.mark.parametrize(
    ("heading", "first"),
    [("<h1>Форум России</h1>", "Форум России"), ("", "Новости сайта")],
)
def test_the_pages_title_is_the_headline_where_no_heading_is(heading: str, first: str) -> None:
    page = (
        f"<html><head><title>Новости сайта</title></head><body>{heading}<p>Текст "
        f"новости.</p></body></html>"
    )
    assert read_bytes(page.encode()).text == f"{first}\nТекст новости."


def test_docx_with_a_table() -> None:
    document = Document()
    for line in RUSSIAN.splitlines():
        document.add_paragraph(line)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Стол 1", "Стол 2"
    packed = BytesIO()
    document.save(packed)
    source = read_bytes(packed.getvalue())
    assert (source.text, source.language) == (RUSSIAN + "Стол 1\tСтол 2", "ru")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "the file is empty"),
        (b" \n\t ", "the file is empty"),
        (b"a\x00b", "expected text, found null characters"),
        (b"PK\x03\x04nothing", "expected a text, HTML or DOCX file; found another archive"),
        (b"<html><body><script>x</script></body></html>", "there is no text in it"),
    ],
)
def test_what_holds_no_text_is_refused_with_the_reason(raw: bytes, message: str) -> None:
    with pytest.raises(UnusableRelease) as caught:
        read_bytes(raw)
    assert str(caught.value) == message


def test_twenty_megabytes_are_kept_whole_and_read_in_part(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    text = THAI + "ข่าวยาวมาก " * ((MOST_BYTES - 2_000) // 31)
    path.write_text(text, encoding="utf-8")
    source = read_source(path)
    assert source.text == text
    assert source.problems == (
        f"{len(text):,} characters; facts are looked for in the first {MOST_READ:,}",
    )
    facts = extract(parse_release(source.text))
    assert facts.text == text
    assert facts.published is not None


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("วันเสาร์ที่ 30 กุมภาพันธ์ 2564", "“วันเสาร์ที่ 30 กุมภาพันธ์ 2564” is no day of the calendar"),
        ("วันอังคารที่ 25 พฤษภาคม 99", "“วันอังคารที่ 25 พฤษภาคม 99” is no day of the calendar"),
        ("2021-02-30", "“2021-02-30” is no day of the calendar"),
    ],
)
def test_an_impossible_day_is_told_and_the_rest_is_read(line: str, problem: str) -> None:
    text = f"หัวข้อข่าว\n{line}\nนายสมชาย ใจดี ปลัดกระทรวงแรงงาน กล่าว"
    facts = extract(parse_release(text, strict=False))
    assert (facts.published, facts.problems) == (None, (problem,))
    assert [person.name for person in facts.people] == ["สมชาย ใจดี"]

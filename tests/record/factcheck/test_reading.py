"""Messages out of files."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.facts import PNG

from saphan.record.errors import Refused
from saphan.record.factcheck.reading import Read, read_messages


def letter(**more) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Somebody <s@sender.example>"
    made["Subject"] = "จริงไหม"
    made["Message-ID"] = "<1@sender.example>"
    made.set_content("ธนาคารปิด")
    return made


def test_a_letter_with_a_picture_is_read():
    made = letter()
    made.add_attachment(b"<svg>", maintype="image", subtype="svg+xml")
    made.add_attachment(PNG, maintype="image", subtype="png", filename="../../x.html")
    read = read_messages("a.EML", made.as_bytes())
    (sent,) = read.sent
    assert (sent.text, sent.picture, sent.external, sent.email, sent.channel) == (
        "จริงไหม\nธนาคารปิด",
        PNG,
        "<1@sender.example>",
        "s@sender.example",
        "email",
    )
    assert len(read.problems) == 1


def test_the_words_of_html_are_read():
    made = letter()
    made.set_content("<p>Banks <b>close</b></p><script>x</script>", subtype="html")
    (sent,) = read_messages("a.eml", made.as_bytes()).sent
    assert sent.text.split() == ["จริงไหม", "Banks", "close"]


def test_tables_are_read_and_their_problems_told():
    table = "\ufeffid,Text,link\n1,Banks close,\n2,,\n3,,https://a.example/\n".encode()
    read = read_messages("a.csv", table)
    assert [(one.external, one.text, one.link) for one in read.sent] == [
        ("1", "Banks close", ""),
        ("3", "", "https://a.example/"),
    ]
    assert read.problems == ("line 3: no text and no link",)


def test_lines_of_json_are_read_and_their_problems_told():
    lines = b'{"id": 1, "text": "Banks close"}\n\n[1]\n{"text": true}\n' + b"[" * 99_999 + b"\n"
    read = read_messages("a.jsonl", lines)
    assert [(one.external, one.text) for one in read.sent] == [("1", "Banks close")]
    assert [one.split(":")[0] for one in read.problems] == ["line 3", "line 4", "line 5"]


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.exe", b"x"), ("a.csv", b"\xff"), ("a.csv", b"a,b\n1,2\n"), ("a.csv", b""), ("a", b"")],
)
def test_what_is_no_such_file_is_refused(name, data):
    with pytest.raises(Refused):
        read_messages(name, data)


@given(st.sampled_from(["a.eml", "a.csv", "a.jsonl"]), st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(name, data):
    try:
        read = read_messages(name, data)
    except Refused:
        return
    assert all(one.text or one.link for one in read.sent)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00garbage", b"\n\nbody alone", PNG])
def test_what_has_no_head_is_no_letter(data):
    assert read_messages("a.eml", data) == Read((), ("This letter cannot be read.",))

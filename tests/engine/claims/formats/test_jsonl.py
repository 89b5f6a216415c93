"""Claims and messages in files: what is read, and what is wrong in them."""

from __future__ import annotations

import json

import pytest

from saphan.engine.claims import Answer, Candidate, Claim, Message
from saphan.engine.claims.formats.jsonl import lines, read_claims, read_messages
from saphan.engine.sheets.forum_sheets import UnusableFiles


def test_only_id_and_text_must_be_there(tmp_path):
    path = tmp_path / "claims.jsonl"
    path.write_text(
        '\ufeff{"id": "a", "text": "x", "language": "th", "verdict": "false", "more": 1}\n\n'
        '{"id": 5, "text": "y"}\n',
        encoding="utf-8",
    )
    assert read_claims(path) == (Claim("a", "x", "th", "false"), Claim(5, "y"))


def test_a_message_may_say_nothing(tmp_path):
    path = tmp_path / "messages.jsonl"
    path.write_text('{"id": 1, "text": ""}\n{"id": 2, "text": "\\ud800"}', encoding="utf-8")
    assert read_messages(path) == (Message(1, ""), Message(2, "?"))
    path.write_text("\n")
    assert read_messages(path) == ()


@pytest.mark.parametrize(
    ("text", "code", "row", "column"),
    [
        ('{"id": 1, "text": "x"}\n{"id": 1', "not_json", 2, None),
        ("[1]", "not_an_object", 1, None),
        ("[" * 100_000, "not_json", 1, None),
        ('{"text": "x"}', "missing", 1, "id"),
        ('{"id": 1}', "missing", 1, "text"),
        ('{"id": 1, "text": null}', "missing", 1, "text"),
        ('{"id": 1, "text": 5}', "not_a_text", 1, "text"),
        ('{"id": 1.5, "text": "x"}', "not_an_id", 1, "id"),
        ('{"id": true, "text": "x"}', "not_an_id", 1, "id"),
        ('{"id": " ", "text": "x"}', "empty", 1, "id"),
        ('{"id": 1, "text": " "}', "empty", 1, "text"),
        ('{"id": 1, "text": "x"}\n{"id": "1", "text": "y"}', "duplicate_id", 2, "id"),
        ("\n\n", "empty", None, None),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path, text, code, row, column):
    path = tmp_path / "claims.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableFiles) as error:
        read_claims(path)
    assert [(x.code, x.file, x.row, x.column) for x in error.value.problems] == [
        (code, "claims.jsonl", row, column)
    ]


def test_what_is_no_utf8_is_refused(tmp_path):
    path = tmp_path / "claims.jsonl"
    path.write_bytes(b'{"id": 1, "text": "\xff"}')
    with pytest.raises(UnusableFiles) as error:
        read_claims(path)
    assert [x.code for x in error.value.problems] == ["not_utf8"]


def test_an_answer_is_a_line():
    (line,) = lines([Answer(3, "similar", (Candidate("a", 0.25, ("x",)),))])
    assert json.loads(line) == {
        "message": 3,
        "answer": "similar",
        "claims": [{"id": "a", "probability": 0.25, "words": ["x"]}],
    }

"""Commands about claims, on files, as a program sees them."""

from __future__ import annotations

import json

from click.testing import Result
from typer.testing import CliRunner

from saphan.cli import app

RELEASE = """รัฐบาลไทย-ข่าวทำเนียบรัฐบาล-สรุปข่าวปลอมประจำสัปดาห์

วันพุธที่ 5 มกราคม 2565
ข่าวปลอมที่มีคนสนใจสูงสุด 2 อันดับ ดังนี้
อันดับที่ 1 เรื่อง ดื่มน้ำฝนรักษาโรคเบาหวาน
อันดับที่ 2 เรื่อง ธนาคารแจกเงินคนละ 5,000 บาท
ที่มา : https://example.org/1
"""


def saphan(*arguments: object) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


def unwrapped(said: str) -> str:
    """Words without what is between them: where a line ends depends on the folder's name."""
    return "".join(said.split())


def test_releases_of_a_folder_are_ingested(tmp_path):
    folder, target = tmp_path / "releases" / "01", tmp_path / "claims.jsonl"
    folder.mkdir(parents=True)
    (folder / "1.txt").write_text(RELEASE, encoding="utf-8")
    (folder / "2.txt").write_text("no release", encoding="utf-8")
    done = saphan("factcheck", "ingest", tmp_path / "releases", "--out", target)
    assert done.exit_code == 0
    assert "2 claims, 2 mentions in 1 of 1 releases" in done.stdout
    assert "2.txt:nodatedline" in unwrapped(done.stderr)
    rows = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert [(row["text"], row["verdict"], row["first"]) for row in rows] == [
        ("ดื่มน้ำฝนรักษาโรคเบาหวาน", "false", "2022-01-05"),
        ("ธนาคารแจกเงินคนละ 5,000 บาท", "false", "2022-01-05"),
    ]
    assert rows[1]["mentions"][0]["source"] == "https://example.org/1"
    assert rows[1]["mentions"][0]["release"] == "01/1.txt"


def test_claims_have_to_go_somewhere(tmp_path):
    source = tmp_path / "1.txt"
    source.write_text(RELEASE, encoding="utf-8")
    done = saphan("factcheck", "ingest", source)
    assert done.exit_code == 2
    assert "--desk COUNTRY, --out FILE or both" in " ".join(done.stderr.split())
    done = saphan("factcheck", "ingest", source, "--desk", "XX")
    assert (done.exit_code, "XX: no ISO 3166 code" in " ".join(done.stderr.split())) == (2, True)


def test_a_named_file_that_is_no_release_is_refused(tmp_path):
    source = tmp_path / "1.txt"
    source.write_text("no release", encoding="utf-8")
    done = saphan("factcheck", "ingest", source, "--out", tmp_path / "claims.jsonl")
    assert done.exit_code == 2
    assert "1.txt:nodatedline" in unwrapped(done.stderr)


def test_messages_are_matched_with_claims(tmp_path):
    claims, messages = tmp_path / "claims.jsonl", tmp_path / "messages.jsonl"
    claims.write_text(
        '{"id": "c1", "text": "น้ำมะนาวรักษาโรคเบาหวานให้หายขาดได้"}\n'
        '{"id": 2, "text": "พายุ 5 ลูกจ่อเข้าประเทศไทย", "language": "th", "verdict": "false"}\n',
        encoding="utf-8",
    )
    messages.write_text(
        '{"id": "m1", "text": "lemon juice cures diabetes for good"}\n{"id": "m2", "text": ""}\n',
        encoding="utf-8",
    )
    target = tmp_path / "result.jsonl"
    done = saphan("claims", "match", "--claims", claims, messages, "--out", target)
    assert done.exit_code == 0, done.stderr
    assert "2 messages: 1 repeat a checked claim, 0 look like one, 1 are new" in done.stdout
    rows = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert [(row["message"], row["answer"]) for row in rows] == [("m1", "checked"), ("m2", "new")]
    assert rows[0]["claims"][0]["id"] == "c1"
    assert 0 <= rows[0]["claims"][0]["probability"] <= 1


def test_a_broken_line_is_named(tmp_path):
    claims, messages = tmp_path / "claims.jsonl", tmp_path / "messages.jsonl"
    claims.write_text('{"id": 1, "text": "x"}\n', encoding="utf-8")
    messages.write_text('{"id": 1, "text": "x"}\n{"id": 2', encoding="utf-8")
    target = tmp_path / "result.jsonl"
    done = saphan("claims", "match", "--claims", claims, messages, "--out", target)
    assert done.exit_code == 2
    assert "messages.jsonl" in done.stderr
    assert not target.exists()

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from saphan.cli import app
from saphan.engine.extraction.batch import facts_of, facts_of_all

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "release-sample.txt"


def test_a_line_a_release_and_what_is_amiss_costs_only_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    folder.mkdir()
    (folder / "2.txt").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "3.txt").write_bytes(
        "Форум\n25 мая 2021 г.\nПосол России в Бангкоке.".encode("cp1251")
    )
    (folder / "empty.txt").touch()
    out = tmp_path / "facts.jsonl"
    result = CliRunner().invoke(app, ["extract", str(EXAMPLE), str(folder), "--out", str(out)])
    assert result.exit_code == 2
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(line["id"], line["published"], line["partners"]) for line in lines] == [
        ("release-sample", "2027-01-14", ["RU"]),
        ("2", "2027-01-14", ["RU"]),
        ("3", "2021-05-25", []),
    ]
    assert lines[2]["problems"] == ["not UTF-8: read as Windows-1251; save it again as UTF-8"]
    assert f"{folder / 'empty.txt'}: the file is empty" in result.stderr.replace("\n", "")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    out = tmp_path / "facts.jsonl"
    result = CliRunner().invoke(app, ["extract", str(tmp_path / "none.txt"), "--out", str(out)])
    assert result.exit_code == 2
    assert "none.txt: No such file or directory" in result.stderr.replace("\n", "")
    assert out.read_text() == ""


def test_processes_give_the_same_in_the_same_order(tmp_path: Path) -> None:
    paths = []
    for number in range(70):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"Headline {number}\n2021-05-{number % 28 + 1:02}\nText of it.")
        paths.append(path)
    assert list(facts_of_all(paths, workers=2)) == [facts_of(path) for path in paths]

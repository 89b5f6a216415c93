import json
import re
from pathlib import Path

import pytest
from training.text import LANGUAGES, needs_and_offers

SET = Path(__file__).parents[2] / "benchmarks" / "data" / "need_offer" / "organisations.jsonl"
THAI, CYRILLIC = re.compile("[\u0e01-\u0e2e]"), re.compile("[а-яё]", re.IGNORECASE)


def test_each_text_is_of_its_language() -> None:
    wrong = [
        row
        for run in needs_and_offers()
        for row in run
        if [bool(THAI.search(text)) for text in row] != [True, False, False]
        or [bool(CYRILLIC.search(text)) for text in row] != [False, True, False]
    ]
    assert wrong == []


def test_neighbours_come_in_runs_of_at_most_four() -> None:
    assert {len(run) for run in needs_and_offers()} <= {1, 2, 3, 4}


def test_nothing_is_learned_that_matching_is_measured_by() -> None:
    measured = set()
    for line in SET.read_text(encoding="utf-8").splitlines():
        organisation = json.loads(line)
        for listing in (*organisation["offers"], *organisation["needs"]):
            measured |= {listing["title"], listing.get("text", "")}
    learned = {text for run in needs_and_offers() for row in run for text in row}
    assert sorted(learned & measured) == []


def test_a_line_of_too_few_columns_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("field\tก\tб\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.tsv, line 1: 3 columns, not 4"):
        needs_and_offers(tmp_path)
    assert len(LANGUAGES) == 3

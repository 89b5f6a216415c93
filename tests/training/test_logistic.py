"""Weights are learned from what is true of things, and written as a table that reads again."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from training.logistic import features, learned, write
from training.topics import Read, taught

from saphan.engine.extraction import parse_release
from saphan.engine.extraction.tables import likely
from saphan.engine.extraction.topics import candidates


def test_only_what_enough_items_have_is_weighed() -> None:
    items = [{"a", "b"}, {"a"}, {"a", "c"}, {"c"}]
    assert features(items, 2) == ["a", "c"]


def test_weights_are_those_of_the_log_odds() -> None:
    # Of four with `a` three are right, of four without it one: log 3 more, and log 3 less.
    items = [{"always", "a"}] * 4 + [{"always"}] * 4
    right = [True, True, True, False, True, False, False, False]
    weights = learned(items, right, ["always", "a"], lambda name: 1e-9)
    assert weights == pytest.approx({"always": -1.0986, "a": 2.1972}, abs=1e-3)


def test_a_ridge_holds_a_weight_at_nothing() -> None:
    items = [{"a"}] * 4
    free, held = (
        learned(items, [True, True, True, False], ["a"], lambda name, ridge=ridge: ridge)["a"]
        for ridge in (1e-9, 100.0)
    )
    assert free == pytest.approx(1.0986, abs=1e-3)
    assert 0 < held < 0.02


def test_a_table_has_what_does_not_round_to_nothing(tmp_path: Path) -> None:
    path = tmp_path / "weights.tsv"
    write(path, {"enough": 0.4}, {"a": 1.234, "b": 0.001, "c:“งาน”": -2.0})
    read = list(csv.reader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    assert read == [["feature", "weight"], ["enough", "0.4"], ["a", "1.23"], ["c:“งาน”", "-2"]]


def test_topics_of_headlines_are_learned_from_releases() -> None:
    def read(title: str, body: str, *labels: str) -> Read:
        release = parse_release(f"{title}\nวันอังคารที่ 25 พฤษภาคม 2564\n{body}\n")
        return Read("topics", candidates(release, release.plain), set(labels))

    health = read("เปิดโรงพยาบาล", "แพทย์ดูแลผู้ป่วย และรถไฟผ่าน", "health")
    transport = read("เปิดเดินรถไฟ", "การรถไฟเปิดเส้นทาง ใกล้โรงพยาบาล", "transport")
    weights = taught([health, transport] * 4)
    told = {
        item.topic: likely(weights, item.features) > 0.5
        for item in read("เปิดสนามบิน", "ท่าอากาศยานอยู่ใกล้โรงพยาบาล").found
    }
    assert told == {"transport": True, "health": False}

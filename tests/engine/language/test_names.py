from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.engine.language import SAME_NAME, name_key, names_alike

NAMES = Path(__file__).parent / "data" / "names.tsv"


@pytest.mark.parametrize(
    ("key", "spellings"),
    [
        ("TMKN", ["Tomikhin", "Томихин", "โตมีฮิน"]),
        ("FKN", ["Yevgeny", "Evgeny", "Евгений", "เยฟเกนี"]),
        ("CFT", ["ชัยวุฒิ", "Chaiwut", "Чайвут"]),
    ],
)
def test_spellings_of_one_name_meet(key: str, spellings: list[str]) -> None:
    assert {name_key(name) for name in spellings} == {key}
    assert min(names_alike(a, b) for a, b in combinations(spellings, 2)) >= SAME_NAME


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ivanov", "Иванова"),
        ("Константин", "Konstantinov"),
        ("Chaiwat", "ชัยวุฒิ"),
        ("Сомчай", "สมศักดิ์"),
        ("Bangkok Bank", "ธนาคารกรุงเทพ"),
        ("Sergey Tomikhin", "เยฟเกนี โตมีฮิน"),
        ("", "Томихин"),
        ("", ""),
        ("123", "456"),
        ("Yandex", "Янтарь"),
    ],
)
def test_different_names_do_not_meet(a: str, b: str) -> None:
    assert names_alike(a, b) < SAME_NAME


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Томихин Евгений Юрьевич", "Yevgeny Tomikhin"),
        ("E. Tomikhin", "เยฟเกนี โตมีฮิน"),
        ("นายชัยวุฒิ ธนาคมานุสรณ์", "Chaiwut Thanakamanusorn"),
        ("ООО «Яндекс»", "Yandex LLC"),
        ("บริษัท สยามดาต้า จำกัด", "Siam Data Co., Ltd."),
        ("Chiang Mai", "เชียงใหม่"),
        ("Тoмихин", "Tomikhin"),
    ],
)
def test_titles_order_and_legal_forms_do_not_count(a: str, b: str) -> None:
    assert names_alike(a, b) >= SAME_NAME


def test_the_same_letters_are_the_same_name() -> None:
    assert names_alike("ТОМИХИН", "Томихин") == 1.0


def name_pairs() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    same, different = [], []
    for line in NAMES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        _, latin, russian, thai, near = line.split("\t")
        spellings = [*latin.split("|"), russian, thai]
        same += list(combinations(spellings, 2))
        different += [(a, b) for a in (spellings[0], russian, thai) for b in near.split("|")]
    return same, different


def test_names_of_three_scripts_meet_and_near_misses_do_not() -> None:
    same, different = name_pairs()
    assert (len(same), len(different)) == (642, 1494)
    found = sum(names_alike(a, b) >= SAME_NAME for a, b in same)
    wrong = sum(names_alike(a, b) >= SAME_NAME for a, b in different)
    assert found / len(same) >= 0.93
    assert found / (found + wrong) >= 0.93


ANY = st.text(st.sampled_from("กรวทสาิีัะเ์อТомихинЁъTomikhEy-.’«» 1😀"), max_size=20) | st.text(
    max_size=20
)


@settings(max_examples=80, deadline=None)
@given(ANY, ANY)
def test_likeness_of_any_texts_is_symmetric_and_from_0_to_1(a: str, b: str) -> None:
    assert 0.0 <= names_alike(a, b) == names_alike(b, a) <= 1.0
    assert name_key(f" {a} ") == name_key(a)

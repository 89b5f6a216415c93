"""Claims that mean the same are put together. All claims here are invented."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.engine.claims import Claim, cluster

TEXTS = (
    "น้ำมะนาวรักษาโรคเบาหวานให้หายขาดได้",
    "ดื่มน้ำมะนาวช่วยรักษาโรคเบาหวานให้หายขาด",
    "น้ำมะนาวรักษาโรคเบาหวานให้หายขาดไม่ได้",
    "ธนาคารแจกเงินคนละ 1,000 บาท ลงทะเบียนผ่านไลน์",
    "ธนาคารแจกเงินคนละ 10,000 บาท ลงทะเบียนผ่านไลน์",
    "พายุ 5 ลูกจ่อเข้าประเทศไทยสัปดาห์หน้า",
    "Лимонный сок полностью вылечивает диабет",
)


def clustered(*texts: str) -> list[list[int]]:
    groups = cluster([Claim(at, text) for at, text in enumerate(texts)])
    return [[int(name) for name in group] for group in groups]


def test_wordings_and_languages_of_one_claim_are_one_denials_and_numbers_are_not():
    assert clustered(*TEXTS) == [[0, 1, 6], [2], [3], [4], [5]]


def test_the_same_twice_is_one_and_nothing_is_none():
    assert clustered("น้ำท่วมกรุงเทพฯ พรุ่งนี้", "น้ำท่วม กรุงเทพฯ  พรุ่งนี้!") == [[0, 1]]
    assert clustered() == []


@given(st.permutations(range(len(TEXTS))))
@settings(max_examples=3, deadline=None)
def test_the_order_of_claims_does_not_matter(order):
    groups = clustered(*(TEXTS[at] for at in order))
    assert sorted(sorted(order[at] for at in group) for group in groups) == [
        [0, 1, 6],
        [2],
        [3],
        [4],
        [5],
    ]

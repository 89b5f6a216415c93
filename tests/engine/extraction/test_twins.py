from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from saphan.engine.extraction.twins import ALIKE, Twin, Twins, bands, groups, likeness, sketch

WORDS = [
    *("รัฐมนตรี", "กระทรวง", "ประชุม", "ความร่วมมือ", "ดิจิทัล", "รัสเซีย", "ลงนาม", "สนับสนุน"),
    *("โครงการ", "ประชาชน", "เศรษฐกิจ", "การค้า", "форум", "сотрудничество", "министр"),
    *("проект", "forum", "digital", "trade", "minister", "agreement", "health"),
]


def invented(seed: int, length: int = 300) -> str:
    chosen = random.Random(seed)
    return " ".join(chosen.choice(WORDS) + str(chosen.randrange(50)) for _ in range(length))


def test_a_copy_under_another_date_from_another_address_is_the_same() -> None:
    body = invented(1)
    first = f"หัวข้อ\nวันอังคารที่ 25 พฤษภาคม 2564\nพิมพ์\n{body}\nที่มา : https://example.org/1"
    second = f"หัวข้อ\nวันพุธที่ 26 พฤษภาคม 2564\n{body}\n\nที่มา : https://example.org/2"
    assert likeness(sketch(first), sketch(second)) == 1.0


def test_a_text_with_a_sentence_more_is_a_twin_and_another_text_is_none() -> None:
    twins: Twins[str] = Twins()
    assert twins.add("a", invented(1)) == []
    assert twins.add("b", invented(2)) == []
    found = twins.add("c", invented(1) + " เพิ่มเติมหนึ่งประโยคเท่านั้น " + invented(3, 10))
    assert [twin.id for twin in found] == ["a"]
    assert found[0].likeness >= ALIKE
    assert twins.add("d", invented(2)) == [Twin("b", 1.0)]


def test_groups_of_all_that_say_the_same() -> None:
    releases = [
        ("1", invented(1)),
        ("2", invented(2)),
        ("3", invented(1) + "!"),
        ("4", invented(4)),
    ]
    releases += [("5", invented(2)), ("6", invented(1))]
    assert groups(releases) == [["1", "3", "6"], ["2", "5"]]


def test_likeness_is_near_the_share_that_is_the_same() -> None:
    for share in (0.2, 0.5, 0.8):
        same = invented(5, int(1000 * share))
        one = same + invented(6, 1000 - int(1000 * share))
        other = same + invented(7, 1000 - int(1000 * share))
        jaccard = share / (2 - share)
        assert abs(likeness(sketch(one), sketch(other)) - jaccard) < 0.15


@given(st.text(max_size=60))
def test_any_text_has_a_sketch_and_is_like_itself(text: str) -> None:
    own = sketch(text)
    assert likeness(own, sketch(text + " \n ")) == 1.0
    assert len(set(bands(own))) == len(bands(own)) == 20
    assert all(-(2**63) <= band < 2**63 for band in bands(own))

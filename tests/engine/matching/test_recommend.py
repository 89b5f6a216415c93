import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.engine.matching import (
    COOPERATIONS,
    Listing,
    MatchingProblem,
    Profile,
    Weights,
    check,
    match,
)

THAI = Profile(
    id="TH-1",
    country="TH",
    kind="company",
    name="สื่อตัวอย่าง",
    language="th",
    needs=(
        Listing("N1", "ระบบตรวจจับข่าวปลอม", "สำหรับสื่อสังคมออนไลน์", ("6201",), ("purchase",)),
        Listing("N2", "โดรนเพื่อการเกษตร", "", (), ("purchase",)),
    ),
    languages=("th", "en"),
)
RUSSIAN = Profile(
    id="RU-1",
    country="RU",
    kind="company",
    name="Пример",
    language="ru",
    offers=(
        Listing("O1", "Мониторинг дезинформации в соцсетях", "", ("6201",), ("sale",)),
        Listing("O2", "Беспилотники", "", (), ("sale",)),
        Listing("O3", "Выращивание цветов", "", (), ("sale",)),
    ),
    languages=("ru", "en"),
)
NEIGHBOUR = Profile(
    id="TH-2",
    country="TH",
    kind="company",
    name="เพื่อนบ้าน",
    language="th",
    offers=(Listing("O4", "ระบบตรวจจับข่าวปลอม", "", ("6201",), ("sale",)),),
)


def pairs(problem: MatchingProblem) -> list[tuple[str, str]]:
    return [(found.need, found.offer) for found in match(problem).matches]


def test_a_thai_need_meets_a_russian_offer_by_a_shared_concept() -> None:
    assert pairs(MatchingProblem((THAI, RUSSIAN))) == [("N1", "O1"), ("N2", "O2")]


def test_the_parts_of_a_score() -> None:
    found = match(MatchingProblem((THAI, RUSSIAN))).matches[0]
    assert found.parts == {
        "concepts": 1.0,
        "words": 0.0,
        "codes": 1.0,
        "cooperation": 1.0,
        "languages": 1.0,
    }
    assert found.score == 0.8


def test_within_one_country_only_when_asked() -> None:
    assert pairs(MatchingProblem((THAI, NEIGHBOUR))) == []
    assert pairs(MatchingProblem((THAI, NEIGHBOUR), cross_border=False)) == [("N1", "O4")]


def test_nobody_is_recommended_to_himself() -> None:
    alone = Profile(
        "TH-9",
        "TH",
        "company",
        "เดี่ยว",
        "th",
        offers=(Listing("O", "ข่าวปลอม"),),
        needs=(Listing("N", "ข่าวปลอม"),),
    )
    assert pairs(MatchingProblem((alone,), cross_border=False)) == []


def test_no_subject_in_common_is_no_match() -> None:
    flowers = Profile(
        "RU-2", "RU", "company", "Цветы", "ru", offers=(Listing("O", "Цветы", "", (), ("sale",)),)
    )
    assert pairs(MatchingProblem((THAI, flowers))) == []


def one_need(need: Listing, *offers: Listing) -> list[str]:
    needer = Profile("A", "TH", "company", "A", "en", needs=(need,))
    giver = Profile("B", "RU", "company", "B", "en", offers=offers)
    return [found.offer for found in match(MatchingProblem((needer, giver), top=2)).matches]


def test_who_sells_meets_a_buyer_before_another_seller() -> None:
    offers = (
        Listing("O1", "video analytics", cooperation=("sale",)),
        Listing("O2", "video analytics", cooperation=("purchase",)),
    )
    assert one_need(Listing("N", "video analytics", cooperation=("sale",)), *offers) == ["O2", "O1"]


def test_codes_alone_are_a_reason_and_nearer_ones_a_better() -> None:
    offers = (Listing("O1", "ббб", isic=("6209",)), Listing("O2", "ввв", isic=("6201",)))
    assert one_need(Listing("N", "กกก", isic=("6201",)), *offers) == ["O2", "O1"]


def test_the_first_by_id_of_equals_and_no_more_than_the_top() -> None:
    offers = tuple(Listing(f"O{i}", "cloud hosting") for i in (3, 1, 2))
    assert one_need(Listing("N", "cloud hosting"), *offers) == ["O1", "O2"]


def test_no_profiles_no_matches() -> None:
    result = match(MatchingProblem(()))
    assert (result.matches, result.pairs) == ((), 0)


def test_attention_spreads_among_equal_offers() -> None:
    needs = tuple(Listing(f"N{i}", "ข่าวปลอม") for i in range(6))
    needer = Profile("TH-1", "TH", "company", "ก", "th", needs=needs)
    givers = tuple(
        Profile(f"RU-{i}", "RU", "company", "x", "ru", offers=(Listing(f"O{i}", "Фейк"),))
        for i in range(4)
    )
    result = match(MatchingProblem((needer, *givers), top=2))
    second = [found.offer_organisation for found in result.matches[1::2]]
    assert sorted(second) == ["RU-1", "RU-1", "RU-2", "RU-2", "RU-3", "RU-3"]


def test_a_meaning_scorer_adds_its_part() -> None:
    class Always:
        def similarity(self, needs, offers):
            import numpy as np

            return np.ones((len(needs), len(offers)))

    result = match(MatchingProblem((THAI, RUSSIAN)), meaning=Always())
    assert [(m.need, m.offer) for m in result.matches][:3] == [
        ("N1", "O1"),
        ("N1", "O2"),
        ("N1", "O3"),
    ]
    assert result.matches[0].score == round((0.8 + 0.4) / 1.4, 4)


@pytest.mark.parametrize(
    ("profiles", "top", "message"),
    [
        ((THAI, THAI), 1, "organisation id 'TH-1' is used 2 times"),
        ((THAI,), 0, "top is 0 and must be 1 or more"),
        (
            (Profile("X", "Thailand", "company", "x", "th"),),
            1,
            "X: country 'Thailand' is not two capital letters",
        ),
        (
            (
                Profile(
                    "X", "TH", "company", "x", "th", needs=(Listing("N", "n", "", (), ("buy",)),)
                ),
            ),
            1,
            "X: listing N has unknown cooperation 'buy'",
        ),
    ],
)
def test_a_problem_that_cannot_be_matched(
    profiles: tuple[Profile, ...], top: int, message: str
) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the message is compared below
        MatchingProblem(profiles, top=top)
    assert message in str(error.value).split("; ")


WORDS = ["ข่าวปลอม", "дезинформация", "drone", "โดรน", "облако", "คลาวด์", "xyz", "лошадь"]


@st.composite
def problems(draw: st.DrawFn) -> MatchingProblem:
    profiles = []
    for number in range(draw(st.integers(0, 6))):
        listings = [
            Listing(
                f"{number}-{i}",
                " ".join(draw(st.lists(st.sampled_from(WORDS), max_size=3))),
                "",
                tuple(draw(st.lists(st.sampled_from(["6201", "6202", "85", "zz"]), max_size=2))),
                tuple(draw(st.lists(st.sampled_from(COOPERATIONS), max_size=2))),
            )
            for i in range(draw(st.integers(0, 3)))
        ]
        half = draw(st.integers(0, 3))
        profiles.append(
            Profile(
                str(number),
                draw(st.sampled_from(["TH", "RU"])),
                "company",
                f"Organisation {number}",
                "en",
                offers=tuple(listings[:half]),
                needs=tuple(listings[half:]),
            )
        )
    return MatchingProblem(tuple(profiles), draw(st.booleans()), draw(st.integers(1, 3)))


@settings(deadline=None, max_examples=60)
@given(problems(), st.randoms(use_true_random=False))
def test_every_result_keeps_its_promises_in_any_order(
    problem: MatchingProblem, chance: random.Random
) -> None:
    result = match(problem)
    assert check(problem, result) == []
    shuffled = list(problem.profiles)
    chance.shuffle(shuffled)
    again = match(MatchingProblem(tuple(shuffled), problem.cross_border, problem.top))
    assert again == result


@settings(deadline=None, max_examples=20)
@given(problems(), st.floats(0, 5), st.floats(0.1, 5))
def test_any_weights_keep_the_score_in_its_range(
    problem: MatchingProblem, words: float, concepts: float
) -> None:
    result = match(problem, Weights(words=words, concepts=concepts))
    assert check(problem, result) == []

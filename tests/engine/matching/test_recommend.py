import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.engine.matching import (
    COOPERATIONS,
    PARTS,
    Acceptance,
    Listing,
    MatchingProblem,
    Profile,
    best_parts,
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
    parts = dict(found.parts)
    meaning = parts.pop("meaning")
    assert tuple(found.parts) == PARTS
    assert parts == {
        "concepts": 1.0,
        "words": 0.0,
        "codes": 1.0,
        "cooperation": 1.0,
        "languages": 1.0,
        "wish": 0.0,
        "mutual": 0.0,
    }
    assert 0.2 < meaning < 1
    assert found.score == round(float(Acceptance().probability(found.parts)), 4)


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


def shown(problem: MatchingProblem) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in match(problem).matches:
        found.setdefault(one.offer_organisation, []).append(one.need_organisation)
    return found


def buyers_and_sellers(**seller: object) -> tuple[Profile, ...]:
    buyers = [
        Profile(f"TH-{i}", "TH", "company", "ก", "th", needs=(Listing(f"N{i}", "ข่าวปลอม"),))
        for i in range(3)
    ]
    best = Profile(
        "RU-1", "RU", "company", "x", "ru", offers=(Listing("O1", "Фейковые новости"),), **seller
    )
    other = Profile("RU-2", "RU", "company", "y", "ru", offers=(Listing("O2", "Дроны, фейк"),))
    return (*buyers, best, other)


def test_nobody_is_shown_to_more_than_they_can_meet() -> None:
    profiles = buyers_and_sellers(capacity=2)
    assert shown(MatchingProblem(profiles, top=1)) == {"RU-1": ["TH-0", "TH-1"], "RU-2": ["TH-2"]}


def test_who_would_be_shown_to_nobody_takes_a_place_where_one_can_be_spared() -> None:
    profiles = buyers_and_sellers()
    assert shown(MatchingProblem(profiles, top=1)) == {"RU-1": ["TH-0", "TH-1", "TH-2"]}
    assert sorted(shown(MatchingProblem(profiles, top=2))["RU-2"]) == ["TH-0", "TH-1", "TH-2"]


def test_who_is_not_for_us_is_not_shown_on_either_side() -> None:
    for excluding in ({"exclusions": ("TH-0", "TH-1", "elsewhere")}, {"exclusions": ()}):
        profiles = buyers_and_sellers(**excluding)
        if not excluding["exclusions"]:
            profiles = (replace(profiles[0], exclusions=("RU-1",)), *profiles[1:])
        assert "TH-0" not in shown(MatchingProblem(profiles, top=1)).get("RU-1", [])


def test_a_wish_raises_the_score() -> None:
    def score(**seller: object) -> float:
        return match(MatchingProblem(buyers_and_sellers(**seller), top=1)).matches[0].score

    assert score() < score(wishes=("TH-0",))


def test_who_fits_the_other_way_round_too_gains() -> None:
    one = replace(THAI, offers=(Listing("P", "Цифровые карты для сельского хозяйства"),))
    both = replace(RUSSIAN, needs=(Listing("Q", "แผนที่ดิจิทัลเพื่อการเกษตร"),))
    alone = match(MatchingProblem((THAI, RUSSIAN))).of_need("N1")[0]
    mutual = match(MatchingProblem((one, both))).of_need("N1")[0]
    assert alone.parts["mutual"] == 0
    assert alone.score < mutual.score
    assert mutual.why["en"].endswith("They fit the other way round as well.")


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
@given(problems(), st.floats(-3, 5), st.floats(-3, 5))
def test_any_model_keeps_its_promises(
    problem: MatchingProblem, words: float, concepts: float
) -> None:
    model = Acceptance({**Acceptance().weights, "words": words, "concepts": concepts})
    assert check(problem, match(problem, model)) == []


def test_what_is_learned_from_is_what_a_match_of_the_two_shows() -> None:
    problem = MatchingProblem((THAI, RUSSIAN, NEIGHBOUR))
    found = match(problem).matches[0]
    # Neither who decided nor an exclusion changes what two have in common.
    apart = MatchingProblem((replace(THAI, exclusions=("RU-1",)), RUSSIAN, NEIGHBOUR))
    decided = [("RU-1", "TH-1"), ("TH-1", "RU-1"), ("RU-1", "TH-2"), ("RU-1", "nobody")]
    assert best_parts(apart, decided) == {
        ("RU-1", "TH-1"): found.parts,
        ("TH-1", "RU-1"): found.parts,
    }


def test_of_several_pairs_of_two_the_likeliest_is_learned_from() -> None:
    other_way = replace(
        RUSSIAN, needs=(Listing("N9", "ข่าวปลอม"),), offers=(*RUSSIAN.offers, Listing("O9", "ббб"))
    )
    giver = replace(THAI, offers=(Listing("O8", "ข่าวปลอม"),))
    problem = MatchingProblem((giver, other_way))
    best = max(match(problem).matches, key=lambda found: found.score)
    assert best_parts(problem, [("TH-1", "RU-1")]) == {("TH-1", "RU-1"): best.parts}


def test_without_pairs_there_is_nothing_to_learn_from() -> None:
    assert best_parts(MatchingProblem((THAI, RUSSIAN)), []) == {}

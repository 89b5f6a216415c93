from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.engine.matching import Listing, MatchingProblem, Profile, check, match


def organisation(name: str, country: str, *, offers=(), needs=(), languages=("en",)) -> Profile:
    return Profile(
        name, country, "company", name, "en", offers=offers, needs=needs, languages=languages
    )


def need(name: str, title: str, kind: str = "purchase", isic: tuple[str, ...] = ()) -> Listing:
    return Listing(name, title, isic=isic, cooperation=(kind,))


def offer(name: str, title: str, kind: str = "sale", isic: tuple[str, ...] = ()) -> Listing:
    return Listing(name, title, isic=isic, cooperation=(kind,))


def test_thai_need_meets_russian_offer_that_shares_no_letter():
    problem = MatchingProblem(
        (
            organisation("A", "TH", needs=(need("A-N", "ระบบตรวจจับข่าวปลอม"),)),
            organisation("B", "RU", offers=(offer("B-O", "Мониторинг дезинформации"),)),
            organisation("C", "RU", offers=(offer("C-O", "Беспилотники для сельского хозяйства"),)),
        )
    )
    (found,) = match(problem).matches
    assert (found.need, found.offer) == ("A-N", "B-O")
    assert found.why["ru"] == (
        "Потребность «ระบบตรวจจับข่าวปลอม» отвечает предложению «Мониторинг дезинформации»; "
        "общее: дезинформация, мониторинг"
    )
    assert found.why["th"] == (
        "ความต้องการ “ระบบตรวจจับข่าวปลอม” ตรงกับข้อเสนอ “Мониторинг дезинформации” "
        "เรื่องที่ตรงกัน: ข่าวปลอม, ตรวจจับ"
    )


def test_the_same_country_is_matched_only_where_borders_do_not_count():
    profiles = (
        organisation("A", "TH", needs=(need("A-N", "drones"),)),
        organisation("B", "TH", offers=(offer("B-O", "drones"),)),
    )
    assert match(MatchingProblem(profiles)).matches == ()
    assert len(match(MatchingProblem(profiles, cross_border=False)).matches) == 1


def test_a_seller_who_looks_for_buyers_ranks_below_one_who_serves_the_need():
    problem = MatchingProblem(
        (
            organisation("A", "TH", needs=(need("A-N", "video analytics", "sale"),)),
            organisation("B", "RU", offers=(offer("B-O", "video analytics", "sale"),)),
            organisation("C", "RU", offers=(offer("C-O", "video analytics", "purchase"),)),
        )
    )
    assert [found.offer for found in match(problem).matches] == ["C-O", "B-O"]


def test_codes_alone_are_a_reason_and_nearer_ones_a_better():
    problem = MatchingProblem(
        (
            organisation("A", "TH", needs=(need("A-N", "กกก", isic=("6201",)),)),
            organisation("B", "RU", offers=(offer("B-O", "ббб", isic=("6209",)),)),
            organisation("C", "RU", offers=(offer("C-O", "ввв", isic=("6201",)),)),
        )
    )
    assert [found.offer for found in match(problem).matches] == ["C-O", "B-O"]


def test_top_limits_the_offers_of_each_need():
    offers = tuple(offer(f"B-{n}", "cloud hosting") for n in range(5))
    problem = MatchingProblem(
        (
            organisation("A", "TH", needs=(need("A-N", "cloud hosting"),)),
            organisation("B", "RU", offers=offers),
        ),
        top=2,
    )
    assert [found.offer for found in match(problem).matches] == ["B-0", "B-1"]


def test_nobody_to_match_gives_no_matches():
    assert match(MatchingProblem(())).matches == ()


TITLES = st.sampled_from(
    ["ข่าวปลอม", "дезинформация", "fake news", "โดรน", "дрон", "5G", "ทุนการศึกษา", "😀", ""]
)
LISTINGS = st.lists(
    st.tuples(
        TITLES,
        st.sampled_from(["sale", "purchase", "research"]),
        st.sampled_from(["", "62", "6201"]),
    ),
    max_size=3,
)


@st.composite
def problems(draw) -> MatchingProblem:
    profiles = []
    for index, country in enumerate(draw(st.lists(st.sampled_from(["TH", "RU"]), max_size=6))):
        sides = [
            tuple(
                Listing(
                    f"{index}-{side}-{n}", title, isic=(code,) if code else (), cooperation=(kind,)
                )
                for n, (title, kind, code) in enumerate(draw(LISTINGS))
            )
            for side in "ON"
        ]
        profiles.append(organisation(f"P{index}", country, offers=sides[0], needs=sides[1]))
    return MatchingProblem(tuple(profiles), cross_border=draw(st.booleans()), top=2)


@settings(max_examples=40, deadline=None)
@given(problems(), st.randoms(use_true_random=False))
def test_the_judge_is_content_and_the_order_of_input_does_not_matter(problem, random):
    result = match(problem)
    assert check(problem, result) == []
    shuffled = list(problem.profiles)
    random.shuffle(shuffled)
    other = match(MatchingProblem(tuple(shuffled), problem.cross_border, problem.top))
    assert sorted(other.matches, key=lambda m: (m.need, m.offer)) == sorted(
        result.matches, key=lambda m: (m.need, m.offer)
    )

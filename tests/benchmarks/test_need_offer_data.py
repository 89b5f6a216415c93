import csv
import random
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from saphan.engine.matching import MatchingProblem, read_profiles

DATA = Path(__file__).resolve().parents[2] / "benchmarks" / "data" / "need_offer"
REASONS = {"both_sell", "other_sense", "wrong_kind", "same_words_other_thing", "same_country"}
SCRIPTS = {"th": "[\u0e00-\u0e7f]", "ru": "[\u0400-\u04ff]", "en": "[A-Za-z]"}
SEED = 5


def table(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


PROFILES = read_profiles(DATA / "organisations.jsonl")
ROWS = table("relevance.tsv")
SPLIT = {row["need"]: row["part"] for row in table("split.tsv")}
NEEDS = {need.id: profile for profile in PROFILES for need in profile.needs}
OFFERS = {offer.id: profile for profile in PROFILES for offer in profile.offers}
LISTINGS = [listing for p in PROFILES for listing in (*p.offers, *p.needs)]
JUDGED = {row["need"] for row in ROWS}


def test_the_organisations_can_be_matched():
    assert MatchingProblem(PROFILES).profiles == PROFILES


def test_the_counts_are_those_of_the_readme():
    counts = [
        ("organisations", len(PROFILES)),
        ("offers", len(OFFERS)),
        ("needs", len(NEEDS)),
        ("judged needs", len(JUDGED)),
        ("judged pairs", len(ROWS)),
    ]
    counts += [(f"grade {g}", n) for g, n in Counter(row["grade"] for row in ROWS).items()]
    counts += [(f"`{w}`", n) for w, n in Counter(row["why"] for row in ROWS).items() if w]
    counts += [(f"language `{x}`", n) for x, n in Counter(p.language for p in PROFILES).items()]
    text = (DATA / "README.md").read_text(encoding="utf-8")
    stated = re.findall(r"^\| ([^|]+?) \| (\d+) \|$", text, re.MULTILINE)
    assert sorted(stated) == sorted((what, str(number)) for what, number in counts)


def test_each_language_has_about_a_third():
    languages = Counter(profile.language for profile in PROFILES)
    assert set(languages) == {"th", "ru", "en"}
    assert min(languages.values()) * 10 >= len(PROFILES) * 3


def test_each_organisation_offers_and_needs_one_to_three_things():
    sides = [len(side) for profile in PROFILES for side in (profile.offers, profile.needs)]
    assert (min(sides), max(sides)) == (1, 3)


@pytest.mark.parametrize("language", SCRIPTS)
def test_texts_are_in_the_language_they_are_said_to_be(language):
    others = [
        listing.id
        for profile in PROFILES
        if profile.language == language
        for listing in (*profile.offers, *profile.needs)
        if not re.search(SCRIPTS[language], listing.title + listing.text)
    ]
    assert others == []


def test_every_listing_has_text_and_kinds_and_a_third_have_codes():
    assert [x.id for x in LISTINGS if not (x.text and x.cooperation)] == []
    coded = sum(bool(x.isic) for x in LISTINGS)
    assert 0.25 < coded / len(LISTINGS) < 0.4
    assert [c for x in LISTINGS for c in x.isic if not re.fullmatch(r"\d{4}", c)] == []


def test_pairs_name_needs_and_offers_that_exist_once():
    pairs = [(row["need"], row["offer"]) for row in ROWS]
    assert [need for need, _ in pairs if need not in NEEDS] == []
    assert [offer for _, offer in pairs if offer not in OFFERS] == []
    assert [pair for pair, times in Counter(pairs).items() if times > 1] == []


def test_a_zero_has_a_reason_and_nothing_else_has():
    assert {row["grade"] for row in ROWS} == {"0", "1", "2", "3"}
    assert {row["why"] for row in ROWS if row["grade"] == "0"} == REASONS
    assert {row["why"] for row in ROWS if row["grade"] != "0"} == {""}


def test_an_offer_of_the_same_country_is_a_zero_that_says_so():
    same = [NEEDS[row["need"]].country == OFFERS[row["offer"]].country for row in ROWS]
    assert same == [row["why"] == "same_country" for row in ROWS]


def test_both_sell_only_where_the_need_is_to_be_sold_or_carried():
    kinds = {need.id: set(need.cooperation) for p in PROFILES for need in p.needs}
    others = [
        row["need"]
        for row in ROWS
        if row["why"] == "both_sell"
        and not kinds[row["need"]] & {"sale", "distribution", "pilot", "joint_venture", "research"}
    ]
    assert others == []


def test_every_judged_need_has_an_offer_to_meet_and_two_hard_negatives():
    best = defaultdict(int)
    zeros, relevant = Counter(), Counter()
    for row in ROWS:
        best[row["need"]] = max(best[row["need"]], int(row["grade"]))
        (zeros if row["grade"] == "0" else relevant)[row["need"]] += 1
    assert [need for need in JUDGED if best[need] < 2] == []
    assert [need for need in JUDGED if zeros[need] < 2] == []
    assert max(relevant.values()) <= 8


def test_most_relevant_pairs_cross_scripts():
    relevant = [row for row in ROWS if row["grade"] != "0"]
    crossing = [r for r in relevant if NEEDS[r["need"]].language != OFFERS[r["offer"]].language]
    assert len(crossing) >= 0.8 * len(relevant)


def test_the_split_is_the_one_that_the_seed_gives():
    needs = sorted(JUDGED)
    random.Random(SEED).shuffle(needs)
    half = (len(needs) + 1) // 2
    assert {need: "dev" if i < half else "test" for i, need in enumerate(needs)} == SPLIT

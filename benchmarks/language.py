"""Figures of the language tools: languages told apart, names met, words a second.

    python benchmarks/language.py DATA

DATA is a folder with `tatoeba/` (aligned sentences) and `xquad/`. Languages are told on the
translated messages that Django carries; the names are those of the tests.
"""

from __future__ import annotations

import argparse
import gettext
import json
import time
from itertools import combinations
from pathlib import Path

import django

from saphan.engine.language import SAME_NAME, identify, name_key, names_alike, terms

NAMES = Path(__file__).parents[1] / "tests" / "engine" / "language" / "data" / "names.tsv"
OTHERS = (
    "de fr es it pt nl sv da nb fi pl cs sk hu ro hr sl lv lt et tr vi id az sq ca eu gl is "
    "uk be bg mk kk ky mn tg sr"
)
LENGTHS = ((4, 12), (13, 25), (26, 60), (61, 200))
MOST = 150  # messages of a language


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the language tools.")
    parser.add_argument("data", type=Path, help="folder with tatoeba/ and xquad/")
    data = parser.parse_args().data
    languages()
    names()
    speed(data)


def messages(code: str) -> list[str]:
    """Translated messages of Django's own catalogues, without those that have placeholders."""
    root = Path(django.__file__).parent
    found: set[str] = set()
    for folder in root.glob(f"**/locale/{code}/LC_MESSAGES"):
        catalogue = gettext.translation("django", folder.parents[1], [code])
        shown = getattr(catalogue, "_catalog", {}).values()
        found |= {text for text in shown if isinstance(text, str) and not set(text) & set("%{<\n")}
    return sorted(text for text in found if sum(map(str.isalpha, text)) > 0.7 * len(text))


def languages() -> None:
    print("letters    foreign texts    taken for ours    right name    Russian kept")
    russian = messages("ru")
    others = {code: messages(code) for code in OTHERS.split()}
    for low, high in LENGTHS:
        told = [
            (code, identify(text))
            for code, texts in others.items()
            for text in [text for text in texts if low <= len(text) <= high][:MOST]
        ]
        ours = sum(found in ("en", "ru") for _, found in told) / len(told)
        right = sum(code == {"no": "nb"}.get(found, found) for code, found in told) / len(told)
        own = [identify(text) == "ru" for text in russian if low <= len(text) <= high]
        kept = sum(own) / len(own)
        print(f"{low:3}-{high:<6} {len(told):13} {ours:17.3f} {right:13.3f} {kept:15.3f}")


def names() -> None:
    print("\nnames     same pairs   near misses   precision   recall   same key   µs a pair")
    lines = NAMES.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    for title, part in (("tuned on", rows[::2]), ("set aside", rows[1::2])):
        same, different = [], []
        for _, latin, russian, thai, near in part:
            spellings = [*latin.split("|"), russian, thai]
            same += list(combinations(spellings, 2))
            different += [(a, b) for a in (spellings[0], russian, thai) for b in near.split("|")]
        start = time.process_time()
        found = sum(names_alike(a, b) >= SAME_NAME for a, b in same)
        wrong = sum(names_alike(a, b) >= SAME_NAME for a, b in different)
        each = (time.process_time() - start) / len(same + different) * 1e6
        keys = sum(name_key(a) == name_key(b) for a, b in same) / len(same)
        print(
            f"{title:10} {len(same):9} {len(different):13} {found / (found + wrong):11.3f} "
            f"{found / len(same):8.3f} {keys:10.3f} {each:11.0f}"
        )


def speed(data: Path) -> None:
    print("\nterms           texts   letters   new, a second   met before, a second")
    for language, pair in (("th", "tha-eng.tha"), ("ru", "rus-eng.rus"), ("en", "tha-eng.eng")):
        sentences = (data / "tatoeba" / pair).read_text(encoding="utf-8").splitlines()
        xquad = json.loads((data / "xquad" / f"xquad.{language}.json").read_text(encoding="utf-8"))
        paragraphs = [p["context"] for article in xquad["data"] for p in article["paragraphs"]]
        terms("ทดสอบ проба test")  # dictionaries are loaded before
        for kind, texts in (("sentences", sentences), ("paragraphs", paragraphs)):
            rates = []
            for _ in range(2):
                start = time.process_time()
                for text in texts:
                    terms(text)
                rates.append(len(texts) / (time.process_time() - start))
            letters = sum(map(len, texts)) // len(texts)
            new, met = rates
            print(f"{language} {kind:10} {len(texts):7} {letters:9} {new:15,.0f} {met:22,.0f}")


if __name__ == "__main__":
    main()

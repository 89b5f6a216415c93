"""Work of which the pieces done are kept, so that it can go on after a break."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np

from .problem import MatchingProblem
from .reading import Readings
from .recommend import Found, Runner

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")

_LAYOUT = 1  # changes when a piece kept before would be read wrongly


class Kept:
    """Has another runner do the work, and keeps every piece in a folder.

    Pieces are of one problem: a folder that holds pieces of another is refused, and nothing in it
    is changed. A piece is written whole or not at all.

    Args:
        folder: Where the pieces are; made when it is not there.
        runner: Who does what is not there yet.
        fingerprint: Tells the problem, see `fingerprint`.

    Raises:
        ValueError: The folder holds pieces of other work.
    """

    def __init__(self, folder: Path, runner: Runner, fingerprint: str) -> None:
        self._folder, self._runner = folder, runner
        folder.mkdir(parents=True, exist_ok=True)
        mark = folder / "work.json"
        if mark.exists():
            if json.loads(mark.read_text(encoding="utf-8")).get("fingerprint") != fingerprint:
                raise ValueError(
                    f"{folder} holds pieces of other organisations or settings; "
                    "name another folder, or delete this one"
                )
        elif any(folder.iterdir()):
            raise ValueError(f"{folder} is not empty and holds no pieces of matching")
        else:
            mark.write_text(json.dumps({"fingerprint": fingerprint}), encoding="utf-8")

    def run(
        self,
        stage: str,
        function: Callable[[Shared, Item], Result],
        shared: Shared,
        items: Sequence[Item],
    ) -> Iterator[Result]:
        files = [self._folder / f"{stage.replace(' ', '-')}-{n:05d}.npz" for n in range(len(items))]
        missing = [n for n, file in enumerate(files) if not file.exists()]
        made = self._runner.run(stage, function, shared, [items[n] for n in missing])
        wanted = set(missing)
        for number, file in enumerate(files):
            if number in wanted:
                result = next(made)
                _write(file, result)
                yield result
            else:
                yield cast(Result, _read(file))


def fingerprint(problem: MatchingProblem, *settings: object) -> str:
    """Tells one problem and its settings from another.

    Args:
        problem: The problem; the order of its profiles does not count.
        settings: Whatever else changes the result.

    Returns:
        Hexadecimal digits.
    """
    profiles = sorted((asdict(profile) for profile in problem.profiles), key=lambda p: p["id"])
    told = [_LAYOUT, profiles, problem.cross_border, problem.top, [repr(s) for s in settings]]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _write(file: Path, piece: object) -> None:
    data = BytesIO()
    np.savez(data, **_arrays(piece))
    partial = file.with_suffix(".partial")
    partial.write_bytes(data.getvalue())
    partial.replace(file)


def _arrays(piece: object) -> dict[str, Any]:
    if isinstance(piece, Found):
        return {
            "needs": piece.needs,
            "offers": piece.offers,
            "scores": piece.scores,
            "parts": piece.parts,
            "pairs": np.array(piece.pairs),
        }
    if isinstance(piece, Readings):
        told = json.dumps([piece.terms, piece.concepts, piece.codes], ensure_ascii=False)
        return {"vectors": piece.vectors, "told": np.frombuffer(told.encode(), np.uint8)}
    raise TypeError(f"no way to keep {type(piece).__name__}")


def _read(file: Path) -> Found | Readings:
    with np.load(file, allow_pickle=False) as kept:
        if "told" not in kept:
            return Found(
                kept["needs"], kept["offers"], kept["scores"], kept["parts"], int(kept["pairs"])
            )
        terms, concepts, codes = json.loads(kept["told"].tobytes().decode())
        return Readings(
            tuple(Counter(own) for own in terms),
            tuple({concept: tuple(words) for concept, words in own.items()} for own in concepts),
            tuple(tuple(own) for own in codes),
            kept["vectors"],
        )

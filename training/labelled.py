"""Releases with labels, to learn from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from saphan.engine.extraction import ReleaseText, parse_release
from saphan.engine.extraction.formats.sources import read_source

LABELS = Path(__file__).parents[1] / "benchmarks" / "data" / "releases"


def labelled(folder: Path, half: str, field: str) -> Iterator[tuple[ReleaseText, Any]]:
    """Read the releases of a half that have labels of a field, each with these.

    Args:
        folder: Where the releases lie.
        half: The half.
        field: The field.
    """
    paths = {path.stem: path for path in folder.rglob("*.txt")}
    for line in (LABELS / f"{half}.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label[field] is not None:
            source = read_source(paths[label["id"]])
            yield parse_release(source.text, strict=False), label[field]

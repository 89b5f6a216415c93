"""Makes the file of vectors that the package ships, and prints how good it is.

    python -m training [--steps 800] [--work FOLDER] [--out FOLDER]

Needs PyTorch (`pip install torch`, the build for the CPU will do), `apt-get` for the catalogues of
Debian's packages, and the package registries of both; a quarter of an hour on 2 cores, and 7 GB.
"""

from __future__ import annotations

import argparse
import ctypes
import sys
from pathlib import Path

from . import base
from .text import messages, names, needs_and_offers
from .tune import Material, tune

OUT = Path(__file__).parents[1] / "src" / "saphan" / "engine" / "language" / "data"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=800)
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    _keep_memory()
    arrays, pieces = base.read(base.fetch(arguments.work / "base"))
    material = Material(messages(arguments.work), names(), needs_and_offers())
    print(
        f"{len(material.messages):,} messages, "
        f"{sum(map(len, material.names.values())):,} concepts, "
        f"{sum(map(len, material.offers)):,} needs and offers"
    )
    if arguments.steps:
        arrays = tune(arrays, pieces, material, arguments.steps, _told)
    size = base.write(arrays, pieces, arguments.out)
    print(f"{size / 1e6:.1f} MB in {arguments.out}")


def _keep_memory() -> None:
    """Have the C library keep what is given back: a step takes and gives gigabytes, and asking the
    system for them anew takes longer than the arithmetic."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        for setting, value in ((-1, 2**31 - 1), (-2, 2**28), (-3, 2**25), (-4, 0)):
            libc.mallopt(setting, value)


def _told(step: int, figures: dict[str, float]) -> None:
    print(f"step {step}")
    for name, value in figures.items():
        print(f"  {name:16}{value:.3f}")


if __name__ == "__main__":
    main()

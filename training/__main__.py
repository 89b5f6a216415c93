"""Makes the file of vectors that the package ships, and prints how good it is.

    python -m training [--steps 1500] [--work FOLDER] [--out FOLDER]

Needs PyTorch (`pip install torch`, the build for the CPU will do), `apt-get` for the catalogues of
Debian's packages, and the package registries of both; half an hour on 2 cores.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from . import base
from .text import messages, names, needs_and_offers
from .tune import Material, tune

OUT = Path(__file__).parents[1] / "src" / "saphan" / "engine" / "language" / "data"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
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


def _told(step: int, figures: dict[str, float]) -> None:
    print(f"step {step}")
    for name, value in figures.items():
        print(f"  {name:16}{value:.3f}")


if __name__ == "__main__":
    main()

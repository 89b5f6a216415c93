"""Charts drawn on the server: one drawing in SVG serves the page and the paper.

Why no library: `docs/decisions/0008-charts-drawn-on-the-server.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from django.template.loader import render_to_string

PAPER = 300  # px, the width of a chart on paper
LONGEST = 38  # characters of a label; the table beside the chart has the whole
ROW = 38  # px, a bar with its label above
HEIGHT = 150  # px, of columns


@dataclass(frozen=True)
class Bars:
    """Bars lying under each other, each with its label and value.

    Attributes:
        bars: Label, value, and the value as it is written.
        most: What the whole width stands for; the longest bar when it is not said.
    """

    bars: Sequence[tuple[str, float, str]]
    most: float = 0

    def svg(self, *, paper: bool = False) -> str:
        """The drawing; on paper in a width of its own and in ink, on a page in its colours."""
        most = self.most or max((value for _label, value, _text in self.bars), default=0) or 1
        rows = [
            {
                "label": shortened(label),
                "text": text,
                "share": round(100 * value / most, 2),
                "text_y": index * ROW + 13,
                "bar_y": index * ROW + 19,
            }
            for index, (label, value, text) in enumerate(self.bars)
        ]
        values = {"rows": rows, "height": len(rows) * ROW, "width": PAPER if paper else "100%"}
        return render_to_string("report/bars.svg", values).strip()


@dataclass(frozen=True)
class Columns:
    """Columns standing beside each other, in order of time.

    Attributes:
        values: One a step of time, without a gap.
        first, last: What the ends of the time are called.
    """

    values: Sequence[int]
    first: str
    last: str

    def svg(self, *, paper: bool = False) -> str:
        """The drawing, as that of `Bars`."""
        top = round_up(max(self.values, default=0) or 1)
        step = 100 / max(len(self.values), 1)
        columns = [
            {
                "x": round(index * step, 3),
                "width": round(step * 0.8, 3),
                "y": round(20 + (HEIGHT - 45) * (1 - value / top), 2),
                "height": round((HEIGHT - 45) * value / top, 2),
            }
            for index, value in enumerate(self.values)
            if value
        ]
        values = {
            "columns": columns,
            "top": top,
            "first": self.first,
            "last": self.last if len(self.values) > 1 else "",
            "height": HEIGHT,
            "base": HEIGHT - 25,
            "foot": HEIGHT - 8,
            "width": PAPER if paper else "100%",
        }
        return render_to_string("report/columns.svg", values).strip()


Chart = Bars | Columns


def shortened(label: str) -> str:
    """A label that does not run into its value on a phone."""
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1].rstrip()}…"


def round_up(value: float) -> int:
    """The next number that reads well at the top of a scale: 1, 2 or 5 times a power of ten.

    Args:
        value: From 1 up.
    """
    power = 10 ** floor(log10(value))
    return next(int(n * power) for n in (1, 2, 5, 10) if n * power >= ceil(value))

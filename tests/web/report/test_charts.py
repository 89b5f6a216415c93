"""Charts are drawn from their numbers."""

import re

import pytest

from saphan.web.report.charts import Bars, Columns, round_up


@pytest.mark.parametrize(
    ("value", "top"), [(1, 1), (2, 2), (3, 5), (5, 5), (6, 10), (10, 10), (11, 20), (120, 200)]
)
def test_a_scale_ends_at_a_number_that_reads_well(value, top):
    assert round_up(value) == top


def widths(svg, name):
    return re.findall(rf'class="{name}"[^>]* width="([\d.]+)%"', svg)


def test_bars_are_as_long_as_their_values():
    bars = Bars([("<Thai>", 40, "40"), ("Russian", 10, "10"), ("none", 0, "0")])
    assert widths(bars.svg(), "chart-bar") == ["100.0", "25.0"]
    assert "&lt;Thai&gt;" in bars.svg()
    assert [bars.svg(paper=paper).split('width="')[1][:4] for paper in (False, True)] == [
        "100%",
        '300"',
    ]


def test_no_style_is_written_into_a_chart():
    drawn = [Bars([("a", 1, "1")]).svg(), Columns([1, 0, 3], "first", "last").svg()]
    assert [re.findall(r"style|script|href", svg) for svg in drawn] == [[], []]


def test_columns_stand_where_their_day_is():
    svg = Columns([5, 0, 10], "Monday", "Wednesday").svg()
    found = re.findall(r'class="chart-bar" x="([\d.]+)%"[^>]* height="([\d.]+)"', svg)
    assert found == [("0.0", "52.5"), ("66.667", "105.0")]

"""Made-up forums of growing size: how fast, how good, how much memory, against the exact model.

    python benchmarks/scale.py [--sizes small|all] [--svg FILE] [--seed 1] [--no-peer]

Each size is solved in a process of its own, so that its peak of memory is its own. The peer is
the exact CP-SAT model of the whole forum, value and then breaks, with the same limit, workers and
machine; it is left out where it is hopeless. Times are wall times: the machine should be quiet.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ortools.sat.python import cp_model

from saphan.engine.scheduling import Forum, Progress, check
from saphan.engine.scheduling.generate import generate
from saphan.engine.scheduling.large import solve_large
from saphan.engine.scheduling.model.objective import objectives
from saphan.engine.scheduling.solver import build, settings

SLOTS = 40
SMALL = ((100, 500, 60), (250, 1_250, 60), (500, 2_500, 60), (1_000, 5_000, 60))
ALL = (*SMALL, (2_000, 10_000, 180), (5_000, 25_000, 300))
"""Delegates, meetings, and the limit in seconds."""

LARGEST_PEER = 1_000
"""Delegates up to which the peer runs."""

CLOSE = 0.005
"""Gap of value whose time is told."""


def ours(forum: Forum, limit: float) -> dict[str, Any]:
    """Solve as large; what came out and when."""
    first: list[float] = []
    close: list[float] = []

    def watch(progress: Progress) -> bool:
        if progress.value is not None and not first:
            first.append(progress.seconds)
        if progress.goal == "value" and progress.value is not None and progress.bound is not None:
            near = progress.value >= (1 - CLOSE) * progress.bound
            close.extend([progress.seconds] if near and not close else [])
        return True

    result = solve_large(forum, time_limit=limit, progress=watch)
    if result is None:
        return {"verdict": "none"}
    report = check(forum, result.meetings)
    goals = {goal.name: goal for goal in result.goals}
    return {
        "first": first[0],
        "close": close[0] if close else None,
        "value": goals["value"].value,
        "value_bound": goals["value"].bound,
        "gap": 100 * goals["value"].gap,
        "breaks": goals["breaks"].value,
        "breaks_bound": goals["breaks"].bound,
        "moves": goals["moves"].value,
        "verdict": "kept" if report.ok else f"{len(report.broken)} broken",
    }


def peer(forum: Forum, limit: float) -> dict[str, Any]:
    """Solve with one exact model: half of the time for value, half for breaks."""
    began = time.perf_counter()
    v = build(forum)
    first: list[float] = []
    found: dict[str, Any] = {"first": None, "value": None, "breaks": None}

    class First(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            if not first:
                first.append(time.perf_counter() - began)

    def enough(solver: cp_model.CpSolver) -> None:
        if first:
            solver.stop_search()

    goals = [goal for goal in objectives(v) if goal.name in ("value", "breaks")]
    for goal in goals:
        left = limit - (time.perf_counter() - began)
        if goal.maximise:
            v.model.maximize(goal.expression)
        else:
            v.model.minimize(goal.expression)
        solver = cp_model.CpSolver()
        settings(solver, left, 2, 0)
        # Half of the time for value, all of it where there is no timetable by then.
        half = threading.Timer(left / 2, enough, (solver,))
        if goal is not goals[-1]:
            half.start()
        status = solver.solve(v.model, First())
        half.cancel()
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        reached = round(solver.objective_value)
        found[goal.name] = reached
        if goal.maximise:
            v.model.add(goal.expression >= reached)
        else:
            v.model.add(goal.expression <= reached)
        v.model.clear_hints()
        for literal in v.at.values():
            v.model.add_hint(literal, solver.boolean_value(literal))
    return {**found, "first": first[0] if first else None}


def one(kind: str, delegates: int, meetings: int, limit: float, seed: int) -> None:
    """Solve one size in this process and print what came out."""
    forum = generate(delegates, meetings, SLOTS, round(0.15 * delegates), seed=seed)
    began = time.perf_counter()
    cpu = time.process_time()
    found = ours(forum, limit) if kind == "ours" else peer(forum, limit)
    found["seconds"] = time.perf_counter() - began
    found["cpu"] = time.process_time() - cpu
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


def run(kind: str, delegates: int, meetings: int, limit: float, seed: int) -> dict[str, Any]:
    """Solve one size in a process of its own."""
    command = [sys.executable, __file__, "--one", kind, *map(str, (delegates, meetings, limit))]
    done = subprocess.run(
        [*command, "--seed", str(seed)], capture_output=True, text=True, check=True
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def cell(value: object, width: int, digits: int = 0) -> str:
    """A number, or a dash, to the right."""
    shown = "–" if value is None else f"{value:,.{digits}f}" if digits else f"{value}"
    return shown.rjust(width)


WIDTH, HEIGHT, LEFT, TOP, SIDE = 780, 410, 60, 70, 290

STYLE = """
text { font: 13px sans-serif; fill: #1f2328 } .grid { stroke: #d1d9e0 } .axis { stroke: #59636e }
.a { stroke: #0969da; fill: #0969da } .b { stroke: #bc4c00; fill: #bc4c00 }
polyline.a, polyline.b { fill: none }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc } .grid { stroke: #3d444d } .axis { stroke: #9198a1 }
  .a { stroke: #4493f8; fill: #4493f8 } .b { stroke: #f0883e; fill: #f0883e }
}
"""


def chart(rows: list[dict[str, Any]]) -> str:
    """Time and memory against size, both logarithmic, legible on light and on dark."""
    first = [(row["meetings"], row["first"]) for row in rows]
    close = [(row["meetings"], row["close"]) for row in rows if row["close"]]
    memory = [(row["meetings"], row["memory"]) for row in rows]
    body = [
        *panel(
            0,
            "Seconds",
            [("a", "first timetable", first), ("b", "value within 0.5 % of its bound", close)],
        ),
        *panel(WIDTH // 2, "MiB at the peak", [("a", "memory", memory)]),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'aria-label="Time and memory against the number of meetings">\n<style>{STYLE}</style>\n'
        + "\n".join(body)
        + "\n</svg>\n"
    )


def panel(x: int, title: str, lines: list[tuple[str, str, list[tuple[int, float]]]]) -> list[str]:
    """One chart at an offset: a line for each class, name and points."""
    points = [point for _, _, some in lines for point in some]
    across = scale([a for a, _ in points], x + LEFT, x + LEFT + SIDE)
    up = scale([b for _, b in points], TOP + SIDE, TOP)
    found = [f'<text x="{x + LEFT}" y="20" font-weight="bold">{title}</text>']
    for tick in ticks([b for _, b in points]):
        y = up(tick)
        found.append(
            f'<line class="grid" x1="{x + LEFT}" x2="{x + LEFT + SIDE}" y1="{y}" y2="{y}"/>'
            f'<text x="{x + LEFT - 8}" y="{y + 4}" text-anchor="end">{tick:g}</text>'
        )
    for tick in ticks([a for a, _ in points]):
        if f"{tick:g}"[0] == "2":
            continue  # there is no room for its label
        found.append(
            f'<text x="{across(tick)}" y="{TOP + SIDE + 18}" text-anchor="middle">{tick:,g}</text>'
        )
    base = TOP + SIDE
    found.append(
        f'<line class="axis" x1="{x + LEFT}" x2="{x + LEFT + SIDE}" y1="{base}" y2="{base}"/>'
    )
    found.append(
        f'<text x="{x + LEFT + SIDE / 2}" y="{base + 38}" text-anchor="middle">meetings asked for'
        "</text>"
    )
    for number, (name, label, some) in enumerate(lines):
        path = " ".join(f"{across(a)},{up(b)}" for a, b in some)
        found.append(f'<polyline class="{name}" stroke-width="2" points="{path}"/>')
        found += [f'<circle class="{name}" cx="{across(a)}" cy="{up(b)}" r="3"/>' for a, b in some]
        y = 40 + 18 * number
        found.append(
            f'<circle class="{name}" cx="{x + LEFT + 4}" cy="{y - 4}" r="4"/>'
            f'<text x="{x + LEFT + 14}" y="{y}">{label}</text>'
        )
    return found


def scale(values: list[float], start: float, end: float) -> Callable[[float], float]:
    """From a value to a place between start and end, logarithmic, from one tick to another."""
    low, high = math.log10(ticks(values)[0]), math.log10(ticks(values)[-1])
    return lambda v: round(start + (math.log10(v) - low) / (high - low) * (end - start), 1)


def ticks(values: list[float]) -> list[float]:
    """Round numbers from below the least to above the greatest: 1, 2 and 5 of each decade."""
    rounds = [step * 10.0**power for power in range(-3, 8) for step in (1, 2, 5)]
    low = max(r for r in rounds if r <= min(values))
    high = min(r for r in rounds if r >= max(values) and r > low)
    return [r for r in rounds if low <= r <= high]


def main() -> None:
    """Print the table and draw the chart."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", choices=("small", "all"), default="small")
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        kind, delegates, meetings, limit = given.one
        one(kind, int(delegates), int(meetings), float(limit), given.seed)
        return
    print(
        f"{'delegates':>9}{'meetings':>9} {'first s':>8}{'0.5% s':>7}{'total s':>8}{'cpu s':>7}"
        f"{'value':>9}{'bound':>9}{'gap %':>7}{'breaks':>7}{'bound':>6}{'moves':>7}{'MiB':>6}"
        f"  {'rules':<8}  exact: {'first s':>8}{'value':>8}{'breaks':>7}{'MiB':>6}"
        f"{'value ratio':>12}{'first ratio':>12}"
    )
    rows: list[dict[str, Any]] = []
    for delegates, meetings, limit in ALL if given.sizes == "all" else SMALL:
        found = run("ours", delegates, meetings, limit, given.seed)
        rows.append({**found, "meetings": meetings})
        line = (
            f"{delegates:>9}{meetings:>9} {cell(found['first'], 8, 2)}{cell(found['close'], 7, 2)}"
            f"{cell(found['seconds'], 8, 1)}{cell(found['cpu'], 7, 1)}{found['value']:>9}"
            f"{found['value_bound']:>9}{found['gap']:>7.2f}{found['breaks']:>7}"
            f"{found['breaks_bound']:>6}{found['moves']:>7}{found['memory']:>6.0f}"
            f"  {found['verdict']:<8}"
        )
        if delegates <= LARGEST_PEER and not given.no_peer:
            other = run("peer", delegates, meetings, limit, given.seed)
            value = found["value"] / other["value"] if other["value"] else None
            first = other["first"] / found["first"] if other["first"] else None
            line += (
                f"         {cell(other['first'], 8, 2)}{cell(other['value'], 8)}"
                f"{cell(other['breaks'], 7)}{cell(other['memory'], 6, 0)[:6]:>6}"
                f"{cell(value, 12, 2)}{cell(first, 12, 1)}"
            )
        print(line, flush=True)
    if given.svg:
        given.svg.write_text(chart(rows), encoding="utf-8")


if __name__ == "__main__":
    main()

"""The published B2B instances: how fast, how good, against a peer and the published record.

    python benchmarks/schedule_b2b.py FOLDER [--time-limit 30] [--workers 2] [--no-peer]

FOLDER holds .dzn files of the B2B Meeting Scheduling Problem (Bofill et al., JAIR 74, 2022). The
peer of this first version is named `plain`: the same rules in the same solver as delivered, with
neither the implied constraints nor the chosen sub-solvers, on the same machine, workers and limit.
Published optima and times are those of the paper's best method (MaxSAT encoding imp12+ with
UWrMaxSAT 1.0, a machine of 2019); times of another machine are shown and not divided.
"""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path

from ortools.sat.python import cp_model

from saphan.engine.scheduling import Forum, check, read_input, solve
from saphan.engine.scheduling.model.objective import objectives
from saphan.engine.scheduling.solve import build

PUBLISHED: dict[str, tuple[int, float]] = {
    "forum-13": (0, 2.5),
    "forum-13crafc": (1, 2.3),
    "forumt-14": (5, 0.5),
    "forumt-14crafd": (4, 0.4),
    "tic-12": (0, 0.1),
    "tic-12crafc": (0, 0.3),
    "tic-13": (0, 0.4),
    "tic-13crafb": (0, 0.4),
    "tic-14crafa": (0, 1.0),
    "tic-14crafc": (0, 0.8),
    "ticf-13crafa": (0, 2.2),
    "ticf-14crafa": (0, 7.6),
}
"""Breaks and seconds of the originals, from Table 3 of the paper."""


def plain(forum: Forum, time_limit: float, workers: int) -> tuple[str, str, float]:
    """Solve with the peer; its status, breaks and wall seconds."""
    began = time.perf_counter()
    v = build(forum, implied=False)
    (breaks,) = objectives(v)
    v.model.minimize(breaks.expression)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = time_limit
    solver.parameters.num_workers = workers
    status = solver.solve(v.model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    value = str(round(solver.objective_value)) if found else "–"
    return solver.status_name(status).lower(), value, time.perf_counter() - began


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--time-limit", type=float, default=30.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--only", default="", help="instances whose name starts so")
    given = parser.parse_args()
    files = sorted(given.folder.rglob(f"{given.only}*.dzn"))
    if not files:
        raise SystemExit(f"no .dzn file in {given.folder}")
    print(
        f"{'instance':<30}{'people':>7}{'meet.':>6}{'slots':>6} "
        f"{'status':<11}{'value':>6}{'bound':>6}{'seconds':>8}{'cpu':>7}  "
        f"{'publ.':>5}{'publ. s':>8}  {'plain':<11}{'value':>6}{'seconds':>8}{'ratio':>7}"
    )
    ratios: list[float] = []
    total = 0.0
    for file in files:
        forum = read_input(file)
        cpu = time.process_time()
        began = time.perf_counter()
        result = solve(forum, time_limit=given.time_limit, workers=given.workers)
        seconds = time.perf_counter() - began
        cpu = time.process_time() - cpu
        total += seconds
        if result.meetings and not check(forum, result.meetings).ok:
            raise SystemExit(f"{file.name}: the timetable breaks a rule")
        value, bound = (
            (str(result.goals[0].value), str(result.goals[0].bound)) if result.goals else ("–", "–")
        )
        name = file.name.removesuffix(".dzn").removesuffix(".original")
        optimum, published = PUBLISHED.get(name, ("–", "–"))
        line = (
            f"{name:<30}{len(forum.participants):>7}{len(forum.meetings):>6}{len(forum.slots):>6} "
            f"{result.status:<11}{value:>6}{bound:>6}{seconds:>8.2f}{cpu:>7.1f}  {optimum:>5}"
            f"{published:>8}  "
        )
        if not given.no_peer:
            status, peer_value, peer_seconds = plain(forum, given.time_limit, given.workers)
            ratio = peer_seconds / seconds
            ratios.append(ratio)
            line += f"{status:<11}{peer_value:>6}{peer_seconds:>8.2f}{ratio:>7.1f}"
        print(line, flush=True)
    print(f"{len(files)} instances in {total:.1f} s")
    if ratios:
        mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
        print(
            f"plain / ours, geometric mean: {mean:.1f} "
            f"(a lower bound where plain stopped at {given.time_limit:g} s)"
        )


if __name__ == "__main__":
    main()

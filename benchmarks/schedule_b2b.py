"""The published B2B instances: how fast, how good, against a peer and the published record.

    python -m benchmarks.schedule_b2b FOLDER [--time-limit 30] [--workers 2] [--no-peer]

FOLDER holds .dzn files of the B2B Meeting Scheduling Problem (Bofill et al., JAIR 74, 2022). The
peer is the paper's MaxSAT encoding with both implied constraints and their refinements, solved by
RC2 of python-sat on the same machine with the same limit (see peers/b2b_maxsat.py). Its seconds
leave out the start of its process, and ours the explanation of what is infeasible, which it has
not. Published optima and times are those of the paper's best method (UWrMaxSAT 1.0, a machine of
2019); times of another machine are shown and not divided.
"""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path

import psutil

from benchmarks.peers import b2b_maxsat
from saphan.engine.scheduling import check, read_input, solve

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


def cpu_seconds() -> float:
    """CPU time of this process and of those that it has started."""
    times = psutil.Process().cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)


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
        f"{'instance':<32}{'people':>7}{'meet.':>6}{'slots':>6} "
        f"{'status':<11}{'value':>6}{'bound':>6}{'seconds':>8}{'cpu':>7}  "
        f"{'publ.':>5}{'publ. s':>8}  {'RC2':<11}{'value':>6}{'seconds':>8}{'cpu':>7}{'ratio':>8}"
    )
    ratios: list[float] = []
    ours = theirs = 0.0
    proven = lost = 0
    for file in files:
        forum = read_input(file)
        cpu = cpu_seconds()
        began = time.perf_counter()
        result = solve(forum, time_limit=given.time_limit, workers=given.workers, reasons_within=0)
        seconds = time.perf_counter() - began
        cpu = cpu_seconds() - cpu
        ours += seconds
        settled = result.status in ("optimal", "infeasible")
        proven += settled
        if result.meetings and not check(forum, result.meetings).ok:
            raise SystemExit(f"{file.name}: the timetable breaks a rule")
        value, bound = (
            (str(result.goals[0].value), str(result.goals[0].bound)) if result.goals else ("–", "–")
        )
        name = file.name.removesuffix(".dzn").removesuffix(".original")
        optimum, published = PUBLISHED.get(name, ("–", "–"))
        line = (
            f"{name:<32}{len(forum.participants):>7}{len(forum.meetings):>6}{len(forum.slots):>6} "
            f"{result.status:<11}{value:>6}{bound:>6}{seconds:>8.2f}{cpu:>7.1f}  {optimum:>5}"
            f"{published:>8}  "
        )
        if not given.no_peer:
            peer = b2b_maxsat.run(file, given.time_limit)
            theirs += peer.seconds
            ratios.append(peer.seconds / seconds)
            lost += not settled and peer.status != "unknown"
            breaks = "–" if peer.breaks is None else str(peer.breaks)
            line += (
                f"{peer.status:<11}{breaks:>6}{peer.seconds:>8.2f}{peer.cpu:>7.1f}"
                f"{ratios[-1]:>8.1f}"
            )
            if (
                settled
                and peer.status != "unknown"
                and (result.status, value)
                != (
                    peer.status,
                    breaks,
                )
            ):
                raise SystemExit(f"{file.name}: the peer disagrees, {peer.status} with {breaks}")
        print(line, flush=True)
    print(f"{len(files)} instances, {proven} settled, in {ours:.1f} s")
    if ratios:
        mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
        print(
            f"peer: {theirs:.1f} s; peer / ours, geometric mean: {mean:.1f}, instances lost: {lost}"
            f" (a lower bound where the peer stopped at {given.time_limit:g} s)"
        )


if __name__ == "__main__":
    main()

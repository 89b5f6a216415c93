"""How fast `saphan ingest` takes releases in, what of, and whether its memory stays flat.

    python benchmarks/ingest.py RELEASES [--workers N] [--profile]

RELEASES is a folder of releases (`ID.txt`, in folders of any depth). They are taken into a scratch
database of the embedded server by the same function as the command's: read, their facts found,
copies joined, all of it written. CPU seconds are told of the processes that read, of the one that
writes, and of the database; memory as the largest of the processes so far, after a quarter, a half
and all. Then the same again, which finds all of them recorded.

The peer runs in the same process and database: it reads the same files, looks for no facts and
copies, and stores the raw text in batches of as many. `--profile` prints where the writing process
spends its time.
"""

from __future__ import annotations

import argparse
import atexit
import cProfile
import os
import pstats
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

GOAL = 150  # releases a second on 2 cores


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="RELEASES")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="saphan-bench-", dir="/tmp")
    os.environ |= {"SAPHAN_DATA": folder, "DJANGO_SETTINGS_MODULE": "saphan.settings"}
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.pop("DATABASE_URL", None)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after the server has stopped
    run(options.folder, options.workers, profile=options.profile)


def run(folder: Path, workers: int, *, profile: bool) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from saphan.record.register.actions import take_in
    from saphan.record.register.models import Fact, Release
    from saphan.record.register.reading import count_in, items_in

    number = count_in([folder])
    print(
        f"{number:,} files; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    watch = Watch(number)
    with measured("taken in", number, watch), profiled(on=profile):
        intake = take_in(None, items_in([folder]), workers=workers, progress=watch)
    print(
        f"  {intake.new:,} new, {intake.twins} copies, {intake.failed} skipped;"
        f" {Fact.objects.count():,} facts, {Release.objects.count():,} releases"
    )
    for share, megabytes in watch.seen.items():
        told = ", ".join(f"{name} {most:.0f} MB" for name, most in megabytes.items())
        print(f"  largest after {share}: {told}")
    with measured("again, all known", number, None):
        take_in(None, items_in([folder]), workers=workers)
    with measured("peer: raw text only", number, None):
        store_raw(folder)


@dataclass
class Watch:
    """Looks at the memory of this process, its readers and the database's as files are done."""

    number: int
    done: int = 0
    seen: dict[str, dict[str, float]] = field(default_factory=dict)
    readers: dict[int, float] = field(default_factory=dict)

    def __call__(self, count: int) -> None:
        self.done += count
        processes = readers()
        for process in processes:
            used = process.cpu_times()
            self.readers[process.pid] = used.user + used.system
        for share, name in ((0.25, "a quarter"), (0.5, "half"), (1.0, "all")):
            if self.done >= share * self.number and name not in self.seen:
                self.seen[name] = {
                    "writer": peak(os.getpid()),
                    "a reader": max((peak(process.pid) for process in processes), default=0.0),
                    "database process": peak(backend()),
                }


def readers() -> list[Any]:
    """The processes of this one that read: they run Python."""
    import psutil

    found = []
    for process in psutil.Process().children():
        try:
            if "spawn_main" in " ".join(process.cmdline()):
                found.append(process)
        except psutil.Error:  # ended meanwhile
            continue
    return found


def peak(pid: int) -> float:
    """The most memory that a process had so far, in MB; its share of the database's is in it."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def backend() -> int:
    from django.db import connection

    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


@contextmanager
def measured(name: str, number: int, watch: Watch | None) -> Iterator[None]:
    """Tell how long something takes, and the CPU seconds of each part."""
    started, own, server = time.perf_counter(), time.process_time(), server_seconds()
    yield
    wall = time.perf_counter() - started
    parts = {
        "readers": sum(watch.readers.values()) if watch else 0.0,
        "this process": time.process_time() - own,
        "database": server_seconds() - server,
    }
    cpu = sum(parts.values())
    told = ", ".join(f"{part} {seconds:.1f}" for part, seconds in parts.items() if seconds)
    print(f"{name}: {wall:.1f} s, {number / wall:.0f} a second; CPU {cpu:.1f} s ({told})")
    if watch:
        fits = 2 * number / cpu
        print(
            f"  {'at least' if number / wall >= GOAL else 'NOT'} {GOAL} a second; two cores with"
            f" nothing else to do give {fits:.0f}"
        )


def server_seconds() -> float:
    """CPU of every process of the database, ended ones too."""
    import psutil

    server = psutil.Process(backend()).parent()
    assert server is not None
    ended = server.cpu_times()
    total = ended.children_user + ended.children_system
    for process in server.children():
        used = process.cpu_times()
        total += used.user + used.system
    return total


@contextmanager
def profiled(*, on: bool) -> Iterator[None]:
    if not on:
        yield
        return
    with cProfile.Profile() as profile:
        yield
    pstats.Stats(profile).sort_stats("tottime").print_stats(25)


def store_raw(folder: Path) -> None:
    """The peer: each file's text under its name, in batches."""
    from django.db import connection

    from saphan.record.register.actions.intake import BATCH

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE raw (name text PRIMARY KEY, text text NOT NULL)")
    files = iter(sorted(folder.rglob("*.txt")))
    while batch := list(islice(files, BATCH)):
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO raw VALUES (%s, %s) ON CONFLICT DO NOTHING",
                [
                    (file.relative_to(folder).as_posix(), file.read_text("utf-8", "replace"))
                    for file in batch
                ],
            )


if __name__ == "__main__":
    main()

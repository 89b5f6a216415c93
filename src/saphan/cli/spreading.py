"""Several processes that answer at one address, each with its share of the readers."""

from __future__ import annotations

import socket
from typing import Any


class SharedAddress(socket.socket):
    """An address at which each process that it is handed to listens by a socket of its own.

    Of processes that listen by the same socket, the one that has waited last is woken first, and a
    few readers later one has most of them. With a socket each, the system deals readers out
    evenly (`SO_REUSEPORT`, socket(7)).
    """

    def __reduce__(self) -> tuple[Any, ...]:
        return bind, (*self.getsockname()[:2], self.family)


def bind(host: str, port: int, family: int = socket.AF_INET) -> SharedAddress:
    """Take an address, beside others of this user that share it."""
    one = SharedAddress(family, socket.SOCK_STREAM)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    one.bind((host, port))
    one.set_inheritable(True)
    return one


def share(host: str, port: int) -> SharedAddress:
    """Take an address that nobody has, to be shared by processes it is handed to.

    Args:
        host: A name or number of this machine.
        port: The port; 0 for any that is free.

    Raises:
        OSError: Somebody has it.
    """
    family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, socket.SOCK_STREAM) as alone:
        alone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        alone.bind(address[:2])
        host, port, *_ = alone.getsockname()
    return bind(host, port, family)

"""Processes that share an address each listen by a socket of their own."""

from __future__ import annotations

import pickle
import socket
from collections import Counter

import pytest

from saphan.cli.spreading import share


def test_readers_are_dealt_out_among_those_who_listen():
    with share("127.0.0.1", 0) as address:
        handed = pickle.dumps(address)
        sharing = [pickle.loads(handed) for _ in range(2)]  # noqa: S301 - our own, as to a process
        place = address.getsockname()
        for one in sharing:
            assert one.getsockname() == place
            one.listen()
            one.setblocking(False)
        readers = [socket.create_connection(place, timeout=5) for _ in range(64)]
        served: Counter[int] = Counter()
        for number, one in enumerate(sharing):
            while True:
                try:
                    served_one, _address = one.accept()
                except BlockingIOError:
                    break
                served_one.close()
                served[number] += 1
        for one in [*readers, *sharing]:
            one.close()
    assert served.total() == 64
    # Each is chosen by a hash of the two ends: one of the two alone would be a chance of 2 in 2^64.
    assert min(served[0], served[1]) > 0


def test_an_address_that_somebody_has_is_not_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        host, port = taken.getsockname()
        with pytest.raises(OSError, match="in use"):
            share(host, port)


def test_a_shared_address_is_not_taken_by_a_second_site():
    with share("127.0.0.1", 0) as address:
        host, port = address.getsockname()
        address.listen()
        with pytest.raises(OSError, match="in use"):
            share(host, port)

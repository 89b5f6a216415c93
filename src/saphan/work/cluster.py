"""Matching on many machines: pieces of work on a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import TypeVar

from saphan.engine.matching.recommend import in_order

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 4  # pieces given to a worker before its first one is fetched: bounds the memory here
_PATIENCE = 30  # seconds to wait for the scheduler, and for the first worker


class NoCluster(Exception):
    """The cluster cannot be used; the message says why and how to mend it."""


class Cluster:
    """Has the workers of a Dask cluster do the work.

    Each worker needs Saphan installed in the same version; what all pieces share is sent to each
    of them once.

    Args:
        address: Where the scheduler listens, such as `tcp://10.0.0.1:8786`.

    Raises:
        NoCluster: Dask is not installed, or no scheduler or worker answers.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError as missing:
            raise NoCluster(
                "a cluster needs the package distributed: pip install 'saphan[cluster]'"
            ) from missing
        try:
            self._client = Client(address, timeout=_PATIENCE)
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except (OSError, TimeoutError, ValueError) as failed:
            raise NoCluster(
                f"no cluster at {address} ({failed}); start one with 'dask scheduler', and "
                f"'dask worker {address}' on each machine"
            ) from failed

    @property
    def workers(self) -> int:
        """How many workers there are now."""
        return len(self._client.scheduler_info()["workers"])

    def run(
        self,
        stage: str,
        function: Callable[[Shared, Item], Result],
        shared: Shared,
        items: Sequence[Item],
    ) -> Iterator[Result]:
        """Results of `function(shared, item)`, in the order of the items."""
        sent = self._client.scatter(shared, broadcast=True, hash=False)
        pieces = (self._client.submit(function, sent, item, pure=False) for item in items)
        yield from in_order(pieces, lambda: _AHEAD * max(1, self.workers))

    def close(self) -> None:
        self._client.close()

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

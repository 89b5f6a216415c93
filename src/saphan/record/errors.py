"""What an action says when it will not do what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Refused(Exception):
    """An action that is allowed to this person but cannot be done now, said for people.

    Attributes:
        message: The reason, translated when shown.
        field: Which of what was given cannot be, such as `sessions.0.end`; empty where it is no
            single one.
    """

    def __init__(self, message: Any, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class ImportRefused(Refused):
    """An import that would break what is already recorded; `problems` lists every reason."""

    def __init__(self, message: Any, problems: Sequence[Any]) -> None:
        super().__init__(message)
        self.problems = list(problems)


class Conflicting(Refused):
    """A meeting that cannot be put there; `conflicts` lists what stands in the way."""

    def __init__(self, message: Any, conflicts: Sequence[Any]) -> None:
        super().__init__(message)
        self.conflicts = list(conflicts)

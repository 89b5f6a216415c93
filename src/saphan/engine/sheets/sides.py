"""Who stands behind the sides of a request."""

from __future__ import annotations

from collections.abc import Iterable

from .forum_sheets import DelegateRow, RequestRow


class Sides:
    """The people behind each side: a delegate alone, or an organisation's delegates."""

    def __init__(self, delegates: Iterable[DelegateRow]) -> None:
        self._members: dict[str, tuple[str, ...]] = {}
        self._organisation: dict[str, str] = {}
        for delegate in delegates:
            mates = self._members.get(delegate.organisation, ())
            self._members[delegate.organisation] = (*mates, delegate.id)
            self._organisation[delegate.id] = delegate.organisation

    def who(self, side: str) -> tuple[str, ...]:
        """The delegates of whom one takes part for this side; nobody for an unknown id."""
        return (side,) if side in self._organisation else self.members(side)

    def members(self, organisation: str) -> tuple[str, ...]:
        """The delegates of an organisation."""
        return self._members.get(organisation, ())

    def organisation(self, side: str) -> str:
        """The organisation of a side."""
        return self._organisation.get(side, side)

    def key(self, request: RequestRow) -> frozenset[str]:
        """What is equal for requests of the same sides, which have one meeting; an organisation
        with one delegate is that delegate."""
        people = ((side, self.who(side)) for side in request.sides)
        return frozenset(who[0] if len(who) == 1 else side for side, who in people)

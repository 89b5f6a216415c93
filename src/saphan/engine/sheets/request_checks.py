"""What requests must agree on with each other and with the rest of the forum."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import takewhile

from .forum_sheets import ForumSheets, PlaceRow, Problem, RequestRow, SlotRow, modes_of
from .sides import Sides
from .sources import Cell, Table

OPEN = ("asked", "accepted")


def check_requests(sheets: ForumSheets, table: Table) -> Iterator[Problem]:
    """Find requests that no timetable could ever hold as they are.

    Args:
        sheets: The forum; references to what it lacks have been complained of already.
        table: The sheet that the requests come from.

    Yields:
        Each problem, at the cell that has it.
    """
    checker = _Checker(sheets, table)
    yield from checker.sides()
    yield from checker.pairs()
    yield from checker.countries()
    yield from checker.lengths()
    yield from checker.order()
    yield from checker.places()


class _Checker:
    def __init__(self, sheets: ForumSheets, table: Table) -> None:
        self.sheets = sheets
        self.table = table
        self.rows = {row.cells.get("id", ""): row for row in table.rows}
        self.behind = Sides(sheets.delegates)
        # Whose sides are all known; of the others has been complained already.
        self.requests = [
            r for r in sheets.requests if r.id in self.rows and all(map(self.behind.who, r.sides))
        ]
        self.open = [request for request in self.requests if request.state in OPEN]
        self.slots = {slot.id: slot for slot in sheets.slots}
        self.modes = {delegate.id: delegate.modes for delegate in sheets.delegates}
        self.places_by_id = {place.id: place for place in sheets.places}

    def cell(self, request: RequestRow, column: str) -> Cell:
        return Cell(self.table, self.rows[request.id], column)

    def sides(self) -> Iterator[Problem]:
        """Nobody stands on two sides, and behind an organisation is somebody."""
        organisations = {organisation.id for organisation in self.sheets.organisations}
        for request in self.sheets.requests:
            if request.id not in self.rows:
                continue
            seen = {request.sender}
            for number, side in enumerate((request.receiver, *request.others)):
                cell = self.cell(request, "with" if number else "to")
                who = set(self.behind.who(side))
                if not who and side in organisations:
                    yield cell.problem("no_delegates", "an organisation that has a delegate", side)
                elif request.sender in who and not number:
                    yield cell.problem("asks_oneself", "another delegate or organisation")
                elif seen & who:
                    expected = "each person once; an organisation stands for one of its delegates"
                    yield cell.problem("side_twice", expected, side)
                seen |= who

    def pairs(self) -> Iterator[Problem]:
        """The same sides have one open request."""
        first: dict[frozenset[str], RequestRow] = {}
        for request in self.open:
            known = first.setdefault(self.behind.key(request), request)
            if known is not request and len(self.behind.key(request)) > 1:
                row = self.rows[known.id].number
                expected = f"one open request a pair; row {row} has it"
                yield self.cell(request, "to").problem("pair_twice", expected)

    def countries(self) -> Iterator[Problem]:
        """A meeting across the border joins two countries."""
        if not self.sheets.rules.cross_border:
            return
        country = {o.id: o.country for o in self.sheets.organisations}
        for request in self.requests:
            found = {country.get(self.behind.organisation(side), "") for side in request.sides}
            if len(found) == 1 and "" not in found and request.sender != request.receiver:
                expected = f"a delegate of another country than {found.pop()}"
                yield self.cell(request, "to").problem("same_country", expected)

    def lengths(self) -> Iterator[Problem]:
        """A meeting fits into a session, and into what is left of it after its fixed slot."""
        longest = max((s.slots for day in self.sheets.days for s in day.sessions), default=0)
        for request in self.requests:
            slot = self.slots.get(request.fixed_slot or "")
            room = longest if slot is None else len(self.rest_of_session(slot))
            if self.sheets.days and request.length > room:
                what = "slots of a session" if slot is None else "slots of the session from there"
                expected = f"at most {room}, the {what}"
                yield self.cell(request, "length").problem("longer_than_session", expected)

    def rest_of_session(self, slot: SlotRow) -> list[SlotRow]:
        """The slots of a session from this one on."""
        own = self.sheets.session_of(slot)
        later = (s for s in self.sheets.slots if s.start >= slot.start)
        return list(takewhile(lambda s: self.sheets.session_of(s) == own, later))

    def order(self) -> Iterator[Problem]:
        """Requests come after each other without a circle."""
        after = {request.id: set(request.after) for request in self.sheets.requests}
        try:
            TopologicalSorter(after).prepare()
        except CycleError as error:
            circle = [str(name) for name in error.args[1]][::-1]
            request = next(r for r in self.sheets.requests if r.id == circle[0])
            if request.id in self.rows:
                yield self.cell(request, "after").problem(
                    "after_in_circle", f"an order without the circle {' after '.join(circle)}"
                )

    def places(self) -> Iterator[Problem]:
        """A fixed place is in use, suits how people take part, and is kept by one of them."""
        kept = {code for place in self.sheets.places for code in place.kept_by}
        for request in self.open:
            place = self.places_by_id.get(request.place or "")
            if place is None:
                continue
            cell = self.cell(request, "place")
            slot = self.slots.get(request.fixed_slot or "")
            organisations = {self.behind.organisation(side) for side in request.sides}
            keepers = {o for o in place.kept_by if o in organisations}
            if slot is not None and place.mode not in modes_of(slot.mode):
                yield cell.problem("place_not_in_use", f"a place that is in use on {slot.day}")
            elif (expected := self.wrong_mode(request, place)) is not None:
                yield cell.problem("place_of_wrong_mode", expected)
            elif place.kept_by and not keepers:
                yield cell.problem("kept_by_others", "a place that others do not keep")
            elif place.mode == "face_to_face" and organisations & kept and not keepers:
                yield cell.problem("keeps_another", "the table that one of those who meet keeps")

    def wrong_mode(self, request: RequestRow, place: PlaceRow) -> str | None:
        """What a place must be like for those who meet; None where it suits."""
        can = [
            {mode for name in self.behind.who(side) for mode in self.modes[name]}
            for side in request.sides
        ]
        if place.mode == "online" and not any("online" in side for side in can):
            return "a table: nobody of those who meet takes part online"
        if place.mode == "face_to_face" and not all("face_to_face" in side for side in can):
            return "an online room: one of those who meet takes part online only"
        return None

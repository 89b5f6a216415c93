"""From an organiser's files to `ForumSheets`, with everything that is wrong in them at once."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args
from zoneinfo import ZoneInfo, available_timezones

import pycountry
from babel import Locale

from .forum_sheets import (
    AgendaKind,
    AgendaRow,
    AvailabilityRow,
    Cooperation,
    DayMode,
    DayRow,
    DelegateRow,
    ForumSheets,
    InterpreterRow,
    ListingRow,
    Mode,
    OrganisationKind,
    OrganisationRow,
    PlaceRow,
    Priority,
    Problem,
    RequestRow,
    RequestState,
    Rules,
    SessionRow,
    Side,
    SlotRow,
    Translations,
    TravelRow,
    UnusableFiles,
    modes_of,
)
from .grid import session_times, slot_code
from .request_checks import check_requests
from .site_rules import SITE_KEYS, read_site
from .sources import SHOWN, THAI_DIGITS, Cell, Table, Tables, read_tables

ID = re.compile(r"[A-Za-z0-9._-]{1,40}")
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}")
ISIC = re.compile(r"[A-Z]|\d{2,4}")
MOST_OF_A_HALL = 120  # characters
ID_EXPECTED = "letters, digits, - _ . (at most 40)"
TOP_KEYS = ("forum", "rules", "site", "days", "places", "travel")
FORUM_KEYS = ("id", "timezone", "zones", "languages", "countries", "sample", "name", "summary")
RULE_KEYS = ("max_meetings", "min_meetings", "max_breaks", "fairness", "cross_border")
DAY_KEYS = ("date", "mode", "city", "sessions")
SESSION_KEYS = ("name", "start", "slots", "minutes", "gap")
PLACE_KEYS = ("id", "name", "mode", "hall", "kept_by")
TRAVEL_KEYS = ("from", "to", "minutes")
YES, NO = {"yes", "true", "1", "y", "ใช่", "да"}, {"", "no", "false", "0", "n", "ไม่", "нет"}
BUDDHIST_YEARS = 543
NO_HEAD: dict[str, Any] = {
    "id": "",
    "name": {},
    "summary": {},
    "timezone": "UTC",
    "zones": (),
    "languages": (),
    "countries": (),
    "sample": False,
    "rules": Rules(),
}
Value = TypeVar("Value")


def read_forum_sheets(path: Path) -> ForumSheets:
    """Read and check a forum's files.

    Args:
        path: A folder, a `.zip` of one, or a `.xlsx` workbook.

    Returns:
        The forum, every reference in it resolved.

    Raises:
        UnusableFiles: Something is wrong; all of it is listed.
        FileNotFoundError: Nothing is at the path.
    """
    if not path.exists():
        raise FileNotFoundError(path)
    reader = _Reader(read_tables(path))
    sheets = reader.read()
    if reader.problems or sheets is None:
        raise UnusableFiles(reader.problems)
    return sheets


@dataclass(frozen=True)
class _Entry:
    """Named values of the forum itself, and where they stand: in a TOML or in rows of a sheet."""

    file: str
    values: Mapping[str, Any]
    prefix: str = ""  # in a TOML, such as `days[1].`
    row: int | None = None  # of a sheet, in which each entry is a row
    rows: Mapping[str, int] = field(default_factory=dict)  # of a sheet, in which each key is a row

    def problem(self, code: str, name: str, value: object, expected: str) -> Problem:
        column = f"{self.prefix}{name}"
        shown = None if value is None else str(value)[:SHOWN]
        return Problem(code, self.file, self.row or self.rows.get(column), column, shown, expected)


class _Reader:
    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.problems: list[Problem] = list(tables.problems)
        self.zone = ZoneInfo("UTC")
        self.zones: dict[str, ZoneInfo] = {}  # of persons, by id
        self.known: dict[str, set[str]] = {}  # ids by sheet
        self.keeping: list[_Entry] = []  # places that organisations keep
        self.hints_left = 50  # looking for what was meant takes long among many ids

    def read(self) -> ForumSheets | None:
        head = self._head()
        days, slots = self._days()
        places = self._places()
        travel = self._travel({place.hall for place in places if place.hall})
        organisations = self._organisations()
        delegates = self._delegates()
        listings = self._listings()
        interpreters = self._interpreters()
        availability = self._availability()
        agenda = self._agenda(head.get("languages", ()))
        requests = self._requests(slots)
        self._check_days_and_places(days, places, delegates)
        self._check_keepers(delegates)
        self._check_sides(head.get("countries", ()), organisations)
        # What the head lacks has been complained of; what the requests need of it is there.
        sheets = ForumSheets(
            **{**NO_HEAD, **head},
            days=days,
            slots=slots,
            places=places,
            organisations=organisations,
            delegates=delegates,
            listings=listings,
            availability=availability,
            interpreters=interpreters,
            agenda=agenda,
            requests=requests,
            travel=travel,
        )
        if "requests" in self.tables.sheets:
            self.problems += check_requests(sheets, self.tables.sheets["requests"])
        return None if self.problems else sheets

    # The forum itself -------------------------------------------------------------------

    def _head(self) -> dict[str, Any]:
        """`forum.toml`, or the sheet `forum`, as keyword arguments of `ForumSheets`."""
        if self.tables.toml is not None:
            self._check_keys(_Entry("forum.toml", self.tables.toml), TOP_KEYS)
            forum = self._section("forum", self.tables.toml.get("forum"))
            rules = self._section("rules", self.tables.toml.get("rules", {}))
            site = self._section("site", self.tables.toml.get("site", {}))
            says_site = "site" in self.tables.toml
        elif "forum" in self.tables.sheets:
            forum, rules, site = self._head_of_workbook(self.tables.sheets["forum"])
            says_site = bool(site.values)
        else:
            return {}
        self._check_keys(forum, FORUM_KEYS)
        self._check_keys(rules, RULE_KEYS)
        self._check_keys(site, SITE_KEYS)
        head: dict[str, Any] = {}
        field = _Fields(self, forum)
        head["id"] = field.text("id", ID.fullmatch, ID_EXPECTED)
        zone = field.text("timezone", is_zone, "an IANA zone such as Asia/Bangkok")
        if is_zone(zone):
            self.zone = ZoneInfo(zone)
        head["timezone"] = zone
        head["zones"] = field.texts("zones", is_zone, "IANA zones", default=(zone,))
        head["languages"] = field.texts("languages", is_language, "ISO 639-1 codes such as th")
        head["countries"] = field.texts(
            "countries", is_country, "ISO 3166 alpha-2 codes such as TH"
        )
        head["sample"] = field.flag("sample")
        head["name"] = field.translations("name", head["languages"])
        head["summary"] = field.translations("summary", ())
        rule = _Fields(self, rules)
        head["rules"] = Rules(
            rule.number("max_meetings", None, least=1),
            rule.number("fairness", 2, or_none=True),
            rule.flag("cross_border", default=True),
            rule.number("min_meetings", 0) or 0,
            rule.number("max_breaks", None),
        )
        most = head["rules"].max_meetings
        if most is not None and head["rules"].min_meetings > most:
            rule.wrong("min_meetings", "min_above_max", f"at most max_meetings, {most}")
        if says_site:
            head["site"] = read_site(_Fields(self, site), self.zone)
        return head

    def _section(self, name: str, value: object) -> _Entry:
        entry = _Entry("forum.toml", value if isinstance(value, dict) else {}, f"{name}.")
        if not isinstance(value, dict):
            self.problems.append(
                Problem("missing_section", entry.file, None, name, None, f"a section [{name}]")
            )
        return entry

    def _head_of_workbook(self, table: Table) -> tuple[_Entry, _Entry, _Entry]:
        """The sections that a TOML has, from keys such as `name.th` and `rules.fairness`."""
        forum: dict[str, Any] = {}
        rules: dict[str, Any] = {}
        site: dict[str, Any] = {}
        rows: dict[str, int] = {}
        for row in table.rows:
            key, value = row.cells.get("key", ""), row.cells.get("value", "")
            section, _, rest = key.partition(".")
            if key in rows:
                cell = Cell(table, row, "key")
                self.problems.append(
                    cell.problem("key_twice", f"each key once; row {rows[key]} has it already")
                )
            elif section == "rules" and rest:
                rules[rest] = value
            elif section == "site" and rest.startswith("may_ask."):
                site.setdefault("may_ask", {})[rest.removeprefix("may_ask.")] = value
            elif section == "site" and rest:
                site[rest] = value
            elif rest and isinstance(forum.setdefault(section, {}), dict):
                forum[section][rest] = value
            else:
                forum[key] = value
            rows.setdefault(key, row.number)
        return (
            _Entry(table.file, forum, rows=rows),
            _Entry(table.file, rules, prefix="rules.", rows=rows),
            _Entry(table.file, site, prefix="site.", rows=rows),
        )

    def _check_keys(self, entry: _Entry, known: tuple[str, ...]) -> None:
        """Complain of names that would be left out, so that no rule is lost by a slip."""
        for name in entry.values:
            if name not in known:
                self.problems.append(entry.problem("unknown_key", name, None, _one_of(name, known)))

    def _days(self) -> tuple[tuple[DayRow, ...], tuple[SlotRow, ...]]:
        raw = self._raw_days()
        days: dict[date, DayRow] = {}
        slots: list[SlotRow] = []
        for entry, raw_sessions in raw:
            field = _Fields(self, entry)
            day = field.date("date")
            mode = field.choice("mode", get_args(DayMode))
            read = [self._session(one) for one in raw_sessions]
            sessions = tuple(session for session in read if session)
            if day is None or mode is None:
                continue
            if day in days:
                self.problems.append(entry.problem("day_twice", "date", day, "each day once"))
                continue
            if not read:
                expected = "a session: a day needs at least one"
                self.problems.append(entry.problem("no_sessions", "sessions", day, expected))
            days[day] = DayRow(day, mode, str(entry.values.get("city", "")), sessions)
            slots += self._slots(entry, day, mode, sessions)
        if not raw and (self.tables.toml is not None or "days" in self.tables.sheets):
            table = self.tables.sheets.get("days")
            file = table.file if table else "forum.toml"
            self.problems.append(Problem("no_days", file, None, "days", None, "at least one day"))
        return tuple(days.values()), tuple(sorted(slots, key=lambda slot: slot.start))

    def _raw_days(self) -> list[tuple[_Entry, list[_Entry]]]:
        """Days with their sessions, from either form."""
        if self.tables.toml is not None:
            found = []
            for day in self._entries("days", self.tables.toml.get("days", []), DAY_KEYS):
                sessions = day.values.get("sessions", [])
                found.append((day, self._entries(f"{day.prefix}sessions", sessions, SESSION_KEYS)))
            return found
        days = self._rows_as_entries("days")
        sessions = self._rows_as_entries("sessions")
        by_date: dict[date, list[_Entry]] = {}
        for session in sessions:
            if (when := _Fields(self, session).date("date")) is not None:
                by_date.setdefault(when, []).append(session)
        known = {parse_date(day.values.get("date", "")) for day in days}
        for when, orphans in by_date.items():
            if when not in known:
                self.problems.append(
                    orphans[0].problem("no_such_day", "date", when, "a date of the sheet days")
                )
        return [
            (day, by_date.get(parse_date(day.values.get("date", "")) or date.min, []))
            for day in days
        ]

    def _rows_as_entries(self, sheet: str) -> list[_Entry]:
        table = self.tables.sheets.get(sheet, Table(sheet))
        return [_Entry(table.file, row.cells, row=row.number) for row in table.rows]

    def _entries(self, name: str, value: object, known: tuple[str, ...]) -> list[_Entry]:
        """The tables of a TOML's list of tables."""
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.problems.append(
                Problem(
                    "bad_list", "forum.toml", None, name, str(value)[:SHOWN], f"tables [[{name}]]"
                )
            )
            return []
        entries = [
            _Entry("forum.toml", item, f"{name}[{number}].")
            for number, item in enumerate(value, start=1)
        ]
        for entry in entries:
            self._check_keys(entry, known)
        return entries

    def _session(self, entry: _Entry) -> SessionRow | None:
        field = _Fields(self, entry)
        start = field.time("start")
        slots = field.number("slots", None, least=1, most=200, required=True)
        minutes = field.number("minutes", None, least=1, most=24 * 60, required=True)
        gap = field.number("gap", 0, most=24 * 60)
        if start is None or slots is None or minutes is None or gap is None:
            return None
        return SessionRow(str(entry.values.get("name", "")), f"{start:%H:%M}", slots, minutes, gap)

    def _slots(
        self, entry: _Entry, day: date, mode: DayMode, sessions: Iterable[SessionRow]
    ) -> list[SlotRow]:
        slots: list[SlotRow] = []
        for session in sessions:
            for start, end in session_times(day, session):
                if end > datetime(day.year, day.month, day.day) + timedelta(days=1):
                    expected = "sessions that end by midnight"
                    shown = f"{session.name} {session.start}".strip()
                    self.problems.append(
                        entry.problem("past_midnight", "sessions", shown, expected)
                    )
                    break
                slots.append(
                    SlotRow(
                        slot_code(start),
                        day,
                        mode,
                        session.name,
                        start.replace(tzinfo=self.zone),
                        end.replace(tzinfo=self.zone),
                    )
                )
        slots.sort(key=lambda slot: slot.start)
        for one, two in itertools.pairwise(slots):
            if two.start < one.end:
                expected = "sessions that do not overlap: move a start, or use fewer slots"
                self.problems.append(
                    entry.problem("slots_overlap", "sessions", f"{one.id} and {two.id}", expected)
                )
                break
        return slots

    def _places(self) -> tuple[PlaceRow, ...]:
        if self.tables.toml is not None:
            entries = self._entries("places", self.tables.toml.get("places", []), PLACE_KEYS)
        else:
            entries = self._rows_as_entries("places")
        places: dict[str, PlaceRow] = {}
        for entry in entries:
            field = _Fields(self, entry)
            code = field.text("id", ID.fullmatch, ID_EXPECTED)
            mode = field.choice("mode", get_args(Mode))
            hall = str(entry.values.get("hall", ""))
            keepers = field.texts("kept_by", ID.fullmatch, "organisation ids", default=())
            kept_by = tuple(sorted(set(keepers)))
            if hall and mode == "online":
                self.problems.append(
                    entry.problem("hall_of_a_room", "hall", hall, "nothing: a room is in no hall")
                )
            elif len(hall) > MOST_OF_A_HALL:
                expected = f"at most {MOST_OF_A_HALL} characters"
                self.problems.append(entry.problem("too_long", "hall", hall, expected))
            if kept_by:
                self.keeping.append(entry)
            if code in places:
                self.problems.append(entry.problem("duplicate_id", "id", code, "each id once"))
            elif mode is not None:
                name = str(entry.values.get("name") or code)
                places[code] = PlaceRow(code, name, mode, hall, kept_by)
        self.known["places"] = set(places)
        return tuple(sorted(places.values(), key=lambda place: place.id))

    def _travel(self, halls: set[str]) -> tuple[TravelRow, ...]:
        if self.tables.toml is not None:
            entries = self._entries("travel", self.tables.toml.get("travel", []), TRAVEL_KEYS)
        else:
            entries = self._rows_as_entries("travel")
        found: dict[frozenset[str], TravelRow] = {}
        for entry in entries:
            field = _Fields(self, entry)
            expected = f"a hall of the places: {', '.join(sorted(halls)) or 'none has one'}"
            one = field.text("from", halls.__contains__, expected)
            other = field.text("to", halls.__contains__, expected)
            minutes = field.number("minutes", None, least=1, most=24 * 60, required=True)
            pair = frozenset((one, other))
            if one == other and one in halls:
                field.wrong("to", "same_hall", "another hall")
            elif pair in found:
                field.wrong("to", "way_twice", "each two halls once, either way")
            elif minutes is not None:
                found[pair] = TravelRow(one, other, minutes)
        return tuple(sorted(found.values(), key=lambda way: (way.one, way.other)))

    # The sheets -------------------------------------------------------------------------

    def _rows(self, sheet: str) -> Iterable[Callable[[str], Cell]]:
        """Each row of a sheet as a function from column to cell, ids checked."""
        table = self.tables.sheets.get(sheet, Table(sheet))
        lines: dict[str, int] = {}
        for row in table.rows:
            cell = Cell(table, row, "id")
            if "id" in table.headers:
                if not ID.fullmatch(cell.text):
                    self.problems.append(cell.problem("bad_id", ID_EXPECTED))
                elif cell.text in lines:
                    self.problems.append(
                        cell.problem(
                            "duplicate_id", f"each id once; row {lines[cell.text]} has it already"
                        )
                    )
                lines.setdefault(cell.text, row.number)
            yield lambda column, row=row: Cell(table, row, column)  # type: ignore[misc]
        self.known[sheet] = set(lines)

    def _organisations(self) -> tuple[OrganisationRow, ...]:
        rows = []
        for cell in self._rows("organisations"):
            rows.append(
                OrganisationRow(
                    id=cell("id").text,
                    country=self._country(cell("country")),
                    kind=self._choice(cell("kind"), get_args(OrganisationKind)),
                    name=self._filled(cell("name"), most=300),
                    language=self._language(cell("language")),
                    about=cell("about").text,
                    name_en=cell("name_en").text,
                    languages=self._languages(cell("languages")),
                    isic=self._activities(cell("isic")),
                    website=self._website(cell("website")),
                    city=cell("city").text,
                    sample=self._flag(cell("sample")),
                    source=cell("source").text,
                )
            )
        return _by_id(rows)

    def _delegates(self) -> tuple[DelegateRow, ...]:
        rows = []
        seen: dict[str, int] = {}
        for cell in self._rows("delegates"):
            email = cell("email")
            if not EMAIL.fullmatch(email.text):
                self.problems.append(email.problem("bad_email", "an e-mail address"))
            elif email.text.lower() in seen:
                self.problems.append(
                    email.problem(
                        "duplicate_email",
                        f"one delegate an address; row {seen[email.text.lower()]} has it already",
                    )
                )
            seen.setdefault(email.text.lower(), email.row.number)
            zone = self._zone(cell("zone"))
            self.zones[cell("id").text] = ZoneInfo(zone) if zone else self.zone
            rows.append(
                DelegateRow(
                    id=cell("id").text,
                    organisation=self._reference(cell("organisation"), "organisations"),
                    name=self._filled(cell("name"), most=200),
                    email=email.text,
                    languages=self._languages(cell("languages"), some=True),
                    modes=self._choices(cell("modes"), get_args(Mode)),
                    name_latin=cell("name_latin").text,
                    title=cell("title").text,
                    zone=zone,
                    max_meetings=(most := self._number(cell("max_meetings"))),
                    min_meetings=(least := self._number(cell("min_meetings"))),
                    max_breaks=self._number(cell("max_breaks")),
                )
            )
            if most is not None and least is not None and least > most:
                self.problems.append(
                    cell("min_meetings").problem("min_above_max", f"at most max_meetings, {most}")
                )
        return _by_id(rows)

    def _listings(self) -> tuple[ListingRow, ...]:
        rows = []
        for cell in self._rows("listings"):
            rows.append(
                ListingRow(
                    id=cell("id").text,
                    organisation=self._reference(cell("organisation"), "organisations"),
                    side=self._choice(cell("side"), get_args(Side)),
                    title=self._filled(cell("title"), most=300),
                    text=cell("text").text,
                    cooperation=self._choices(cell("cooperation"), get_args(Cooperation)),
                    isic=self._activities(cell("isic")),
                )
            )
        return _by_id(rows)

    def _interpreters(self) -> tuple[InterpreterRow, ...]:
        rows = []
        for cell in self._rows("interpreters"):
            languages = self._languages(cell("languages"), some=True)
            if len(set(languages)) == 1:
                self.problems.append(
                    cell("languages").problem("one_language", "at least two languages")
                )
            email = cell("email")
            if email.text and not EMAIL.fullmatch(email.text):
                self.problems.append(email.problem("bad_email", "an e-mail address"))
            if cell("id").text in self.known.get("delegates", set()):
                self.problems.append(
                    cell("id").problem("duplicate_id", "an id that no delegate has")
                )
            zone = self._zone(cell("zone"))
            self.zones[cell("id").text] = ZoneInfo(zone) if zone else self.zone
            rows.append(
                InterpreterRow(
                    cell("id").text,
                    self._filled(cell("name"), most=200),
                    languages,
                    self._choices(cell("modes"), get_args(Mode)),
                    email.text,
                    zone,
                    self._number(cell("max_run"), least=1),
                    self._number(cell("max_meetings")),
                )
            )
        return _by_id(rows)

    def _availability(self) -> tuple[AvailabilityRow, ...]:
        rows = []
        for cell in self._rows("availability"):
            person = self._reference(cell("person"), "delegates", "interpreters")
            status = self._choice(cell("status"), ("available", "away"))
            own = self._zone(cell("zone"))
            zone = ZoneInfo(own) if own else self.zones.get(person, self.zone)
            window = self._window(cell("date"), cell("from"), cell("to"), zone)
            if window:
                start, end = (moment.astimezone(self.zone) for moment in window)
                rows.append(AvailabilityRow(person, status, start, end))
        return tuple(sorted(rows, key=lambda row: (row.person, row.start, row.status)))

    def _agenda(self, languages: Iterable[str]) -> tuple[AgendaRow, ...]:
        table = self.tables.sheets.get("agenda", Table("agenda"))
        for language in languages if table.rows else ():
            if f"title_{language}" not in table.headers:
                self.problems.append(
                    Problem(
                        "missing_column",
                        table.file,
                        1,
                        f"title_{language}",
                        None,
                        f"a column “title_{language}”: the forum speaks {language}",
                    )
                )
        rows = []
        for cell in self._rows("agenda"):
            window = self._window(cell("date"), cell("start"), cell("end"), self.zone)
            attendees = cell("attendees")
            for_all = attendees.text.casefold() in ("all", "ทุกคน", "все")
            names = () if for_all else self._references(attendees, "delegates")
            title = {
                column.removeprefix("title_"): cell(column).text
                for column in table.headers
                if column.startswith("title_") and cell(column).text
            }
            if not title:
                self.problems.append(cell("title_en").problem("missing_value", "a title"))
            kind = self._choice(cell("kind"), get_args(AgendaKind))
            if window:
                rows.append(
                    AgendaRow(
                        cell("id").text,
                        *window,
                        kind,
                        title,
                        cell("place").text,
                        tuple(sorted(set(names))),
                        for_all,
                    )
                )
        return tuple(sorted(rows, key=lambda row: (row.start, row.id)))

    def _requests(self, slots: tuple[SlotRow, ...]) -> tuple[RequestRow, ...]:
        grid = {slot.id for slot in slots}
        rows = []
        named: list[Cell] = []
        for cell in self._rows("requests"):
            priority, place = cell("priority"), cell("place")
            named.append(cell("after"))
            rows.append(
                RequestRow(
                    cell("id").text,
                    self._reference(cell("from"), "delegates"),
                    self._reference(cell("to"), "delegates", "organisations"),
                    self._choice(cell("state"), get_args(RequestState)),
                    self._choice(priority, get_args(Priority)) if priority.text else "may",
                    cell("message").text,
                    self._fixed_slot(cell("date"), cell("time"), grid),
                    tuple(sorted(self._references(cell("with"), "delegates", "organisations"))),
                    self._number(cell("length"), least=1) or 1,
                    tuple(sorted(set(split(cell("after").text)))),
                    self._place(place) if place.text else None,
                )
            )
        for after in named:
            self._references(after, "requests")
        return _by_id(rows)

    def _place(self, cell: Cell) -> str:
        known = self.known.get("places", set())
        if cell.text not in known:
            near = self._near(cell.text, known)
            hint = f"; did you mean {near}?" if near else ""
            self.problems.append(cell.problem("unknown_id", f"the id of a place{hint}"))
        return cell.text

    def _fixed_slot(self, day: Cell, at: Cell, grid: set[str]) -> str | None:
        if not day.text and not at.text:
            return None
        when, clock = self._date(day), self._time(at)
        if when is None or clock is None:
            return None
        slot = f"{when:%Y-%m-%d}/{clock:%H:%M}"
        if grid and slot not in grid:
            self.problems.append(
                at.problem("no_such_slot", "the date and start of a slot of the forum's grid")
            )
        return slot

    # What several sheets must agree on --------------------------------------------------

    def _check_days_and_places(
        self,
        days: Iterable[DayRow],
        places: Iterable[PlaceRow],
        delegates: Iterable[DelegateRow],
    ) -> None:
        modes = {mode for day in days for mode in modes_of(day.mode)}
        sheet = self.tables.sheets.get("places")
        file = sheet.file if sheet else "forum.toml"
        for mode in sorted(modes - {place.mode for place in places}):
            self.problems.append(
                Problem("no_places", file, None, "places", None, f"a place for {mode}")
            )
        table = self.tables.sheets.get("delegates")
        if table is None or not modes:
            return
        rows = {row.cells.get("id", ""): row for row in table.rows}
        for delegate in delegates:
            if delegate.modes and not modes & set(delegate.modes):
                self.problems.append(
                    Cell(table, rows[delegate.id], "modes").problem(
                        "no_day_for_mode", f"a mode of the forum's days: {', '.join(sorted(modes))}"
                    )
                )

    def _check_keepers(self, delegates: Iterable[DelegateRow]) -> None:
        """Who keeps a table is an organisation that has somebody to sit there."""
        known = self.known.get("organisations", set())
        present = {delegate.organisation for delegate in delegates}
        for entry in self.keeping:
            for code in _Fields(self, entry).texts("kept_by", bool, "", default=()):
                if code not in known:
                    near = self._near(code, known)
                    hint = f"; did you mean {near}?" if near else ""
                    expected = f"an id of the sheet organisations{hint}"
                    self.problems.append(entry.problem("unknown_id", "kept_by", code, expected))
                elif code not in present:
                    expected = "an organisation that has a delegate"
                    self.problems.append(entry.problem("no_delegates", "kept_by", code, expected))

    def _check_sides(
        self, countries: Iterable[str], organisations: Iterable[OrganisationRow]
    ) -> None:
        sides = set(countries)
        country = {organisation.id: organisation.country for organisation in organisations}
        table = self.tables.sheets.get("organisations")
        if table is None or not sides:
            return
        for row in table.rows:
            found = country.get(row.cells.get("id", ""))
            if found and found not in sides:
                self.problems.append(
                    Cell(table, row, "country").problem(
                        "country_of_no_side", f"a side of the forum: {', '.join(sorted(sides))}"
                    )
                )

    # Single cells -----------------------------------------------------------------------

    def _filled(self, cell: Cell, *, most: int) -> str:
        if not cell.text:
            self.problems.append(cell.problem("missing_value", "a text"))
        elif len(cell.text) > most:
            self.problems.append(cell.problem("too_long", f"at most {most} characters"))
        return cell.text

    def _language(self, cell: Cell) -> str:
        if not is_language(cell.text.lower()):
            self.problems.append(cell.problem("bad_value", "an ISO 639-1 code such as th"))
        return cell.text.lower()

    def _languages(self, cell: Cell, *, some: bool = False) -> tuple[str, ...]:
        values = _once(split(cell.text.lower()))
        if not all(map(is_language, values)) or (some and not values):
            expected = "ISO 639-1 codes such as th, separated by ; or |"
            self.problems.append(cell.problem("bad_value", expected))
        return values

    def _activities(self, cell: Cell) -> tuple[str, ...]:
        values = _once(split(cell.text.upper().translate(THAI_DIGITS)))
        if not all(map(ISIC.fullmatch, values)):
            expected = "ISIC Rev. 4 codes such as 6201, separated by ; or |"
            self.problems.append(cell.problem("bad_value", expected))
        return values

    def _choice(self, cell: Cell, allowed: tuple[str, ...]) -> Any:
        value = cell.text.casefold().replace("-", "_").replace(" ", "_")
        if value not in allowed:
            self.problems.append(cell.problem("bad_value", _one_of(cell.text, allowed)))
        return value

    def _choices(self, cell: Cell, allowed: tuple[str, ...]) -> tuple[Any, ...]:
        values = _once(v.casefold().replace("-", "_").replace(" ", "_") for v in split(cell.text))
        if not values or any(value not in allowed for value in values):
            self.problems.append(
                cell.problem("bad_value", f"one or more of {', '.join(allowed)}, separated by ;")
            )
        return values

    def _flag(self, cell: Cell) -> bool:
        value = cell.text.casefold()
        if value not in YES | NO:
            self.problems.append(cell.problem("bad_value", "yes or no"))
        return value in YES

    def _number(self, cell: Cell, *, least: int = 0) -> int | None:
        text = cell.text.translate(THAI_DIGITS)
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,4}", text) or int(text) < least:
            self.problems.append(
                cell.problem("bad_number", f"a whole number from {least} to 9999, or nothing")
            )
            return None
        return int(text)

    def _website(self, cell: Cell) -> str:
        if cell.text and not re.fullmatch(r"https?://\S{1,190}", cell.text):
            self.problems.append(cell.problem("bad_value", "an address with http:// or https://"))
        return cell.text

    def _country(self, cell: Cell) -> str:
        code = country_code(cell.text)
        if code is None:
            near = self._near(cell.text.casefold(), country_names())
            hint = f"; did you mean {country_names()[near]}?" if near else ""
            self.problems.append(
                cell.problem(
                    "unknown_country",
                    f"a code such as TH, or the name in English, Thai or Russian{hint}",
                )
            )
        return code or ""

    def _near(self, value: str, known: Iterable[str]) -> str | None:
        """What may have been meant, for the first mistakes only."""
        if self.hints_left == 0:
            return None
        self.hints_left -= 1
        return next(iter(get_close_matches(value, known, n=1)), None)

    def _zone(self, cell: Cell) -> str:
        if cell.text and not is_zone(cell.text):
            self.problems.append(cell.problem("bad_zone", "an IANA zone such as Europe/Moscow"))
            return ""
        return cell.text

    def _reference(self, cell: Cell, *sheets: str) -> str:
        self._check_reference(cell, cell.text, sheets)
        return cell.text

    def _references(self, cell: Cell, *sheets: str) -> tuple[str, ...]:
        values: tuple[str, ...] = _once(split(cell.text))
        for value in values:
            self._check_reference(cell, value, sheets)
        return values

    def _check_reference(self, cell: Cell, value: str, sheets: tuple[str, ...]) -> None:
        if any(value in self.known.get(sheet, ()) for sheet in sheets):
            return
        near = self._near(value, itertools.chain(*(self.known.get(s, ()) for s in sheets)))
        hint = f"; did you mean {near}?" if near else ""
        self.problems.append(
            cell.problem("unknown_id", f"an id of the sheet {' or '.join(sheets)}{hint}")
        )

    def _date(self, cell: Cell) -> date | None:
        found = parse_date(cell.text)
        if found is None:
            self.problems.append(
                cell.problem("bad_date", "a date such as 2027-02-17, 17.02.2027 or 17/02/2570")
            )
        return found

    def _time(self, cell: Cell) -> time | None:
        found = parse_time(cell.text)
        if found is None:
            self.problems.append(cell.problem("bad_time", "a time such as 09:30"))
        return found

    def _window(
        self, day: Cell, start: Cell, end: Cell, zone: ZoneInfo
    ) -> tuple[datetime, datetime] | None:
        when, first = self._date(day), self._time(start)
        midnight = end.text.translate(THAI_DIGITS) in ("24:00", "24.00", "24:00:00")
        last = time() if midnight else self._time(end)
        if when is None or first is None or last is None:
            return None
        if last <= first and not midnight:
            expected = f"a time after {first:%H:%M}, at most 24:00"
            self.problems.append(end.problem("ends_before_start", expected))
            return None
        return (
            datetime.combine(when, first, zone),
            datetime.combine(when + timedelta(days=midnight), last, zone),
        )


class _Fields:
    """Named values of a section, read with complaints like those about cells."""

    def __init__(self, reader: _Reader, entry: _Entry) -> None:
        self.reader, self.entry, self.values = reader, entry, entry.values

    def wrong(self, name: str, code: str, expected: str, value: object = None) -> None:
        value = self.values.get(name) if value is None else value
        code = "missing_value" if value in (None, "") else code
        self.reader.problems.append(self.entry.problem(code, name, value, expected))

    def text(self, name: str, fits: Callable[[str], object], expected: str) -> str:
        value = str(self.values.get(name, ""))
        if not fits(value):
            self.wrong(name, "bad_value", expected)
        return value

    def texts(
        self,
        name: str,
        fits: Callable[[str], object],
        expected: str,
        *,
        default: tuple[str, ...] | None = None,
    ) -> tuple[str, ...]:
        """A list; the default where there is none."""
        raw = self.values.get(name)
        values = tuple(map(str, raw)) if isinstance(raw, list) else split(str(raw or ""))
        values = values or default or ()
        if (not values and default is None) or not all(fits(value) for value in values):
            self.wrong(name, "bad_value", f"one or more {expected}")
        return values

    def translations(self, name: str, languages: Iterable[str]) -> Translations:
        raw = self.values.get(name, {})
        if not isinstance(raw, dict):
            self.wrong(name, "bad_value", f"{name}.th, {name}.ru, {name}.en")
            return {}
        for language in languages:
            if not raw.get(language):
                self.wrong(f"{name}.{language}", "missing_value", "a text in each language")
        for language, text in raw.items():
            if not is_language(language) or not isinstance(text, str):
                expected = "a text by an ISO 639-1 code such as th"
                self.wrong(f"{name}.{language}", "bad_value", expected, text)
        return {str(language): str(text) for language, text in raw.items() if text}

    def flag(self, name: str, *, default: bool = False) -> bool:
        raw = self.values.get(name, default)
        value = str(raw).casefold()
        if value not in YES | NO:
            self.wrong(name, "bad_value", "true or false")
        return value in YES

    def number(
        self,
        name: str,
        default: int | None,
        *,
        least: int = 0,
        most: int = 9_999,
        required: bool = False,
        or_none: bool = False,
    ) -> int | None:
        """A whole number; the default where there is none; None where `false` turns it off."""
        raw = self.values.get(name)
        expected = f"a whole number from {least} to {most}" + (", or false" if or_none else "")
        text = "" if raw is None else str(raw).translate(THAI_DIGITS)
        if not text:
            if required:
                self.wrong(name, "missing_value", expected)
            return default
        if or_none and text.casefold() in NO:
            return None if text != "0" else 0
        if not re.fullmatch(r"[0-9]{1,4}", text) or not least <= int(text) <= most:
            self.wrong(name, "bad_number", expected)
            return default
        return int(text)

    def date(self, name: str) -> date | None:
        found = parse_date(str(self.values.get(name, "")))
        if found is None:
            self.wrong(name, "bad_date", "a date such as 2027-02-17")
        return found

    def time(self, name: str) -> time | None:
        found = parse_time(str(self.values.get(name, "")))
        if found is None:
            self.wrong(name, "bad_time", "a time such as 09:30")
        return found

    def moment(self, name: str, zone: ZoneInfo) -> datetime | None:
        """A date and a time by the clock of the zone; None where there are none."""
        text = str(self.values.get(name, "")).strip()
        day, _, clock = text.replace("T", " ", 1).partition(" ")
        found = parse_date(day), parse_time(clock)
        if None not in found:
            return datetime.combine(*found, tzinfo=zone)  # type: ignore[arg-type]
        try:
            # As a TOML has it; with seconds or an offset, too.
            exact = datetime.fromisoformat(text) if clock else None
        except ValueError:
            exact = None
        if text and exact is None:
            self.wrong(name, "bad_moment", "a date and a time such as 2027-02-01 18:00")
        return exact and (exact.astimezone(zone) if exact.tzinfo else exact.replace(tzinfo=zone))

    def lists(
        self, name: str, fits: Callable[[str], object], expected: str
    ) -> dict[str, tuple[str, ...]]:
        """A table of lists, whose keys are of the same kind as their values."""
        raw = self.values.get(name, {})
        if not isinstance(raw, dict):
            self.wrong(name, "bad_value", f"a table of lists: {expected}")
            return {}
        found = {
            key: tuple(map(str, value)) if isinstance(value, list) else split(str(value))
            for key, value in raw.items()
        }
        for key, values in found.items():
            if not all(fits(value) for value in (key, *values)):
                self.wrong(f"{name}.{key}", "bad_value", expected, raw[key])
        return found

    def choice(self, name: str, allowed: tuple[str, ...], *, default: str = "") -> Any:
        value = str(self.values.get(name, default))
        if value not in allowed:
            self.wrong(name, "bad_value", _one_of(value, allowed))
            return None
        return value


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    near = get_close_matches(value.casefold(), allowed, n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"one of {', '.join(allowed)}{hint}"


def _by_id(rows: list[Any]) -> tuple[Any, ...]:
    return tuple(sorted(rows, key=lambda row: row.id))


def _once(values: Iterable[str]) -> tuple[Any, ...]:
    """The values in order, each once."""
    return tuple(dict.fromkeys(values))


def split(text: str) -> tuple[str, ...]:
    """The values of a list in one cell."""
    return tuple(part.strip() for part in re.split(r"[;|]", text) if part.strip())


def parse_date(text: str) -> date | None:
    """A date in any form that organisers write, in the Buddhist era too; None when it is none.

    A year after 2400 is taken to be of the Buddhist era, 543 years ahead.
    """
    text = text.translate(THAI_DIGITS).strip()
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?", text):
        year, month, day = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text):
        day, month, year = map(int, found.groups())
    else:
        return None
    year -= BUDDHIST_YEARS if year > 2400 else 0
    try:
        return date(year, month, day) if 1900 <= year < 2200 else None
    except ValueError:
        return None


def parse_time(text: str) -> time | None:
    """A time of day such as 09:30, 9.30 or 09:30:00; None when it is none."""
    text = text.translate(THAI_DIGITS).strip()
    found = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?::00)?", text)
    if not found:
        return None
    hour, minute = map(int, found.groups())
    return time(hour, minute) if hour < 24 and minute < 60 else None


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    """Whether this is the name of an IANA time zone."""
    return name in _zones()


@cache
def is_country(code: str) -> bool:
    """Whether this is an ISO 3166 alpha-2 code, in capitals."""
    return code.isupper() and pycountry.countries.get(alpha_2=code) is not None


@cache
def is_language(code: str) -> bool:
    """Whether this is an ISO 639-1 code, in small letters."""
    return code.islower() and pycountry.languages.get(alpha_2=code) is not None


@cache
def country_names() -> dict[str, str]:
    """Country codes by folded name, in English, Thai and Russian, official names included."""
    names: dict[str, str] = {}
    for country in pycountry.countries:
        for attribute in ("name", "official_name", "common_name", "alpha_3"):
            if name := getattr(country, attribute, None):
                names[name.casefold()] = country.alpha_2
    for language in ("en", "th", "ru"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and is_country(code):
                names.setdefault(name.casefold(), code)
    return names


def country_code(text: str) -> str | None:
    """The ISO 3166 alpha-2 code of a code or a country's name; None when it is neither."""
    if is_country(text.upper()) and len(text) == 2:
        return text.upper()
    return country_names().get(text.casefold())

"""From `ForumSheets` back to the files that a reader would read as the same."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.styles import Font

from .forum_sheets import DEADLINES, AvailabilityRow, ForumSheets, SiteRules, Translations
from .headers import SHEETS, WORKBOOK_SHEETS

Cells = list[str]


def write_folder(sheets: ForumSheets, folder: Path) -> None:
    """Write `forum.toml` and the CSV sheets.

    Args:
        sheets: The forum.
        folder: Where to; made if missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "forum.toml").write_text(_toml(sheets), encoding="utf-8")
    for name, rows in _sheets(sheets):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)


def write_workbook(sheets: ForumSheets, path: Path) -> None:
    """Write all sheets as one `.xlsx` workbook, headers bold and frozen."""
    workbook = Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    for name, rows in (*_head_sheets(sheets), *_sheets(sheets)):
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
            for cell in sheet[sheet.max_row]:
                # Text stays text: a cell that begins with “=” is no formula of ours.
                cell.data_type = "s"
                if sheet.max_row == 1:
                    cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
    workbook.save(path)


def _toml(sheets: ForumSheets) -> str:
    lines = ["[forum]"]
    lines += [f"{key} = {value}" for key, value in _head(sheets)]
    lines += ["", "[rules]"]
    lines += [f"{key} = {value}" for key, value in _rules(sheets)]
    if sheets.site is not None:
        lines += ["", "[site]", *_site_toml(sheets.site)]
    for day in sheets.days:
        lines += ["", "[[days]]", f"date = {day.date}", f'mode = "{day.mode}"']
        lines += [f"city = {_quoted(day.city)}"]
        for session in day.sessions:
            lines += ["", "[[days.sessions]]", f"name = {_quoted(session.name)}"]
            lines += [f'start = "{session.start}"', f"slots = {session.slots}"]
            lines += [f"minutes = {session.minutes}", f"gap = {session.gap}"]
    for place in sheets.places:
        lines += ["", "[[places]]", f"id = {_quoted(place.id)}", f"name = {_quoted(place.name)}"]
        lines += [f'mode = "{place.mode}"']
        if place.hall:
            lines += [f"hall = {_quoted(place.hall)}"]
        if place.kept_by:
            lines += [f"kept_by = {_quoted_list(place.kept_by)}"]
    for way in sheets.travel:
        lines += ["", "[[travel]]", f"from = {_quoted(way.one)}", f"to = {_quoted(way.other)}"]
        lines += [f"minutes = {way.minutes}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    for raw, code in (("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        escaped = escaped.replace(raw, code)
    return f'"{escaped}"'


def _quoted_list(texts: tuple[str, ...]) -> str:
    return "[" + ", ".join(map(_quoted, texts)) + "]"


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _head(sheets: ForumSheets) -> Iterator[tuple[str, str]]:
    yield "id", _quoted(sheets.id)
    yield "timezone", _quoted(sheets.timezone)
    yield "zones", _quoted_list(sheets.zones)
    yield "languages", _quoted_list(sheets.languages)
    yield "countries", _quoted_list(sheets.countries)
    yield "sample", _flag(sheets.sample)
    for name, translations in (("name", sheets.name), ("summary", sheets.summary)):
        for language, text in translations.items():
            yield f"{name}.{language}", _quoted(text)


def _rules(sheets: ForumSheets) -> Iterator[tuple[str, str]]:
    for name, number in (
        ("max_meetings", sheets.rules.max_meetings),
        ("min_meetings", sheets.rules.min_meetings or None),
        ("max_breaks", sheets.rules.max_breaks),
        ("fairness", sheets.rules.fairness),
    ):
        if number is not None:
            yield name, str(number)
    if sheets.rules.fairness is None:
        yield "fairness", "false"
    yield "cross_border", _flag(sheets.rules.cross_border)


def _site_toml(site: SiteRules) -> Iterator[str]:
    yield f"is_open = {_flag(site.is_open)}"
    yield f"asking = {_quoted(site.asking)}"
    for name, moment in _deadlines(site):
        yield f"{name} = {moment}"
    if site.join_template:
        yield f"join_template = {_quoted(site.join_template)}"
    for one, others in site.may_ask.items():
        yield f"may_ask.{_quoted(one)} = {_quoted_list(others)}"


def _site_cells(site: SiteRules) -> Iterator[Cells]:
    yield ["site.is_open", _flag(site.is_open)]
    yield ["site.asking", site.asking]
    for name, moment in _deadlines(site):
        yield [f"site.{name}", moment.replace("T", " ")]
    if site.join_template:
        yield ["site.join_template", site.join_template]
    for one, others in site.may_ask.items():
        yield [f"site.may_ask.{one}", "; ".join(others)]


def _deadlines(site: SiteRules) -> Iterator[tuple[str, str]]:
    """Those that are set, by the venue's clock."""
    for name in DEADLINES:
        if moment := getattr(site, name):
            yield name, moment.replace(tzinfo=None).isoformat()


def _head_sheets(sheets: ForumSheets) -> Iterator[tuple[str, list[Cells]]]:
    def translated(name: str, translations: Translations) -> list[Cells]:
        return [[f"{name}.{language}", text] for language, text in translations.items()]

    yield (
        "forum",
        [
            _headers("forum"),
            ["id", sheets.id],
            ["timezone", sheets.timezone],
            ["zones", "; ".join(sheets.zones)],
            ["languages", "; ".join(sheets.languages)],
            ["countries", "; ".join(sheets.countries)],
            ["sample", _flag(sheets.sample)],
            *translated("name", sheets.name),
            *translated("summary", sheets.summary),
            *([f"rules.{name}", value] for name, value in _rules(sheets)),
            *(_site_cells(sheets.site) if sheets.site else ()),
        ],
    )
    yield "days", [_headers("days"), *([str(d.date), d.mode, d.city] for d in sheets.days)]
    yield (
        "sessions",
        [
            _headers("sessions"),
            *(
                [str(day.date), s.name, s.start, str(s.slots), str(s.minutes), str(s.gap)]
                for day in sheets.days
                for s in day.sessions
            ),
        ],
    )
    yield (
        "places",
        [
            _headers("places"),
            *([p.id, p.mode, p.name, p.hall, "; ".join(p.kept_by)] for p in sheets.places),
        ],
    )
    yield (
        "travel",
        [_headers("travel"), *([w.one, w.other, str(w.minutes)] for w in sheets.travel)],
    )


def _headers(sheet: str) -> Cells:
    return [column.name for column in (SHEETS.get(sheet) or WORKBOOK_SHEETS[sheet])]


def _sheets(sheets: ForumSheets) -> Iterator[tuple[str, list[Cells]]]:
    rows: dict[str, list[dict[str, str]]] = {
        "organisations": [
            {
                "id": o.id,
                "country": o.country,
                "kind": o.kind,
                "name": o.name,
                "language": o.language,
                "about": o.about,
                "name_en": o.name_en,
                "languages": "; ".join(o.languages),
                "isic": "; ".join(o.isic),
                "website": o.website,
                "city": o.city,
                "sample": "yes" if o.sample else "no",
                "source": o.source,
            }
            for o in sheets.organisations
        ],
        "delegates": [
            {
                "id": d.id,
                "organisation": d.organisation,
                "name": d.name,
                "email": d.email,
                "languages": "; ".join(d.languages),
                "modes": "; ".join(d.modes),
                "name_latin": d.name_latin,
                "title": d.title,
                "zone": d.zone,
                "max_meetings": _number(d.max_meetings),
                "min_meetings": _number(d.min_meetings),
                "max_breaks": _number(d.max_breaks),
            }
            for d in sheets.delegates
        ],
        "listings": [
            {
                "id": item.id,
                "organisation": item.organisation,
                "side": item.side,
                "title": item.title,
                "text": item.text,
                "cooperation": "; ".join(item.cooperation),
                "isic": "; ".join(item.isic),
            }
            for item in sheets.listings
        ],
        "availability": [
            {
                "person": a.person,
                "status": a.status,
                **_window(a.start, a.end, zone := _zone_of_one_day(a, sheets), "from", "to"),
                "zone": zone,
            }
            for a in sheets.availability
        ],
        "interpreters": [
            {
                "id": i.id,
                "name": i.name,
                "languages": "; ".join(i.languages),
                "modes": "; ".join(i.modes),
                "email": i.email,
                "zone": i.zone,
                "max_run": _number(i.max_run),
                "max_meetings": _number(i.max_meetings),
            }
            for i in sheets.interpreters
        ],
        "agenda": [
            {
                "id": item.id,
                **_window(item.start, item.end, sheets.timezone, "start", "end"),
                "kind": item.kind,
                "place": item.place,
                "attendees": "all" if item.for_all else "; ".join(item.attendees),
                **{f"title_{language}": text for language, text in item.title.items()},
            }
            for item in sheets.agenda
        ],
        "requests": [
            {
                "id": r.id,
                "from": r.sender,
                "to": r.receiver,
                "state": r.state,
                "priority": r.priority,
                "message": r.message,
                **_fixed(r.fixed_slot),
                "with": "; ".join(r.others),
                "length": str(r.length) if r.length > 1 else "",
                "after": "; ".join(r.after),
                "place": r.place or "",
            }
            for r in sheets.requests
        ],
    }
    titles = sorted(
        {*sheets.languages, *(language for item in sheets.agenda for language in item.title)}
    )
    for name, entries in rows.items():
        headers = _headers(name)
        if name == "agenda":
            headers += [f"title_{language}" for language in titles]
        yield name, [headers, *([row.get(h, "") for h in headers] for row in entries)]


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _window(start: datetime, end: datetime, zone: str, first: str, last: str) -> dict[str, str]:
    """Date and times of a window, in the forum's zone."""
    start, end = start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))
    last_time = f"{end:%H:%M}" if end.date() == start.date() else "24:00"
    return {"date": f"{start:%Y-%m-%d}", first: f"{start:%H:%M}", last: last_time}


def _zone_of_one_day(row: AvailabilityRow, sheets: ForumSheets) -> str:
    """A zone in which the window lies within one day: the forum's, or one where it does."""
    candidates = (sheets.timezone, *sheets.zones, *(f"Etc/GMT{n:+}" for n in range(-14, 13)))
    for zone in candidates:
        start, end = row.start.astimezone(ZoneInfo(zone)), row.end.astimezone(ZoneInfo(zone))
        midnight = start.replace(hour=0, minute=0) + timedelta(days=1)
        if end <= midnight:
            return zone
    raise ValueError(f"longer than a day: {row}")


def _fixed(slot: str | None) -> dict[str, str]:
    if slot is None:
        return {}
    day, clock = slot.split("/")
    return {"date": day, "time": clock}

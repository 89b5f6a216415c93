"""A strict judge of iCalendar objects (RFC 5545, RFC 7986); shares no code with what makes them."""

from __future__ import annotations

import re

UTC = re.compile(r"\d{8}T\d{6}Z")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
ESCAPED = re.compile(r"(?:[^\\,;]|\\[\\;,nN])*")
NAME = re.compile(r"[A-Z0-9-]+")
EVENT_ONCE = frozenset(
    (
        *("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP", "SEQUENCE"),
        *("LOCATION", "DESCRIPTION", "URL", "COLOR", "LAST-MODIFIED"),
    )
)
CALENDAR_ONCE = frozenset(
    ("PRODID", "VERSION", "METHOD", "URL", "COLOR", "REFRESH-INTERVAL", "SOURCE", "X-WR-CALNAME")
)
TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME")


def content_lines(data: bytes) -> list[str]:
    """The unfolded lines; raises AssertionError where a line is too long or ends otherwise."""
    assert data.endswith(b"\r\n"), "the last line does not end"
    physical = data[:-2].split(b"\r\n")
    for line in physical:
        assert len(line) <= 75, f"{len(line)} octets: {line!r}"
        assert b"\n" not in line, f"a bare line break: {line!r}"
        assert b"\r" not in line, f"a bare line break: {line!r}"
        line.decode()  # a fold never cuts a character
    unfolded: list[str] = []
    for line in physical:
        if line.startswith((b" ", b"\t")):
            unfolded[-1] += line[1:].decode()
        else:
            unfolded.append(line.decode())
    return unfolded


def parsed(line: str) -> tuple[str, dict[str, str], str]:
    """Name, parameters and value of a line."""
    assert CONTROL.search(line) is None, f"control character: {line!r}"
    quoted, at = False, -1
    for index, char in enumerate(line):
        quoted ^= char == '"'
        if char == ":" and not quoted:
            at = index
            break
    assert at > 0, f"no value: {line!r}"
    name, *parameters = re.findall(r'(?:[^;"]|"[^"]*")+', line[:at])
    assert NAME.fullmatch(name), f"name: {line!r}"
    return name, dict(p.split("=", 1) for p in parameters), line[at + 1 :]


Properties = list[tuple[str, dict[str, str], str]]


def check(data: bytes) -> list[dict[str, str]]:
    """Judge an object; raises AssertionError with what is wrong.

    Returns:
        The value of each property of each event.
    """
    stack: list[tuple[str, Properties]] = []
    events: list[dict[str, str]] = []
    children = 0
    for name, parameters, value in map(parsed, content_lines(data)):
        if name == "BEGIN":
            stack.append((value, []))
            children += len(stack) == 2
        elif name == "END":
            kind, properties = stack.pop()
            assert kind == value, f"{kind} ends as {value}"
            if kind == "VEVENT":
                events.append(_event(properties))
            elif kind == "VCALENDAR":
                assert stack == [], "a calendar within another"
                _calendar(properties)
        else:
            stack[-1][1].append((name, parameters, value))
    assert stack == [], "something does not end"
    assert children > 0, "a calendar has at least one component"
    uids = [event["UID"] for event in events]
    assert len(uids) == len(set(uids)), "a UID twice"
    return events


def _once(properties: Properties, once: frozenset[str]) -> dict[str, str]:
    names = [name for name, _parameters, _value in properties]
    for name in once:
        assert names.count(name) <= 1, f"{name} twice"
    for name, parameters, value in properties:
        if name in TEXTS:
            assert ESCAPED.fullmatch(value), f"not escaped: {name}:{value!r}"
        if name in ("SOURCE", "CONFERENCE"):
            assert parameters.get("VALUE") == "URI", f"{name} without VALUE=URI"
            assert re.match(r"https?://\S+$", value), f"{name}: {value!r}"
        if name == "REFRESH-INTERVAL":
            assert parameters.get("VALUE") == "DURATION", "REFRESH-INTERVAL without VALUE"
            assert re.fullmatch(r"PT\d+[HMS]", value), value
        if name == "COLOR":
            assert re.fullmatch(r"[a-z]+", value), value
    return {name: value for name, _parameters, value in properties}


def _calendar(properties: Properties) -> None:
    own = _once(properties, CALENDAR_ONCE)
    assert own.get("VERSION") == "2.0", "VERSION"
    assert own.get("PRODID"), "PRODID"


def _event(properties: Properties) -> dict[str, str]:
    own = _once(properties, EVENT_ONCE)
    for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS"):
        assert own.get(name), f"{name} is missing"
    for name in ("DTSTAMP", "DTSTART", "DTEND", "LAST-MODIFIED"):
        assert UTC.fullmatch(own[name]), f"{name}:{own[name]}"
    assert own["DTSTART"] < own["DTEND"], "it ends before it begins"
    assert own["SEQUENCE"].isdecimal(), own["SEQUENCE"]
    assert own["STATUS"] in ("CONFIRMED", "CANCELLED", "TENTATIVE"), own["STATUS"]
    return own

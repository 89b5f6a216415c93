"""An independent judge of extracted facts; it shares no code with what finds them."""

from __future__ import annotations

from datetime import date
from typing import Any

from .result import EVENT_KINDS, TOPICS, ReleaseFacts

_NAMED = ("parties", "people", "events", "agreements")


def check(facts: ReleaseFacts) -> list[str]:
    """Judge facts by what must hold of any.

    Args:
        facts: What was found in a release.

    Returns:
        What is wrong, in words; empty when all of it holds: every text is exactly what stands at
        its place, days are days, codes are codes, and nothing is found twice.
    """
    wrong: list[str] = []
    text = facts.text
    for field in (*_NAMED, "promises", "facts"):
        for found in getattr(facts, field):
            wrong += _of_span(field, found, text)
    for field in _NAMED:
        for found in getattr(facts, field):
            if text[found.start : found.end] != found.name:
                wrong.append(f"{field}: {found.name!r} does not stand at {found.start}")
    for promise in facts.promises:
        if text[promise.start : promise.end] != promise.text:
            wrong.append(f"promises: {promise.text[:40]!r} does not stand at {promise.start}")
        if promise.who and promise.who not in text:
            wrong.append(f"promises: {promise.who!r} is not in the text")
        if promise.due and not _is_moment(promise.due):
            wrong.append(f"promises: {promise.due!r} is no day, month or year")
    for person in facts.people:
        if text[person.office_start : person.office_end] != person.office:
            wrong.append(f"people: the office of {person.name!r} does not stand where it says")
        if person.side and not _is_country(person.side):
            wrong.append(f"people: {person.side!r} is no country's code")
    for event in facts.events:
        if event.when and not _is_moment(event.when):
            wrong.append(f"events: {event.when!r} is no day, month or year")
    for country in facts.countries:
        if not _is_country(country):
            wrong.append(f"countries: {country!r} is no country's code")
    if len(set(facts.countries)) != len(facts.countries):
        wrong.append("countries: one twice")
    names = ["".join(person.name.split()) for person in facts.people]
    if len(set(names)) != len(names):
        wrong.append("people: one twice")
    if facts.event_kind not in EVENT_KINDS:
        wrong.append(f"event_kind: {facts.event_kind!r} is none")
    wrong += [f"topics: {topic!r} is none" for topic in facts.topics if topic not in TOPICS]
    if facts.published is not None and not 1900 <= facts.published.year <= 2200:
        wrong.append(f"published: {facts.published} is not in the Common Era's time of releases")
    return wrong


def _of_span(field: str, found: Any, text: str) -> list[str]:
    wrong = []
    if not 0 <= found.start < found.end <= len(text):
        wrong.append(f"{field}: {found.start} to {found.end} is no place in the text")
    if not 0 <= found.confidence <= 1:
        wrong.append(f"{field}: a confidence of {found.confidence}")
    if not found.rule:
        wrong.append(f"{field}: no rule")
    if not text[found.start : found.end].strip():
        wrong.append(f"{field}: nothing stands at {found.start}")
    return wrong


def _is_moment(when: str) -> bool:
    parts = when.split("-")
    if [len(part) for part in parts] != [4, 2, 2][: len(parts)]:
        return False
    try:
        date(*[int(part) for part in [*parts, "1", "1"][:3]])
    except ValueError:
        return False
    return True


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isascii() and code.isupper()

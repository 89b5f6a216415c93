"""Facts as JSON Lines, a release a line."""

from __future__ import annotations

import json
from typing import Any

from ..result import ReleaseFacts


def as_line(identifier: str, facts: ReleaseFacts, problems: tuple[str, ...] = ()) -> str:
    """Facts as one line of JSON, without the line's end.

    Args:
        identifier: Which release, such as its file's stem.
        facts: Its facts.
        problems: What was amiss with its file, instead of the facts' own problems.
    """
    written = as_json(identifier, facts)
    if problems:
        written["problems"] = list(problems)
    return json.dumps(written, ensure_ascii=False)


def as_json(identifier: str, facts: ReleaseFacts) -> dict[str, Any]:
    """Facts as what `json` writes; every text is exactly a part of the release."""
    values = {kind: _value_span(facts, kind) for kind in ("published", "event_date", "event_kind")}
    return {
        "id": identifier,
        "title": facts.title,
        "published": facts.published.isoformat() if facts.published else None,
        "event_date": facts.event_date.isoformat() if facts.event_date else None,
        "event_kind": facts.event_kind,
        "partners": list(facts.partners),
        "organisations": [party.name for party in facts.organisations],
        "people": [
            {"name": person.name, "office": person.office, "side": person.side or None}
            | ({"latin": person.latin} if person.latin else {})
            for person in facts.people
        ],
        "topics": list(facts.topics),
        "promises": [
            {"text": promise.text, "who": promise.who, "due": promise.due or None}
            for promise in facts.promises
        ],
        "future_events": [
            {"name": event.name, "when": event.when or None} for event in facts.future_events
        ],
        "past_events": [
            {"name": event.name, "when": event.when} for event in facts.events if not event.future
        ],
        "agreements": [
            {"text": agreement.name, "state": agreement.state} for agreement in facts.agreements
        ],
        "language": facts.language,
        "source_url": facts.source_url or None,
        "problems": list(facts.problems),
        "spans": {
            **{kind: span for kind, span in values.items() if span},
            "partners": {
                party.country: _span(party)
                for party in facts.parties
                if party.kind == "country" and party.country in facts.partners
            },
            "organisations": [_span(party) for party in facts.organisations],
            "people": [
                _span(person)
                | ({"office": [person.office_start, person.office_end]} if person.office else {})
                for person in facts.people
            ],
            "topics": {fact.value: _span(fact) for fact in facts.facts if fact.kind == "topic"},
            "promises": [_span(promise) for promise in facts.promises],
            "future_events": [_span(event) for event in facts.future_events],
            "past_events": [_span(event) for event in facts.events if not event.future],
            "agreements": [_span(agreement) for agreement in facts.agreements],
        },
    }


def _span(found: Any) -> dict[str, Any]:
    return {
        "start": found.start,
        "end": found.end,
        "confidence": found.confidence,
        "rule": found.rule,
    }


def _value_span(facts: ReleaseFacts, kind: str) -> dict[str, Any] | None:
    return next((_span(fact) for fact in facts.facts if fact.kind == kind), None)

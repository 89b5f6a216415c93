"""Facts of a release as the register keeps them: one shape for all kinds.

Nothing here needs a database, so that the processes which read releases load none.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from saphan.engine.extraction import Party, ReleaseFacts

COUNTRY = "country"
ORGANISATION = "organisation"
PERSON = "person"
TOPIC = "topic"
PROMISE = "promise"
EVENT = "event"
AGREEMENT = "agreement"
EVENT_DATE = "event_date"
EVENT_KIND = "event_kind"

MOST_OF_A_NAME = 300
SINGLE = frozenset({EVENT_DATE, EVENT_KIND})
"""Kinds of which a release has one fact."""
NAMED = frozenset({PERSON, ORGANISATION, PROMISE, EVENT, AGREEMENT})
"""Kinds that stand at one place of the text: two that overlap are the same fact."""


@dataclass(frozen=True)
class FoundFact:
    """A finding.

    Attributes:
        kind: One of the above.
        key: What two findings of the same thing share; see `key_of`.
        value: What it says, by kind: `{"country"}`, `{"name", "names", "country"}`, `{"name",
            "office", "side", "latin"}`, `{"topic"}`, `{"text", "who", "due"}`, `{"name", "when",
            "future"}`, `{"name", "state"}`, `{"day"}`, `{"kind"}`.
        country: Of the country, organisation or person; empty where unknown.
        start, end: Its place in the text, in characters.
        confidence: 0 to 1.
        rule: What found it.
    """

    kind: str
    key: str
    value: dict[str, Any]
    country: str
    start: int
    end: int
    confidence: float
    rule: str


def key_of(kind: str, value: dict[str, Any]) -> str:
    """What two facts of the same thing share, whatever release they stand in.

    An organisation of the gazetteer has the same key in every language; others go by their name.
    """
    match kind:
        case "country":
            return str(value["country"])
        case "organisation":
            names = value.get("names") or {}
            name = names.get("en") or names.get("th") or value["name"]
            return _short(f"{value.get('country', '')} {squeezed(name)}")
        case "topic":
            return str(value["topic"])
        case "event_date":
            return str(value["day"])
        case "event_kind":
            return str(value["kind"])
        case "promise":
            return _short(squeezed(value["text"]))
    return _short(squeezed(value["name"]))


def squeezed(name: str) -> str:
    """A name without spaces, full stops, quotation marks and capitals."""
    return _LOOSE.sub("", "".join(name.casefold().split()))


_LOOSE = re.compile("[.,'\"“”‘’«»()]+")


def _short(key: str) -> str:
    """The key itself, or its hash where it is long."""
    if len(key) <= 120:
        return key
    return key[:60] + hashlib.sha256(key.encode()).hexdigest()[:40]


def found_in(facts: ReleaseFacts) -> list[FoundFact]:
    """All facts of a release that the register keeps, in order of place, each thing once."""
    found = [
        *(_of_party(party) for party in facts.parties),
        *(
            _fact(
                PERSON,
                {
                    "name": person.name,
                    "office": person.office,
                    "side": person.side,
                    "latin": person.latin,
                },
                person,
                person.side,
            )
            for person in facts.people
        ),
        *(
            _fact(PROMISE, {"text": promise.text, "who": promise.who, "due": promise.due}, promise)
            for promise in facts.promises
        ),
        *(
            _fact(EVENT, {"name": event.name, "when": event.when, "future": event.future}, event)
            for event in facts.events
        ),
        *(
            _fact(AGREEMENT, {"name": agreement.name, "state": agreement.state}, agreement)
            for agreement in facts.agreements
        ),
        *(
            _fact(fact.kind, {_FIELD[fact.kind]: fact.value}, fact)
            for fact in facts.facts
            if fact.kind in _FIELD
        ),
    ]
    if not any(fact.kind == EVENT_KIND for fact in found):
        found.append(
            FoundFact(
                EVENT_KIND, facts.event_kind, {"kind": facts.event_kind}, "", 0, 0, 0.3, "none"
            )
        )
    once: dict[tuple[str, str], FoundFact] = {}
    for fact in found:
        once.setdefault((fact.kind, "" if fact.kind in SINGLE else fact.key), fact)
    return sorted(once.values(), key=lambda fact: (fact.start, fact.end))


_FIELD = {"topic": "topic", "event_date": "day", "event_kind": "kind"}


def _of_party(party: Party) -> FoundFact:
    if party.kind == "country":
        return _fact(COUNTRY, {"country": party.country}, party, party.country)
    value = {"name": party.name, "names": dict(party.names), "country": party.country}
    return _fact(ORGANISATION, value, party, party.country)


def _fact(kind: str, value: dict[str, Any], found: Any, country: str = "") -> FoundFact:
    return FoundFact(
        kind,
        key_of(kind, value),
        value,
        country,
        found.start,
        found.end,
        found.confidence,
        found.rule,
    )

"""A release in, its facts out: each field by its own module, in the order of their needs."""

from __future__ import annotations

from .countries import find_countries
from .events import find_event
from .moments import find_moments
from .named_events import find_agreements, find_named_events
from .organisations import find_organisations
from .parties import find_parties
from .people import find_people
from .problem import ReleaseText
from .promises import find_promises
from .result import Fact, ReleaseFacts
from .topics import find_topics

TALKS = ("courtesy_call", "bilateral_meeting", "online_meeting")
"""Kinds of events at which two sides talk."""


def extract(release: ReleaseText) -> ReleaseFacts:
    """Find the facts of a release.

    Args:
        release: A release.

    Returns:
        Its facts; the words of every fact are exactly `text[start:end]`.
    """
    plain = release.plain
    moments = find_moments(plain, release.published)
    mentions = find_countries(plain)
    countries, mentioned, joined = find_parties(release, plain, mentions)
    partners = tuple(country for country in joined if country != release.publisher)
    organisations = find_organisations(plain, release.text, release.publisher, mentions)
    people = find_people(plain, release.text, release.publisher, partners)
    kind, day, event_facts = find_event(release, plain, moments, foreign=bool(partners))
    topics = find_topics(release, plain, foreign=bool(partners), talks=kind in TALKS)
    facts = [
        *event_facts,
        *topics,
        *(
            Fact("date", moment.when, moment.start, moment.end, 0.9, "written_date")
            for moment in moments
            if len(moment.when) == len("YYYY-MM-DD") and not moment.yearless
        ),
        *(
            Fact("mention", party.country, party.start, party.end, party.confidence, party.rule)
            for party in mentioned
        ),
    ]
    if release.published:
        facts.append(
            Fact("published", release.published.isoformat(), *release.dated, 0.99, "dated_line")
        )
    return ReleaseFacts(
        text=release.text,
        title=release.title,
        published=release.published,
        source_url=release.source_url,
        language=release.language,
        publisher=release.publisher,
        countries=joined,
        parties=tuple(sorted((*organisations, *countries), key=lambda p: (p.start, p.end))),
        event_date=day,
        event_kind=kind,
        people=tuple(people),
        topics=tuple(fact.value for fact in topics),
        promises=tuple(find_promises(release, plain, moments, foreign=bool(partners))),
        events=tuple(find_named_events(release, plain, moments, day.isoformat() if day else "")),
        agreements=tuple(find_agreements(release, plain)),
        facts=tuple(sorted(facts, key=lambda fact: (fact.start, fact.end, fact.kind, fact.value))),
        problems=release.problems,
    )

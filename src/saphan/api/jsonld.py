"""Forums and organisations in the words of schema.org, for search engines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from saphan.record.directory.models import Listing, Organisation
from saphan.record.forum.models import DayMode, Forum

CONTEXT = "https://schema.org"
ATTENDANCE = {
    DayMode.FACE_TO_FACE: "OfflineEventAttendanceMode",
    DayMode.ONLINE: "OnlineEventAttendanceMode",
    DayMode.BOTH: "MixedEventAttendanceMode",
}


def event_of(forum: Forum, url: str) -> dict[str, Any] | None:
    """A forum as an Event; None where it has no days yet, or is not open to everybody."""
    days = list(forum.days.all())
    if not days or not forum.is_open:
        return None
    modes = {DayMode(day.mode) for day in days}
    mode = modes.pop() if len(modes) == 1 else DayMode.BOTH
    places: list[dict[str, Any]] = [
        {"@type": "Place", "name": city, "address": city}
        for city in dict.fromkeys(day.city for day in days if day.city)
    ]
    if mode != DayMode.FACE_TO_FACE:
        places.append({"@type": "VirtualLocation", "url": url})
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "BusinessEvent",
        "name": forum.title,
        "description": forum.about,
        "url": url,
        "startDate": days[0].date.isoformat(),
        "endDate": days[-1].date.isoformat(),
        "eventStatus": f"{CONTEXT}/EventScheduled",
        "eventAttendanceMode": f"{CONTEXT}/{ATTENDANCE[mode]}",
        "inLanguage": forum.languages,
        "location": places,
    }
    return {name: value for name, value in told.items() if value}


def organisation_of(
    organisation: Organisation, offers: Iterable[Listing], needs: Iterable[Listing], url: str
) -> dict[str, Any]:
    """An organisation with what it offers and needs; nothing of its people."""
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Organization",
        "name": organisation.name,
        "alternateName": organisation.name_en,
        "description": organisation.about,
        "url": organisation.website or url,
        "address": {
            "@type": "PostalAddress",
            "addressCountry": organisation.country,
            "addressLocality": organisation.city,
        },
        "makesOffer": [_listing("Offer", one) for one in offers],
        "seeks": [_listing("Demand", one) for one in needs],
    }
    return {name: value for name, value in told.items() if value}


def _listing(kind: str, listing: Listing) -> dict[str, Any]:
    return {"@type": kind, "name": listing.title, "description": listing.text}

"""Profiles from a forum's files."""

from __future__ import annotations

from collections import defaultdict

from saphan.engine.sheets.forum_sheets import ForumSheets

from ..problem import Listing, Profile


def profiles_from_sheets(sheets: ForumSheets) -> tuple[Profile, ...]:
    """The forum's organisations; a listing without a code has its organisation's."""
    isic = {organisation.id: organisation.isic for organisation in sheets.organisations}
    listings: dict[tuple[str, str], list[Listing]] = defaultdict(list)
    for row in sheets.listings:
        listings[row.organisation, row.side].append(
            Listing(
                row.id, row.title, row.text, row.isic or isic[row.organisation], row.cooperation
            )
        )
    return tuple(
        Profile(
            id=row.id,
            country=row.country,
            kind=row.kind,
            name=row.name,
            language=row.language,
            about=row.about,
            offers=tuple(listings[row.id, "offer"]),
            needs=tuple(listings[row.id, "need"]),
            languages=row.languages,
        )
        for row in sheets.organisations
    )

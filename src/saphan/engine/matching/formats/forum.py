"""Profiles from the files of a forum."""

from __future__ import annotations

from collections import defaultdict

from saphan.engine.sheets.forum_sheets import ForumSheets

from ..problem import Listing, Profile


def profiles_from_sheets(sheets: ForumSheets) -> tuple[Profile, ...]:
    """Make the profiles of a forum's organisations.

    Args:
        sheets: The forum's files.

    Returns:
        A profile an organisation, in the files' order. Its languages are those of its own row and,
        when the row names none, those of its delegates. A listing without activity codes has its
        organisation's. It can meet as many as its delegates together, where each has said or the
        forum has a most for all.
    """
    spoken: dict[str, dict[str, None]] = defaultdict(dict)
    for delegate in sheets.delegates:
        spoken[delegate.organisation].update(dict.fromkeys(delegate.languages))
    meetings = defaultdict(list)
    for delegate in sheets.delegates:
        said = [delegate.max_meetings, sheets.rules.max_meetings]
        meetings[delegate.organisation].append(
            min((n for n in said if n is not None), default=None)
        )
    codes = {row.id: row.isic for row in sheets.organisations}
    listings: dict[tuple[str, str], list[Listing]] = defaultdict(list)
    for row in sheets.listings:
        listings[row.organisation, row.side].append(
            Listing(
                row.id, row.title, row.text, row.isic or codes[row.organisation], row.cooperation
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
            languages=row.languages or tuple(spoken[row.id]),
            capacity=_capacity(meetings[row.id]),
        )
        for row in sheets.organisations
    )


def _capacity(meetings: list[int | None]) -> int | None:
    said = [count for count in meetings if count is not None]
    return sum(said) if said and len(said) == len(meetings) else None

"""What is to be matched: organisations with what they offer and what they need."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from saphan.engine.sheets.forum_sheets import Cooperation

COOPERATIONS: tuple[str, ...] = get_args(Cooperation)
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True)
class Listing:
    """One offer or one need.

    Attributes:
        id: Unique among all listings of a problem.
        title: What it is, in a line.
        text: What it is, at length; may be empty.
        isic: Activity codes, ISIC Rev. 4.
        cooperation: Kinds of cooperation it is open to; see `saphan.engine.matching.score`.
    """

    id: str
    title: str
    text: str = ""
    isic: tuple[str, ...] = ()
    cooperation: tuple[str, ...] = ()


@dataclass(frozen=True)
class Profile:
    """One organisation.

    Attributes:
        id: Unique among the profiles of a problem.
        country: ISO 3166-1 alpha-2.
        kind: `company`, `agency`, `university` or `association`.
        name: Name in its own language.
        language: Language of its texts, ISO 639-1.
        about: What it does.
        offers: What it can give.
        needs: What it looks for.
        languages: Languages its people speak; empty means its own language.
        capacity: How many partners it can meet; None when it has not said.
        wishes: Ids of organisations that it has asked to meet.
        exclusions: Ids of organisations that are not for it; they are not shown each other.
    """

    id: str
    country: str
    kind: str
    name: str
    language: str
    about: str = ""
    offers: tuple[Listing, ...] = ()
    needs: tuple[Listing, ...] = ()
    languages: tuple[str, ...] = ()
    capacity: int | None = None
    wishes: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()


@dataclass(frozen=True)
class MatchingProblem:
    """Organisations to be matched, and how.

    Attributes:
        profiles: The organisations, in any order: the order does not change the result.
        cross_border: Whether only pairs of two countries count.
        top: Most offers recommended for a need.

    Raises:
        ValueError: The profiles cannot be matched; the message lists every reason.
    """

    profiles: tuple[Profile, ...]
    cross_border: bool = True
    top: int = 10

    def __post_init__(self) -> None:
        object.__setattr__(self, "profiles", tuple(self.profiles))
        problems = list(_problems(self.profiles))
        if self.top < 1:
            problems.append(f"top is {self.top} and must be 1 or more")
        if problems:
            raise ValueError("; ".join(problems))


def _problems(profiles: tuple[Profile, ...]) -> Iterable[str]:
    yield from _repeated("organisation", (profile.id for profile in profiles))
    yield from _repeated("listing", (x.id for p in profiles for x in (*p.offers, *p.needs)))
    for profile in profiles:
        if not profile.id:
            yield "an organisation has an empty id"
        if not _COUNTRY.fullmatch(profile.country):
            yield f"{profile.id}: country {profile.country!r} is not two capital letters"
        if profile.capacity is not None and profile.capacity < 0:
            yield f"{profile.id}: capacity {profile.capacity} is below 0"
        for listing in (*profile.offers, *profile.needs):
            if not listing.id:
                yield f"{profile.id}: a listing has an empty id"
            for kind in listing.cooperation:
                if kind not in COOPERATIONS:
                    yield f"{profile.id}: listing {listing.id} has unknown cooperation {kind!r}"


def _repeated(what: str, ids: Iterable[str]) -> Iterable[str]:
    for name, times in sorted(Counter(ids).items()):
        if times > 1:
            yield f"{what} id {name!r} is used {times} times"

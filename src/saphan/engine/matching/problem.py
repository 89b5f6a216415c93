"""The problem: organisations with what they offer and need. Frozen, and valid once it exists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

FITTING: dict[str, frozenset[str]] = {
    # What is needed, and the kinds of offer that serve it. Who wants to sell is not served by
    # somebody who wants to sell.
    "purchase": frozenset({"sale", "distribution", "licensing", "outsourcing", "pilot"}),
    "sale": frozenset({"purchase", "distribution"}),
    "distribution": frozenset({"sale", "distribution", "licensing"}),
    "licensing": frozenset({"licensing", "sale"}),
    "outsourcing": frozenset({"outsourcing", "sale"}),
    "investment": frozenset({"investment", "joint_venture"}),
    "joint_venture": frozenset({"joint_venture", "investment", "research", "pilot"}),
    "research": frozenset({"research", "joint_venture", "pilot"}),
    "pilot": frozenset({"pilot", "research", "sale", "joint_venture"}),
    "training": frozenset({"training", "research", "information"}),
    "information": frozenset({"information", "training"}),
}


@dataclass(frozen=True)
class Listing:
    """One offer or one need.

    Attributes:
        id: Name of the listing, unique among all listings.
        title: What it is, in the organisation's language.
        text: The same at length.
        isic: ISIC Rev. 4 codes, two to four digits.
        cooperation: Kinds of cooperation, keys of `FITTING`.
    """

    id: str
    title: str
    text: str = ""
    isic: tuple[str, ...] = ()
    cooperation: tuple[str, ...] = ()


@dataclass(frozen=True)
class Profile:
    """An organisation as matching sees it.

    Attributes:
        id: Name of the organisation.
        country: ISO 3166 alpha-2.
        kind: company, agency, university or association.
        name: In its own language.
        language: Of its texts, ISO 639-1.
        about: What it does.
        offers: What it offers.
        needs: What it needs.
        languages: Spoken by its people, ISO 639-1.
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


@dataclass(frozen=True)
class MatchingProblem:
    """Organisations to be matched.

    Attributes:
        profiles: The organisations.
        cross_border: Only pairs of two countries.
        top: Most offers recommended a need.

    Raises:
        ValueError: An id stands twice, a kind of cooperation is unknown, or `top` is below 1.
    """

    profiles: tuple[Profile, ...]
    cross_border: bool = True
    top: int = 10

    def __post_init__(self) -> None:
        if self.top < 1:
            raise ValueError(f"top is {self.top}; expected 1 or more")
        _check_unique("organisation", (profile.id for profile in self.profiles))
        listings = [
            listing for profile in self.profiles for listing in (*profile.offers, *profile.needs)
        ]
        _check_unique("listing", (listing.id for listing in listings))
        for listing in listings:
            for kind in listing.cooperation:
                if kind not in FITTING:
                    raise ValueError(f"listing {listing.id!r} names the unknown kind {kind!r}")


def _check_unique(what: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            raise ValueError(f"{what} {name!r} stands twice")
        seen.add(name)

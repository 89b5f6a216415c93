"""Organisations by their name, in whichever script and spelling it is typed."""

from __future__ import annotations

from dataclasses import dataclass

from saphan.engine.language import SAME_NAME, names_alike

from ..models import Organisation, SearchEntry
from .question import understand

MOST = 6
_TELLING = 4  # words of a name, the rarest, by which candidates are found
_CANDIDATES = 200


@dataclass(frozen=True)
class Named:
    """An organisation whose name is like the one asked for.

    Attributes:
        organisation: The record.
        likeness: Of the likest of its names, from 0 to 1.
        score: The same and how much of what was typed stands in its names; orders the list.
    """

    organisation: Organisation
    likeness: float
    score: float

    @property
    def same(self) -> bool:
        """Whether the two names are more likely one name than not."""
        return self.likeness >= SAME_NAME


def organisations_named(
    *names: str, country: str = "", everyone: bool = False, most: int = MOST
) -> list[Named]:
    """Organisations that may be the one named.

    Args:
        names: The name, and the same in other scripts or languages; it may be only begun.
        country: Only of this country; empty for any.
        everyone: Whether those count too that take part in no forum, whom not everybody may see.
        most: How many at most.

    Returns:
        The likest first.
    """
    names = tuple(name for name in (one.strip() for one in names) if name)
    found: dict[int, float] = {}
    for name in names:
        for pk, share in _worded(name, country, everyone).items():
            found[pk] = max(share, found.get(pk, 0.0))
    named = []
    for organisation in Organisation.objects.filter(pk__in=found):
        own = [one for one in (organisation.name, organisation.name_en) if one]
        likeness = max(names_alike(asked, one) for asked in names for one in own)
        named.append(Named(organisation, likeness, likeness + found[organisation.pk]))
    named.sort(key=lambda one: (-one.score, one.organisation.name, one.organisation.pk))
    return named[:most]


def _worded(name: str, country: str, everyone: bool) -> dict[int, float]:
    """How much of the name, by the weight of its words, stands in names of organisations."""
    units = [one for one in understand(name).units if one.ids and not one.concept]
    if not units:
        return {}
    entries = SearchEntry.objects.filter(listing=None)
    if not everyone:
        entries = entries.exclude(forums=[])
    if country:
        entries = entries.filter(country=country)
    telling = {id_ for unit in units[:_TELLING] for id_ in unit.ids}
    whole = sum(unit.weight for unit in units)
    shares: dict[int, float] = {}
    rows = entries.filter(terms__overlap=sorted(telling), title__overlap=sorted(telling))
    for organisation, title in rows.values_list("organisation_id", "title")[:_CANDIDATES]:
        here = set(title)
        told = sum(
            unit.weight * max((unit.ids[id_] for id_ in here & unit.ids.keys()), default=0.0)
            for unit in units
        )
        shares[organisation] = told / whole
    return shares

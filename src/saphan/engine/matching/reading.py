"""What is read from listings before they are compared: words, concepts, codes, a vector."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from saphan.engine.language import code_path, concepts, embed, terms_and_concepts

from .problem import Listing, Profile

Bytes = np.ndarray[Any, np.dtype[np.int8]]

BLOCK = 1024
"""Listings read at once. It never depends on how the work is shared, so that results do not."""

SCALE = 127
"""A vector's numbers are kept as whole numbers of this part, so that products are exact."""

_TITLE = 2  # a word of the title counts twice
_ABOUT = 0.4  # what an organisation says of itself, beside what it says of a listing
_WORD = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True)
class Readings:
    """What was read of some listings, in their order.

    Attributes:
        terms: Terms and how often.
        concepts: Matched words by concept.
        codes: Activity codes: its own, or else those of its concepts.
        vectors: Meaning, n by d whole numbers from -127 to 127; zeros for a text without words.
    """

    terms: tuple[Counter[str], ...]
    concepts: tuple[dict[str, tuple[str, ...]], ...]
    codes: tuple[tuple[str, ...], ...]
    vectors: Bytes


def read(
    listings: Sequence[Listing], abouts: Sequence[str] = (), model: str | None = None
) -> Readings:
    """Read listings.

    Args:
        listings: Some listings.
        abouts: What the organisation of each does, which a terse listing leaves out: it counts
            for the meaning, a little; empty for none.
        model: The model of meaning, as `saphan.engine.language.embedder` takes it.

    Returns:
        What was read of each.
    """
    counted, named, codes = [], [], []
    for listing in listings:
        title, found = terms_and_concepts(listing.title)
        text, more = terms_and_concepts(listing.text)
        counted.append(Counter(title * _TITLE + text))
        for concept, words in more.items():
            found[concept] = tuple(dict.fromkeys((*found.get(concept, ()), *words)))
        named.append(found)
        implied = (concepts()[concept].isic for concept in found)
        valid = tuple(code for code in listing.isic if code_path(code))
        codes.append(valid or tuple(dict.fromkeys(code for code in implied if code)))
    texts = [f"{listing.title}\n{listing.text}".strip() for listing in listings]
    return Readings(tuple(counted), tuple(named), tuple(codes), _vectors(texts, abouts, model))


def _vectors(texts: Sequence[str], abouts: Sequence[str], model: str | None) -> Bytes:
    vectors = embed(texts, model)
    distinct = [about for about in dict.fromkeys(abouts) if _WORD.search(about)]
    if distinct:
        place = {about: index for index, about in enumerate(distinct)}
        known = embed(distinct, model)
        for row, about in enumerate(abouts):
            if about in place:
                vectors[row] += _ABOUT * known[place[about]]
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    whole = np.rint(vectors * SCALE).astype(np.int8)
    whole[[not _WORD.search(text) for text in texts]] = 0
    return whole


def joined(readings: Iterable[Readings]) -> Readings:
    """Several readings as one."""
    parts = list(readings)
    if not parts:
        return Readings((), (), (), np.empty((0, 0), np.int8))
    return Readings(
        tuple(x for part in parts for x in part.terms),
        tuple(x for part in parts for x in part.concepts),
        tuple(x for part in parts for x in part.codes),
        np.concatenate([part.vectors for part in parts]),
    )


@dataclass(frozen=True)
class Side:
    """All needs, or all offers, of a problem.

    Attributes:
        listings: In order of id.
        owners: The organisation of each.
        readings: What was read of each.
    """

    listings: tuple[Listing, ...]
    owners: tuple[Profile, ...]
    readings: Readings


def ordered(profiles: Iterable[Profile], side: str) -> tuple[list[Listing], list[Profile]]:
    """The `offers` or `needs` of profiles in order of id, and the owner of each."""
    pairs = [(listing, profile) for profile in profiles for listing in getattr(profile, side)]
    pairs.sort(key=lambda pair: pair[0].id)
    return [listing for listing, _ in pairs], [profile for _, profile in pairs]

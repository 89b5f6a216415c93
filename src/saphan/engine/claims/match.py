"""Messages answered: which claims each may repeat, how likely, and by what words."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from saphan.engine.language import embed as embed_texts

from .index import Embed, Floats, Index
from .likeness import Model, contradicted, features, model
from .problem import ClaimsProblem, Id, Message
from .reading import Reading, pieces, read
from .result import Answer, Answered, Candidate, ClaimsResult
from .side_by_side import Result, side_by_side

AT_ONCE = 512
"""Pieces of messages compared at once."""
CLAIMS_AT_ONCE = 4_000
"""Claims that one of several processes reads at once."""
SHARE = 512
"""Messages that one of several processes takes at once."""
Told = tuple[Answered, tuple[Candidate, ...]]
_DIGITS = 4


@dataclass
class _Waiting:
    """Messages read and not yet answered."""

    texts: list[str] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)

    def add(self, text: str) -> None:
        own = pieces(text)
        self.owners += [len(self.texts)] * len(own)
        self.readings += own
        self.texts.append(text)


class Matcher:
    """Claims ready to be compared with messages.

    Args:
        ids: The claims' ids.
        texts: Their texts.
        embed: Gives vectors of meaning; by default `saphan.engine.language.embed`.
        weights: The model; by default the one that the package ships.
        processes: How many read the claims side by side when there are many, as `answers` takes it.
    """

    def __init__(
        self,
        ids: Sequence[Id],
        texts: Sequence[str],
        embed: Embed = embed_texts,
        weights: Model | None = None,
        processes: int = 1,
    ) -> None:
        self._ids = list(ids)
        self._model = weights or model()
        readings: list[Reading] = []
        vectors: list[Floats] = []
        parts = [(texts[at : at + CLAIMS_AT_ONCE], embed) for at in _starts(texts, CLAIMS_AT_ONCE)]
        for own, meant in _shared(_read, parts, processes):
            readings += own
            vectors.append(meant)
        self.index = Index(readings, embed, np.concatenate(vectors) if vectors else None)

    def answers(
        self, messages: Sequence[Message], top: int = 10, processes: int = 1
    ) -> Iterator[Answer]:
        """Answer messages, in their order.

        A text that stands more than once is compared once.

        Args:
            messages: The messages.
            top: Most claims named for a message.
            processes: How many work side by side when there are many messages, where the system
                can share memory between them (Linux).
        """
        texts = list(dict.fromkeys(message.text for message in messages))
        known: dict[str, Told] = {}
        ready = iter(messages)
        waiting = next(ready, None)
        for batch in self._batches(texts, top, processes):
            known.update(batch)
            while waiting is not None and waiting.text in known:
                yield Answer(waiting.id, *known[waiting.text])
                waiting = next(ready, None)

    def _batches(self, texts: Sequence[str], top: int, processes: int) -> Iterator[dict[str, Told]]:
        parts = [(texts[at : at + SHARE], top) for at in _starts(texts, SHARE)]
        yield from _shared(self.told, parts, processes)

    def told(self, texts: Sequence[str], top: int) -> dict[str, Told]:
        """What is said of texts, each of them another."""
        found: dict[str, Told] = {}
        waiting = _Waiting()
        for text in texts:
            waiting.add(text)
            if len(waiting.readings) >= AT_ONCE:
                found.update(self._compared(waiting, top))
                waiting = _Waiting()
        found.update(self._compared(waiting, top))
        return found

    def _compared(self, waiting: _Waiting, top: int) -> dict[str, Told]:
        asked = self.index.read(waiting.readings)
        rows, columns = self.index.candidates(asked)
        pairs = features(self.index, asked, rows, columns, self._model)
        rows, columns = pairs.rows, pairs.columns
        against = contradicted(pairs.told)
        likely = self._model.probabilities(pairs)
        owners = np.array(waiting.owners, np.int64)[rows]
        found: dict[str, Told] = {}
        order = np.lexsort((columns, -likely, owners))
        starts = np.searchsorted(owners[order], np.arange(len(waiting.texts) + 1))
        for at, text in enumerate(waiting.texts):
            named: dict[int, Candidate] = {}
            own = order[starts[at] : starts[at + 1]]
            for pair in own.tolist():
                if len(named) == top:
                    break
                column = int(columns[pair])
                if column not in named:
                    named[column] = Candidate(
                        self._ids[column],
                        round(float(likely[pair]), _DIGITS),
                        _words(asked.readings[rows[pair]], self.index.claims.readings[column]),
                        bool(against[pair]),
                    )
            found[text] = (self._model.answer(likely[own], against[own]), tuple(named.values()))
        return found


def _starts(texts: Sequence[str], size: int) -> range:
    return range(0, len(texts), size)


def _read(texts: Sequence[str], embed: Embed) -> tuple[list[Reading], Floats]:
    readings = [read(text) for text in texts]
    return readings, embed([reading.text for reading in readings])


def _shared(
    function: Callable[..., Result], parts: Sequence[tuple[Any, ...]], processes: int
) -> Iterator[Result]:
    """Results of a function called with each part, side by side where that is worth it."""
    if processes > 1 and len(parts) > 1 and sys.platform == "linux":
        yield from side_by_side(function, parts, processes)
        return
    for part in parts:
        yield function(*part)


def match(problem: ClaimsProblem) -> ClaimsResult:
    """Tell for each message which checked claims it may repeat.

    Args:
        problem: The claims and the messages.

    Returns:
        An answer for each message, in their order.
    """
    matcher = Matcher(
        [claim.id for claim in problem.claims], [claim.text for claim in problem.claims]
    )
    return ClaimsResult(tuple(matcher.answers(problem.messages, problem.top)))


def _words(said: Reading, claim: Reading) -> tuple[str, ...]:
    """The words of a message that it shares with a claim, as they are or by what they name."""
    found = dict.fromkeys(
        said.surfaces.get(term, term) for term in said.terms if term in claim.surfaces
    )
    for concept, names in said.concepts.items():
        if concept in claim.concepts:
            found.update(dict.fromkeys(names))
    return tuple(found)

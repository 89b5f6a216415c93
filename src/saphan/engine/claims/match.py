"""Messages answered: which claims each may repeat, how likely, and by what words."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from saphan.engine.language import embed as embed_texts

from .index import Embed, Index
from .likeness import Model, contradicted, features, model
from .problem import ClaimsProblem, Id, Message
from .reading import Reading, pieces, read
from .result import Answer, Answered, Candidate, ClaimsResult
from .side_by_side import side_by_side

AT_ONCE = 256
"""Pieces of messages compared at once."""
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
    """

    def __init__(
        self,
        ids: Sequence[Id],
        texts: Sequence[str],
        embed: Embed = embed_texts,
        weights: Model | None = None,
    ) -> None:
        self._ids = list(ids)
        self._model = weights or model()
        self.index = Index([read(text) for text in texts], embed)

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
        parts = [texts[at : at + SHARE] for at in range(0, len(texts), SHARE)]
        if processes > 1 and len(parts) > 1 and sys.platform == "linux":
            yield from side_by_side(self.told, [(part, top) for part in parts], processes)
            return
        for part in parts:
            yield self.told(part, top)

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
    shared = {term: said.surfaces.get(term, term) for term in said.terms if term in claim.surfaces}
    found = dict.fromkeys(shared.values())
    for concept, names in said.concepts.items():
        if concept in claim.concepts:
            found.update(dict.fromkeys(names))
    return tuple(found)

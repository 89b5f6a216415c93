"""BM25 over texts written in Latin letters, so that names and loan words can meet.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), with the
usual k1 = 1.2 and b = 0.75. Words are transliterated and cut to their first letters, since the
spellings of one name drift apart towards the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from scipy import sparse

from saphan.engine.language import to_latin, words

K1, B, LETTERS = 1.2, 0.75, 6


@cache
def _latin(word: str) -> str:
    return to_latin(word).lower()[:LETTERS]


def _terms(text: str) -> Counter[str]:
    found = (_latin(token.term) for token in words(text).tokens if not token.stop)
    return Counter(term for term in found if term)


def similar(left: Sequence[str], right: Sequence[str]) -> np.ndarray[Any, Any]:
    """BM25 score of each query of `left` (row) for each document of `right` (column)."""
    documents = [_terms(text) for text in right]
    names = {term: i for i, term in enumerate(sorted({t for own in documents for t in own}))}
    frequency = Counter(term for own in documents for term in own)
    mean = sum(sum(own.values()) for own in documents) / len(documents)
    rows, columns, values = [], [], []
    for row, own in enumerate(documents):
        size = sum(own.values()) / mean
        for term, times in own.items():
            idf = np.log(1 + (len(right) - frequency[term] + 0.5) / (frequency[term] + 0.5))
            rows.append(row)
            columns.append(names[term])
            values.append(idf * times * (K1 + 1) / (times + K1 * (1 - B + B * size)))
    weights = sparse.csr_matrix((values, (rows, columns)), shape=(len(right), len(names)))
    asked = [[names[t] for t in _terms(text) if t in names] for text in left]
    queries = sparse.csr_matrix(
        (
            np.ones(sum(map(len, asked))),
            [term for own in asked for term in own],
            np.cumsum([0, *map(len, asked)]),
        ),
        shape=(len(left), len(names)),
    )
    found: np.ndarray[Any, Any] = (queries @ weights.T).toarray()
    return found

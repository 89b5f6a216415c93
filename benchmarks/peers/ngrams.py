"""The usual baseline of fuzzy text matching: TF-IDF of character n-grams, and their cosine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse

from saphan.engine.language import normalise

NGRAMS = (3, 4, 5)
_AT_ONCE = 256


def vectors(texts: Sequence[str]) -> Any:
    """Unit rows of tf-idf weighted n-grams (sublinear tf, smooth idf), a text a row."""
    names: dict[str, int] = {}
    pointers, columns, values = [0], [], []
    for text in texts:
        padded = f" {normalise(text)} "
        found = Counter(
            padded[i : i + n] for n in NGRAMS for i in range(max(0, len(padded) - n + 1))
        )
        columns += [names.setdefault(gram, len(names)) for gram in found]
        values += [1 + np.log(times) for times in found.values()]
        pointers.append(len(columns))
    matrix = sparse.csr_matrix((values, columns, pointers), shape=(len(texts), len(names) or 1))
    frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
    matrix = matrix.multiply(np.log((1 + len(texts)) / (1 + frequency)) + 1).tocsr()
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1))).ravel()
    norms[norms == 0] = 1
    return (sparse.diags(1 / norms) @ matrix).tocsr()


def best_by_ngrams(needs: Sequence[str], offers: Sequence[str], top: int) -> np.ndarray[Any, Any]:
    """The offers of highest cosine for each need, best first: `len(needs)` by `top` indices."""
    both = vectors([*needs, *offers])
    ours, theirs = both[: len(needs)], both[len(needs) :].T.tocsr()
    best = np.empty((len(needs), min(top, len(offers))), np.int64)
    for start in range(0, len(needs), _AT_ONCE):
        block = (ours[start : start + _AT_ONCE] @ theirs).toarray()
        best[start : start + _AT_ONCE] = np.argsort(-block, axis=1, kind="stable")[:, :top]
    return best


def similar(left: Sequence[str], right: Sequence[str]) -> np.ndarray[Any, Any]:
    """Cosine of each text of `left` (row) with each of `right` (column)."""
    both = vectors([*left, *right])
    found: np.ndarray[Any, Any] = (both[: len(left)] @ both[len(left) :].T).toarray()
    return found

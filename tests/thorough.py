"""How often a property is tried: often enough with each change, and very often now and then."""

from __future__ import annotations

import os

# `make test-thorough` sets it.
THOROUGH = "SAPHAN_THOROUGH" in os.environ
SHARE = 4


def examples(many: int) -> int:
    """How many examples a property is tried on whose examples take long.

    Args:
        many: How many in the thorough run.

    Returns:
        That many, or a part of them where the whole suite is to take minutes.
    """
    return many if THOROUGH else -(-many // SHARE)

"""Every write about the register, one function an intention."""

from .releases import (
    digest_of,
    save_release,
)

__all__ = [
    "digest_of",
    "save_release",
]

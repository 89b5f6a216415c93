"""Every write about a forum, one function an intention."""

from .forums import (
    make_organiser,
    save_forum,
)

__all__ = [
    "make_organiser",
    "save_forum",
]

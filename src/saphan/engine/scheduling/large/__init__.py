"""Forums too large for one exact model: a start by construction, then improvement by parts."""

from .solve import is_large, solve_large

__all__ = ["is_large", "solve_large"]

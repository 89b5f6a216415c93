"""What people fill in."""

from .reasons import ReasonForm

__all__ = ["ReasonForm"]

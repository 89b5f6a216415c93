"""Every write about what is kept of people."""

from .erasing import Gone, erase

__all__ = ["Gone", "erase"]

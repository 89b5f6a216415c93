"""Whom organisers can write to, and what came of it."""

from .letters import due, letters, progress, waiting
from .receivers import Receiver, language_of, receivers

__all__ = [
    "Receiver",
    "due",
    "language_of",
    "letters",
    "progress",
    "receivers",
    "waiting",
]

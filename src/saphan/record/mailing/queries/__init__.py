"""Whom organisers can write to, and what came of it."""

from .letters import deliveries_of, due, letters, progress, waiting
from .receivers import Receiver, language_of, receivers, unwilling, wants_news

__all__ = [
    "Receiver",
    "deliveries_of",
    "due",
    "language_of",
    "letters",
    "progress",
    "receivers",
    "unwilling",
    "waiting",
    "wants_news",
]

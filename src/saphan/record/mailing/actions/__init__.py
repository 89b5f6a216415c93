"""Every write about letters, one function an intention."""

from .sending import begin, claim, finish, note_failed, note_sent, send_again
from .writing import discard, new_letter, order, stop_letters_of, take_back, write

__all__ = [
    "begin",
    "claim",
    "discard",
    "finish",
    "new_letter",
    "note_failed",
    "note_sent",
    "order",
    "send_again",
    "stop_letters_of",
    "take_back",
    "write",
]

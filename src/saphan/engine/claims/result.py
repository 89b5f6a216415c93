"""What came out: an answer for each message, and the claims that it may repeat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .problem import Id

Answered = Literal["checked", "similar", "new"]


@dataclass(frozen=True)
class Candidate:
    """A claim that a message may repeat.

    Attributes:
        claim: Its id.
        probability: That the message repeats it, 0 to 1.
        words: The words of the message that it shares, in any language.
        against: Whether the message contradicts it: another number, a denial on one side.
    """

    claim: Id
    probability: float
    words: tuple[str, ...] = ()
    against: bool = False


@dataclass(frozen=True)
class Answer:
    """What is said of a message.

    Attributes:
        message: Its id.
        answer: `checked` when it repeats a checked claim, `similar` when it may, else `new`.
        claims: The claims it is likest to, best first.
    """

    message: Id
    answer: Answered
    claims: tuple[Candidate, ...]


@dataclass(frozen=True)
class ClaimsResult:
    """Answers in the order of the messages."""

    answers: tuple[Answer, ...]

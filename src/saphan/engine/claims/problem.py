"""What is to be compared: claims already checked, and messages that may repeat one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

Id = str | int


@dataclass(frozen=True)
class Claim:
    """A claim that was checked.

    Attributes:
        id: Unique among the claims.
        text: What is claimed, in a sentence or two.
        language: Language of the text, ISO 639-1; told from the text when empty.
        verdict: What the check found; any word, it is not looked at.
    """

    id: Id
    text: str
    language: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class Message:
    """What somebody wrote or passed on.

    Attributes:
        id: Unique among the messages.
        text: All of it; may be empty.
    """

    id: Id
    text: str


@dataclass(frozen=True)
class ClaimsProblem:
    """Messages to be compared with claims.

    Attributes:
        claims: The claims, in any order.
        messages: The messages, in the order in which they are answered.
        top: Most claims named for a message.

    Raises:
        ValueError: They cannot be compared; the message lists every reason.
    """

    claims: tuple[Claim, ...]
    messages: tuple[Message, ...]
    top: int = 10

    def __post_init__(self) -> None:
        object.__setattr__(self, "claims", tuple(self.claims))
        object.__setattr__(self, "messages", tuple(self.messages))
        problems = [
            *_repeated("claim", (claim.id for claim in self.claims)),
            *_repeated("message", (message.id for message in self.messages)),
            *(f"claim {claim.id} has no text" for claim in self.claims if not claim.text.strip()),
        ]
        if self.top < 1:
            problems.append(f"top is {self.top} and must be 1 or more")
        if problems:
            raise ValueError("; ".join(problems))


def _repeated(what: str, ids: Iterable[Id]) -> list[str]:
    times = Counter(str(name) for name in ids)
    return [f"{what} {name} stands {n} times" for name, n in times.items() if n > 1]

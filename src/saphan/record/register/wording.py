"""Finding the words of releases, on all cores: see `reading`."""

from __future__ import annotations

from dataclasses import dataclass

from saphan.engine.language import Placed, places

_LEAD = 600  # characters of a text below its title that its vector is made of


@dataclass(frozen=True)
class Text:
    """What the words of a release are found in: no more, since it goes to other processes."""

    pk: int
    title: str
    body: str

    @property
    def lead(self) -> str:
        """What its vector is made of."""
        return f"{self.title}. {self.body[:_LEAD]}"


@dataclass(frozen=True)
class Worded:
    """A release with its words, placed in title and text joined by a line end."""

    text: Text
    words: list[Placed]

    @property
    def in_title(self) -> set[str]:
        return {one.term for one in self.words if one.end <= len(self.text.title)}


def words_of(text: Text) -> Worded:
    """Find the words of a release and where they stand."""
    below = len(text.title) + 1
    body = (Placed(one.term, one.start + below, one.end + below) for one in places(text.body))
    return Worded(text, [*places(text.title), *body])


def size_of(text: Text) -> int:
    """How much there is to read."""
    return len(text.body)

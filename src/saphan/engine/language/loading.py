"""What is loaded at first use, loaded at once."""

from __future__ import annotations

from .concepts import terms_and_concepts
from .identify import identify
from .vectors import embed, model_name, unrelated


def load() -> None:
    """Load dictionaries, lexicon and model, so that nobody waits for it later.

    A server calls it before it answers, lest its first readers wait, each of them loading the
    same in a thread of their own.
    """
    text = "Cold storage · холодильный склад · ห้องเย็นสำหรับเก็บวัคซีน"
    for alone in (text, "Cold storage for vaccines", "холодильный склад для вакцин"):
        identify(alone)
    terms_and_concepts(text)
    embed([text])
    model_name()
    unrelated()

"""What the engine says, on a command line, in the language asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from gettext import translation
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from saphan.engine.scheduling import Reason
    from saphan.engine.scheduling.result import Sentence


class Language(StrEnum):
    """A language that people read."""

    THAI = "th"
    RUSSIAN = "ru"
    ENGLISH = "en"


def translator(language: Language) -> Callable[[str], str]:
    """The way from English into a language, by the catalogues of the site; it loads no Django."""
    if language is Language.ENGLISH:
        return str
    with as_file(files("saphan.web") / "locale") as folder:
        return translation("django", folder, [language.value]).gettext


def told(reason: Reason, language: Language) -> Iterator[str]:
    """The lines that tell a reason why there is no timetable.

    Args:
        reason: The reason.
        language: In which language.

    Returns:
        The reason, the rules behind it and the changes that would help, each further in.
    """
    from saphan.engine.scheduling.explain.sentences import TOGETHER, fill

    translate = translator(language)

    def say(said: Sentence) -> str:
        return fill(said.code, said.params, translate) or said.text

    yield say(reason)
    for one in reason.because:
        yield f"  · {say(one)}"
    if reason.help and reason.code not in TOGETHER:
        yield f"  {translate('Any one of these changes would remove this:')}"
    for one in reason.help:
        yield f"  + {say(one)}"

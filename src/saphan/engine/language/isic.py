"""The tree of economic activities, ISIC Rev. 4, with names in Thai, Russian and English."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

LANGUAGES = ("th", "ru", "en")
_SECTIONS = (  # first and last division of each section
    ("A", 1, 3), ("B", 5, 9), ("C", 10, 33), ("D", 35, 35), ("E", 36, 39), ("F", 41, 43),
    ("G", 45, 47), ("H", 49, 53), ("I", 55, 56), ("J", 58, 63), ("K", 64, 66), ("L", 68, 68),
    ("M", 69, 75), ("N", 77, 82), ("O", 84, 84), ("P", 85, 85), ("Q", 86, 88), ("R", 90, 93),
    ("S", 94, 96), ("T", 97, 98), ("U", 99, 99),
)  # fmt: skip
_NO_DIVISION = frozenset({4, 34, 40, 44, 48, 54, 57, 67, 76, 83, 89})


def code_path(code: str) -> tuple[str, ...]:
    """The way from the section down to a code.

    Args:
        code: A section letter, or two (division), three (group) or four (class) digits, also
            with its section or a dot: `J`, `62`, `6201`, `J6201`, `62.01`.

    Returns:
        `("J", "62", "620", "6201")`; empty for what is no code of ISIC Rev. 4's shape.
    """
    code = code.strip().upper().replace(".", "")
    letter = ""
    if code[:1].isalpha():
        letter, code = code[0], code[1:]
    if not code:
        return (letter,) if letter in {section for section, _, _ in _SECTIONS} else ()
    if not (code.isascii() and code.isdigit() and 2 <= len(code) <= 4):
        return ()
    division = int(code[:2])
    section = next((s for s, first, last in _SECTIONS if first <= division <= last), "")
    if not section or division in _NO_DIVISION or letter not in ("", section):
        return ()
    return (section, *(code[:digits] for digits in range(2, len(code) + 1)))


def shared_code_level(a: str, b: str) -> int:
    """How deep two activity codes share the tree.

    Args:
        a: A code as `code_path` takes it.
        b: Likewise.

    Returns:
        0 for nothing in common, 1 for the section, 2 the division, 3 the group, 4 the class.
    """
    level = 0
    for first, second in zip(code_path(a), code_path(b), strict=False):
        if first != second:
            break
        level += 1
    return level


def code_name(code: str, language: str = "en") -> str:
    """Name of a code, or of the nearest branch above it when the code is none of ISIC.

    Args:
        code: A code as `code_path` takes it.
        language: `th`, `ru` or `en`; any other gives English.

    Returns:
        The name; empty when the code is unknown.
    """
    for step in reversed(code_path(code)):
        if step in _names():
            names = _names()[step]
            return names.get(language, names["en"])
    return ""


def is_code(code: str) -> bool:
    """Whether a code without dots or section is one of ISIC Rev. 4."""
    return code in _names()


@cache
def classes_in(branch: str) -> tuple[str, ...]:
    """The classes of a division or group given by its digits; of all when it is empty."""
    return tuple(code for code in _names() if len(code) == 4 and code.startswith(branch))


@cache
def _names() -> dict[str, dict[str, str]]:
    text = (files(__package__) / "data" / "isic.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {code: dict(zip(LANGUAGES, names, strict=True)) for code, *names in rows}

"""Pages for paper, and pictures: a Typst template and the values it shows become a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from saphan.engine.language import with_breaks

FOLDER = Path(__file__).resolve().parent


def pdf(template: str, values: Mapping[str, Any]) -> bytes:
    """Set a template of this folder.

    Args:
        template: Its name, without `.typ`. It reads the values by
            `json(bytes(sys.inputs.values))`, and imports what `paper.typ` shares.
        values: JSON values. Thai gets places where a line may break, since Typst knows no
            dictionary of Thai words and would cut them anywhere.

    Returns:
        The PDF, with its fonts.
    """
    return _set(template, values, "pdf")


def png(template: str, values: Mapping[str, Any]) -> bytes:
    """Set a template of one page as a picture, of a pixel a point.

    Args:
        template: As of `pdf`.
        values: As of `pdf`.
    """
    return _set(template, values, "png")


def _set(template: str, values: Mapping[str, Any], kind: Literal["pdf", "png"]) -> bytes:
    told = json.dumps(_breakable(values), ensure_ascii=False)
    made = typst.compile(
        FOLDER / f"{template}.typ",
        root=FOLDER,
        font_paths=_fonts(),
        format=kind,
        ppi=72,
        sys_inputs={"values": told},
    )
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER / "fonts"]
    )


def _breakable(value: Any) -> Any:
    if isinstance(value, str):
        return with_breaks(value)
    if isinstance(value, Mapping):
        return {key: _breakable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_breakable(one) for one in value]
    return value

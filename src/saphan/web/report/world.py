"""A map of the world on which countries are coloured by a number, drawn on the server."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.template.loader import render_to_string

LEVELS = 5
"""Shades; each stands for as many times more as the one before it."""


@dataclass(frozen=True)
class WorldMap:
    """Countries with a number each.

    Attributes:
        values: By ISO 3166 alpha-2.
        name: What a country is called.
        address: Where a country with a number leads.
    """

    values: Mapping[str, int]
    name: Callable[[str], str]
    address: Callable[[str], str]

    def svg(self) -> str:
        """The drawing; a table beside it says the same, so it is hidden from screen readers."""
        world = outlines()
        most = max(self.values.values(), default=0)
        kinds = dict.fromkeys(world["shapes"], "shape")
        kinds |= {code: "dot" for code in world["dots"] if code in self.values}
        countries = [
            {
                "kind": kind,
                "at": world["shapes" if kind == "shape" else "dots"][code],
                "level": level(self.values.get(code, 0), most),
                "name": f"{self.name(code)}: {self.values[code]}" if code in self.values else "",
                "address": self.address(code) if code in self.values else "",
            }
            for code, kind in kinds.items()
        ]
        values = {"width": world["width"], "height": world["height"], "countries": countries}
        return render_to_string("report/world.svg", values).strip()


def level(value: int, most: int) -> int:
    """The shade of a value, from 0 for none to `LEVELS` for the most; equal steps of the ratio.

    Args:
        value: From 0 to `most`.
        most: The largest of all.
    """
    if value <= 0:
        return 0
    if value == most:
        return LEVELS
    shade = 1
    while shade < LEVELS and value**LEVELS > most**shade:
        shade += 1
    return shade


@cache
def outlines() -> dict[str, Any]:
    """Outlines of countries, and the middle of those too small for one; `scripts/world_map.py`."""
    text = (files(__package__) / "world.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded

"""Make the outlines of the world's countries that the register's map is drawn with.

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python scripts/world_map.py package

world-atlas (ISC) has the countries of Natural Earth (public domain) as TopoJSON. Countries too
small for the coarse outlines become dots in the middle of their finer ones. The projection is Equal
Earth (Šavrič, Patterson and Jenny, 2018), in which areas can be compared; Antarctica is left
out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

import pycountry

WIDTH = 960
TARGET = Path(__file__).parent.parent / "src/saphan/web/report/world.json"
LEFT_OUT = {"AQ"}
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_SCALE = WIDTH / 2 / 2.7066  # half of the equator's length in this projection
_TOP = 83.6  # degrees: the northernmost land
LEAST = 6  # an outline within so many square pixels is a dot

Point = tuple[int, int]


def main(folder: Path) -> None:
    coarse = dict(countries(folder / "countries-110m.json"))
    fine = dict(countries(folder / "countries-50m.json"))
    shapes, dots = {}, {}
    for code in sorted(coarse.keys() | fine.keys()):
        rings = [ring for ring in coarse.get(code, ()) if len(set(ring)) > 2]
        if rings and max(_area(ring) for ring in rings) >= LEAST:
            shapes[code] = "".join(path(ring) for ring in rings)
        else:
            dots[code] = _middle(max(fine.get(code) or coarse[code], key=_area))
    height = max(y for rings in coarse.values() for ring in rings for _x, y in ring) + 4
    world = {"width": WIDTH, "height": height, "shapes": shapes, "dots": dots}
    TARGET.write_text(json.dumps(world, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(shapes)} outlines, {len(dots)} dots, {TARGET.stat().st_size:,} bytes")


def countries(file: Path) -> Iterator[tuple[str, list[list[Point]]]]:
    """ISO 3166 alpha-2 and outer outlines of each country of a TopoJSON file, on the map."""
    topology = json.loads(file.read_text(encoding="utf-8"))
    arcs = [list(_unpacked(arc, topology["transform"])) for arc in topology["arcs"]]
    found: dict[str, list[list[Point]]] = {}
    for one in topology["objects"]["countries"]["geometries"]:
        known = pycountry.countries.get(numeric=one.get("id", ""))
        if known is None or known.alpha_2 in LEFT_OUT or not one.get("arcs"):
            continue  # not an own country of ISO 3166
        polygons = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
        found.setdefault(known.alpha_2, []).extend(
            _ring(ring, arcs) for polygon in polygons for ring in polygon
        )
    yield from found.items()


def _unpacked(arc: list[list[int]], transform: dict[str, Any]) -> Iterator[Point]:
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield project(x * sx + tx, y * sy + ty)


def project(longitude: float, latitude: float) -> Point:
    """A place on the map, in pixels."""
    x, y = _equal_earth(longitude, latitude)
    top = _equal_earth(0, _TOP)[1]
    return round(WIDTH / 2 + x * _SCALE), round((top - y) * _SCALE) + 4


def _equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    a1, a2, a3, a4 = _A
    t = asin(sqrt(3) / 2 * sin(radians(latitude)))
    t2, t6 = t * t, t**6
    slope = 9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1
    x = 2 * sqrt(3) * radians(longitude) * cos(t) / (3 * slope)
    return x, a4 * t6 * t2 * t + a3 * t6 * t + a2 * t2 * t + a1 * t


def _ring(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    points: list[Point] = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        for point in arc:
            if not points or point != points[-1]:
                points.append(point)
    return points


def _area(ring: list[Point]) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2


def _middle(ring: list[Point]) -> Point:
    return sum(x for x, _y in ring) // len(ring), sum(y for _x, y in ring) // len(ring)


def path(ring: list[Point]) -> str:
    """An outline as SVG draws it, each point told from the one before."""
    (x, y), *rest = ring
    steps = []
    for u, v in rest:
        steps.append(f"{u - x},{v - y}")
        x, y = u, v
    return f"M{ring[0][0]},{ring[0][1]}l{' '.join(steps)}z".replace(" -", "-").replace(",-", "-")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

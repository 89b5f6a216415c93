"""Organisations in JSON Lines in, matches in JSON Lines out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from saphan.engine.language import identify
from saphan.engine.sheets.forum_sheets import OrganisationKind
from saphan.engine.sheets.jsonl import LineReader, read_lines

from ..problem import COOPERATIONS, Listing, Profile
from ..result import MatchingResult

MAX_BYTES = 200_000_000
_KINDS = get_args(OrganisationKind)
_REQUIRED = ("id", "country")
_COUNTRY = re.compile(r"[A-Z]{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def read_organisations(path: Path) -> tuple[Profile, ...]:
    """Read organisations, one JSON object a line.

    Args:
        path: A UTF-8 file (a byte order mark is allowed). Each line has `id`, `country`, `kind`,
            `name`, `language`, `about`, `offers`, `needs`, `languages`, `capacity`, `wishes` and
            `exclusions`; a listing has `id`,
            `title`, `text`, `isic` and `cooperation`. Only the ids, `country` and `title` must be
            there; `name` is the id and `language` is told from the text when missing. Empty lines
            are skipped.

    Returns:
        The profiles in the file's order.

    Raises:
        UnusableFiles: Something is wrong; every problem names the file, line and field.
    """
    return read_lines(
        path,
        _LineReader,
        _LineReader.profile,
        most_bytes=MAX_BYTES,
        expected="an organisation a line",
    )


def write_matches(result: MatchingResult, path: Path) -> None:
    """Write matches, one JSON object a line with `need`, `offer`, `score`, `parts` and `why`."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(lines(result))


def lines(result: MatchingResult) -> Iterator[str]:
    """The lines that `write_matches` writes."""
    for match in result.matches:
        row = {
            "need": match.need,
            "offer": match.offer,
            "score": match.score,
            "parts": dict(match.parts),
            "why": dict(match.why),
        }
        yield json.dumps(row, ensure_ascii=False) + "\n"


class _LineReader(LineReader):
    """Reads an organisation."""

    def profile(self, row: dict[str, Any]) -> Profile | None:
        texts = {
            field: self._text(row, field, field, required=field in _REQUIRED)
            for field in ("id", "country", "kind", "name", "language", "about")
        }
        self._once("id", "organisation", texts["id"])
        for field, good, expected in (
            ("country", _COUNTRY.fullmatch(texts["country"]), "an ISO 3166 code such as TH"),
            ("kind", texts["kind"] in _KINDS, f"one of {', '.join(_KINDS)}"),
            ("language", _LANGUAGE.fullmatch(texts["language"]), "an ISO 639 code such as th"),
        ):
            if texts[field] and not good:
                self.wrong(f"unknown_{field}", field, texts[field], expected)
        languages = self._texts(row, "languages", "languages")
        wishes, exclusions = (self._texts(row, field, field) for field in ("wishes", "exclusions"))
        capacity = self._count(row, "capacity")
        offers = self._listings(row, "offers")
        needs = self._listings(row, "needs")
        if self.problems:
            return None
        texts["name"] = texts["name"] or texts["id"]
        texts["language"] = texts["language"] or identify(texts["about"] or texts["name"])
        return Profile(
            id=texts["id"],
            country=texts["country"],
            kind=texts["kind"],
            name=texts["name"],
            language=texts["language"],
            about=texts["about"],
            offers=offers,
            needs=needs,
            languages=languages,
            capacity=capacity,
            wishes=wishes,
            exclusions=exclusions,
        )

    def _listings(self, row: dict[str, Any], side: str) -> tuple[Listing, ...]:
        values = row.get(side)
        if values is None:
            return ()
        if not isinstance(values, list):
            self.wrong("not_a_list", side, values, "a list of listings")
            return ()
        found = []
        for index, value in enumerate(values):
            where = f"{side}[{index}]"
            if not isinstance(value, dict):
                self.wrong("not_an_object", where, value, "a JSON object")
                continue
            listing = Listing(
                id=self._text(value, "id", f"{where}.id", required=True),
                title=self._text(value, "title", f"{where}.title", required=True),
                text=self._text(value, "text", f"{where}.text"),
                isic=self._texts(value, "isic", f"{where}.isic"),
                cooperation=self._texts(value, "cooperation", f"{where}.cooperation"),
            )
            self._once(f"{where}.id", "listing", listing.id)
            for kind in listing.cooperation:
                if kind not in COOPERATIONS:
                    expected = f"some of {', '.join(COOPERATIONS)}"
                    self.wrong("unknown_cooperation", f"{where}.cooperation", kind, expected)
            found.append(listing)
        return tuple(found)

    def _text(self, row: dict[str, Any], field: str, where: str, *, required: bool = False) -> str:
        value = row.get(field)
        if value is None:
            if required:
                self.wrong("missing", where, None, "a text")
            return ""
        if not isinstance(value, str):
            self.wrong("not_a_text", where, value, "a text")
            return ""
        if required and not value.strip():
            self.wrong("empty", where, value, "a text that is not empty")
        return value.strip()

    def _count(self, row: dict[str, Any], field: str) -> int | None:
        value = row.get(field)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.wrong("not_a_count", field, value, "a whole number, 0 or more")
            return None
        return value

    def _texts(self, row: dict[str, Any], field: str, where: str) -> tuple[str, ...]:
        value = row.get(field)
        if value is None:
            return ()
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
            self.wrong("not_a_list", where, value, "a list of texts")
            return ()
        return tuple(item.strip() for item in values if item.strip())

    def _once(self, where: str, what: str, name: str) -> None:
        if name:
            self.once(where, name, f"{what} {name}")

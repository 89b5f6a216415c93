"""What training reads: aligned messages, the knowledge base, and needs and offers in other words.

- Messages: the gettext and JSON catalogues of the Debian packages `PACKAGES` and of Django, and the
  names of CLDR as Babel carries them. Free licences; only pairs of equal meaning are read.
- Knowledge base: `saphan.engine.language.concepts`, its names in three languages.
- Needs and offers: `training/text/*.tsv`, written for this; neighbours there are easily confused.

XQuAD, Tatoeba and `benchmarks/data` are for measuring and are not read.
"""

from __future__ import annotations

import gettext
import html
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from babel import Locale

from saphan.engine.language import concepts

PACKAGES = (
    "libreoffice-l10n-ru", "libreoffice-l10n-th", "mediawiki", "wordpress-l10n", "iso-codes"
)  # fmt: skip
LANGUAGES = ("th", "ru", "en")
_LETTERS = {"th": re.compile("[\u0e01-\u0e2e]"), "ru": re.compile("[а-яё]", re.IGNORECASE)}
_MARKS = re.compile(r"\$\d|%\(\w+\)[sd]|%\d?\$?[sdiu@]|[~_&]")
_LINKS = re.compile(r"\{\{(?:PLURAL|GENDER)[^}]*\}\}|\[\[[^\]]*\|([^\]]*)\]\]")
_LONGEST = 400
_TERRITORIAL = ("territories", "languages", "currencies", "scripts", "variants")

Row = tuple[str, str, str]
"""A text in Thai, Russian and English; empty where there is none."""


def messages(folder: Path) -> list[Row]:
    """Messages of catalogues, by their English text.

    Args:
        folder: Where packages are downloaded to and laid out.

    Returns:
        Rows with English and at least one of the other languages, in order of English.
    """
    found: dict[str, dict[str, str]] = {}
    for english, language, text in _pairs(folder):
        english, text = _plain(english), _plain(text)
        if _usable(english, language, text):
            found.setdefault(english, {}).setdefault(language, text)
    return [
        (own.get("th", ""), own.get("ru", ""), english) for english, own in sorted(found.items())
    ]


def names() -> dict[str, list[tuple[tuple[str, ...], ...]]]:
    """The names of the knowledge base in three languages, by the group of the concept."""
    found: dict[str, list[tuple[tuple[str, ...], ...]]] = {}
    for concept in concepts().values():
        if concept.isic:
            row = tuple(concept.words[language] for language in LANGUAGES)
            found.setdefault(concept.group, []).append(row)
    return found


def needs_and_offers(folder: Path = Path(__file__).parent / "text") -> list[list[Row]]:
    """Runs of neighbours that are easily confused, each a text in three languages.

    Raises:
        ValueError: A line has not four columns.
    """
    runs: list[list[Row]] = []
    last = ""
    for file in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            field, *texts = line.split("\t")
            if len(texts) != len(LANGUAGES):
                raise ValueError(f"{file.name}, line {number}: {len(texts) + 1} columns, not 4")
            if not runs or field != last or len(runs[-1]) == 4:
                runs.append([])
            runs[-1].append((texts[0], texts[1], texts[2]))
            last = field
    return runs


def _pairs(folder: Path) -> Iterator[tuple[str, str, str]]:
    roots = [_laid_out(package, folder) for package in PACKAGES]
    django = find_spec("django")
    assert django is not None
    assert django.origin is not None
    for root in [*roots, Path(django.origin).parent]:
        for language in ("th", "ru"):
            yield from _gettext(root, language)
            yield from _json(root, language)
    yield from _cldr()


def _laid_out(package: str, folder: Path) -> Path:
    target = folder / package
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        apt = shutil.which("apt-get")
        if apt is None:
            raise SystemExit(f"{package} is a Debian package: run this where apt-get is")
        subprocess.run([apt, "download", "--quiet", package], cwd=folder, check=True)
        archive = next(folder.glob(f"{package}_*.deb"))
        subprocess.run(["dpkg-deb", "-x", archive.name, package], cwd=folder, check=True)
    return target


def _gettext(root: Path, language: str) -> Iterator[tuple[str, str, str]]:
    for file in sorted(root.rglob("*.mo")):
        if language not in re.split(r"[/_.-]", "/".join(file.parts[-3:])):
            continue
        try:
            with file.open("rb") as stored:
                catalogue = gettext.GNUTranslations(stored)._catalog  # type: ignore[attr-defined]
        except (OSError, UnicodeDecodeError):
            continue
        for key, text in catalogue.items():
            english = (key[0] if isinstance(key, tuple) else key).split("\x04")[-1]
            # LibreOffice writes where a message stands before it.
            yield (
                english.split("|", 1)[-1] if "libreoffice" in str(root) else english,
                language,
                text,
            )


def _json(root: Path, language: str) -> Iterator[tuple[str, str, str]]:
    for file in sorted(root.rglob("en.json")):
        other = file.with_name(f"{language}.json")
        if not other.exists():
            continue
        english, texts = (json.loads(x.read_text(encoding="utf-8")) for x in (file, other))
        for key, message in english.items():
            if isinstance(message, str) and isinstance(texts.get(key), str):
                yield message, language, texts[key]


def _cldr() -> Iterator[tuple[str, str, str]]:
    english = Locale("en")
    for language in ("th", "ru"):
        locale = Locale(language)
        for kind in _TERRITORIAL:
            named = getattr(locale, kind)
            for code, name in getattr(english, kind).items():
                if code in named:
                    yield name, language, named[code]
        for zone, place in english.time_zones.items():
            city = place.get("city") or zone.split("/")[-1].replace("_", " ")
            yield city, language, locale.time_zones.get(zone, {}).get("city", "")


def _plain(text: str) -> str:
    text = html.unescape(re.sub(r"<[^<>]*>", " ", text))
    text = re.sub(r"[\[\]{}]", " ", _LINKS.sub(r"\1", text))
    return re.sub(r"\s+", " ", _MARKS.sub("", text)).strip()


def _usable(english: str, language: str, text: str) -> bool:
    return (
        3 <= len(english) <= _LONGEST
        and len(text) <= _LONGEST
        and english != text
        and bool(re.search("[A-Za-z]{3}", english))
        and bool(_LETTERS[language].search(text))
        and not any(letters.search(english) for letters in _LETTERS.values())
    )

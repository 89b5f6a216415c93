"""Collect the strings of the site into the catalogues, keeping what is translated.

Babel reads Python; Django turns its templates into Python first. No gettext tools are needed.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "saphan"
LANGUAGES = ("th", "ru", "en")
PLURALS = {
    "th": "nplurals=1; plural=0;",
    "en": "nplurals=2; plural=(n != 1);",
    "ru": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
        "(n%100<10 || n%100>=20) ? 1 : 2);"
    ),
}
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def collect() -> Catalog:
    """Every string of the source, with where it stands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saphan.settings")
    from django.utils.translation.template import templatize

    found = Catalog(project="Saphan", version="1", charset="utf-8")
    for path in sorted((*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"))):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            # To the reader of Python the indentation of a template would be a mistake.
            text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
        where = path.relative_to(ROOT).as_posix()
        lines = io.BytesIO(text.encode())
        for _line, message, comments, context in extract("python", lines, KEYWORDS):
            flags = ["python-format"] if "%(" in str(message) else []
            found.add(message, None, [(where, 0)], flags, auto_comments=comments, context=context)
    return found


def catalogue_path(language: str) -> Path:
    return SOURCE / "web" / "locale" / language / "LC_MESSAGES" / "django.po"


def main() -> None:
    template = collect()
    for language in LANGUAGES:
        path = catalogue_path(language)
        if path.exists():
            with path.open("rb") as file:
                catalogue = read_po(file, locale=language)
        else:
            catalogue = Catalog(locale=language, project="Saphan", version="1", charset="utf-8")
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue._plural_expr = None
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=100, omit_header=False, include_lineno=False)


if __name__ == "__main__":
    main()

"""Every string of the site stands in the catalogues, in Thai and Russian too."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def collected():
    spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts" / "messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.collect()


def catalogue(language: str):
    path = ROOT / f"src/saphan/web/locale/{language}/LC_MESSAGES/django.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def texts(value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


@pytest.mark.parametrize("language", ["th", "ru"])
def test_every_string_is_translated_with_its_placeholders(language):
    translated = catalogue(language)
    missing, broken = [], []
    for message in collected():
        if not message.id:
            continue
        found = translated.get(message.id, message.context)
        if found is None or not all(texts(found.string)) or found.fuzzy:
            missing.append(message.id)
            continue
        expected = set(PLACEHOLDER.findall(texts(message.id)[-1]))
        if any(set(PLACEHOLDER.findall(text)) != expected for text in texts(found.string)):
            broken.append(message.id)
    assert (missing, broken) == ([], [])

"""No page is forgotten, and none falls back to another language."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from tests.pages import LANGUAGES, NOT_PAGES, WALKS, address

pytestmark = pytest.mark.django_db
LETTERS = {
    "th": re.compile(r"[A-Za-zА-Яа-яЁё]{2,}"),
    "ru": re.compile(r"[A-Za-z\u0e01-\u0e4e]{2,}"),
    "en": re.compile(r"[А-Яа-яЁё\u0e01-\u0e4e]{2,}"),
}
# Names and addresses that are the same in every language.
EVERYWHERE = re.compile(
    r"\{(?:forum|meeting)\}|\S+@\S+|https?://\S+|\b(?:Saphan|ISIC|ISO|CSV|XLSX|PDF|JSON-LD|JSON|ZIP|QR|API|TOTP|Jitsi|ics|iCalendar"
    r"|PNG|JPEG|GIF|WebP|LINE|Telegram|UTC|OpenAPI|Atom|text|link|id|eml|csv|jsonl"
    r"|TH|RU|th|ru|en|BEAC|[A-Z]{3}(?= –|\s*\Z))\b"  # currencies by their code
)
SPOKEN = ("aria-label", "placeholder", "title", "alt", "hx-confirm")


@pytest.fixture(autouse=True)
def own_language():
    """The language of the last page is not that of the next test."""
    with translation.override("en"):
        yield


class Spoken(HTMLParser):
    """Everything on a page that is read or read out, but what is marked as another language."""

    EMPTY = frozenset(
        [
            "area",
            "base",
            "br",
            "col",
            "embed",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "source",
            "track",
            "wbr",
        ]
    )

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.texts: list[str] = []
        self.open: list[bool] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        other = given.get("lang", self.language) != self.language or tag in ("script", "style")
        silent = other or any(self.open)
        if not silent:
            self.texts += [given[name] for name in SPOKEN if given.get(name)]
        if tag not in self.EMPTY:
            self.open.append(other)

    def handle_endtag(self, tag):
        if tag not in self.EMPTY and self.open:
            self.open.pop()

    def handle_data(self, data):
        if not any(self.open):
            self.texts.append(data)


def names(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace is None:
                yield from names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


def test_every_address_is_walked_or_known_to_be_no_page():
    walked = {walk.url for walk in WALKS}
    assert set(names(get_resolver().url_patterns)) == walked | NOT_PAGES
    assert walked & NOT_PAGES == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_speaks_the_readers_language_alone(client, greek, language):
    forgotten = []
    for walk in WALKS:
        client.logout()
        if walk.reader:
            client.force_login(greek.users[walk.reader])
        client.cookies["django_language"] = language
        response = client.get(address(greek, walk, reverse))
        assert (walk.url, response.status_code) == (walk.url, 200)
        page = Spoken(language)
        page.feed(response.content.decode())
        for text in page.texts:
            if LETTERS[language].search(EVERYWHERE.sub("", text)):
                forgotten.append((walk.url, " ".join(text.split())))
    assert forgotten == []

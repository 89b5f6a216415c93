"""The picture that is shown where a claim's page is shared."""

from __future__ import annotations

import re
import struct
import unicodedata
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.core.cache import cache
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from tests.facts import claim_of, desk_of, member

from saphan.record.factcheck import actions
from saphan.record.factcheck.models import Claim, Verdict
from saphan.web.printing import FOLDER, png
from saphan.web.printing.glyphs import BREAK, is_drawable, may_break, without_boxes
from saphan.web.views.facts.cards import _values, shortened
from saphan.web.views.facts.made import allowed

TEXT = "น้ำมะนาวรักษาเบาหวาน"
WORDS = {"th": TEXT, "ru": "Лимонный сок лечит диабет", "en": "Lemon juice cures diabetes"}


@pytest.fixture
def claim(db):
    cache.clear()
    texts = {code: words for code, words in WORDS.items() if code != "th"}
    return claim_of(desk_of(), TEXT, language="th", key="c1", texts=texts, explanations=WORDS)


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


class Metas(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "meta" and (name := given.get("property") or given.get("name")):
            self.found[name] = given["content"]


@pytest.mark.parametrize("language", WORDS)
def test_a_page_names_its_picture_in_the_readers_language(client, claim, language):
    Claim.objects.update(explanations={language: "It does not. " * 60})
    client.cookies["django_language"] = language
    told = Metas(client.get("/facts/claims/c1/").content.decode()).found
    assert told["og:image"] == f"http://testserver/facts/claims/c1/{language}.png?v=1"
    assert told["og:title"].split(": ")[1] == WORDS[language]
    assert told["og:url"] == "http://testserver/facts/claims/c1/"
    assert (told["twitter:card"], told["og:type"]) == ("summary_large_image", "article")
    assert told["og:description"] == told["description"] == ("It does not. " * 60)[:299] + "…"
    picture = client.get(told["og:image"])
    assert picture["Content-Type"] == told["og:image:type"] == "image/png"
    told_size = (int(told["og:image:width"]), int(told["og:image:height"]))
    assert size_of(picture.content) == told_size == (1200, 630)


@pytest.mark.parametrize("verdict", Verdict.values)
def test_each_verdict_has_a_picture(client, claim, verdict):
    Claim.objects.update(verdict=verdict)
    pictures = {client.get(f"/facts/claims/c1/{language}.png").content for language in WORDS}
    assert len(pictures) == 3
    assert {size_of(one) for one in pictures} == {(1200, 630)}


def test_a_picture_tells_verdict_claim_desk_and_day(claim):
    told = _values(claim, "en")
    assert (told["verdict_name"], told["text"]) == ("false", WORDS["en"])
    assert told["desk"] == "Fact-check desk, Thailand"
    assert _values(claim, "ru")["text"] == WORDS["ru"]
    assert _values(claim, "th")["text"].replace(BREAK, "") == TEXT


def test_a_picture_changes_with_the_claim_and_is_kept_until_then(client, claim):
    address = "/facts/claims/c1/en.png"
    first = client.get(address)
    same = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    actions.write_claim(member(claim.desk), claim, {"verdict": "true"}, 1)
    assert client.get(address)["ETag"] == first["ETag"]  # nobody has published the change
    actions.publish(member(claim.desk, "editor"), claim)
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (changed.status_code, changed["ETag"] == first["ETag"]) == (200, False)
    assert "c1/en.png?v=2" in client.get("/facts/claims/c1/").content.decode()


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_what_is_not_published_has_no_picture(client, claim, state):
    Claim.objects.update(state=state)
    assert client.get("/facts/claims/c1/en.png").status_code == 404


def test_only_the_sites_languages_have_pictures(client, claim):
    statuses = [client.get(f"/facts/claims/{one}.png").status_code for one in ("c1/el", "c2/en")]
    assert statuses == [404, 404]


def test_many_new_pictures_at_once_have_to_wait(client, claim, rf):
    while allowed(rf.get("/")):
        pass
    assert client.get("/facts/claims/c1/en.png").status_code == 429


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("25 °C ™ \u202eso\u2060", "25 °C ™ so"),
        ("Banks close on Friday, they say", "Banks close on…"),
        ("Banks close 🏦 \n now", "Banks close now"),
        ("ไวรัสระบาดในกรุงเทพ", "ไวรัสระบาดใน…"),
        ("x" * 40, "x" * 20 + "…"),
    ],
)
def test_a_text_is_cut_between_words(text, shown):
    assert shortened(text, 20 if text[0] == "x" else 18).replace(BREAK, "") == shown


@given(st.text(max_size=400), st.integers(20, 230))
def test_no_text_is_longer_than_it_may_be(text, most):
    shown = shortened(text, most)
    assert len(shown.replace(BREAK, "")) <= most + 1
    assert max(map(len, shown.replace(BREAK, " ").split()), default=0) <= 31


@pytest.mark.parametrize(
    "text", ["#set page()", "\\ $x$ @a <b> *c* _d_", '"', "🏦", "مرحبا", "中文"]
)
def test_odd_texts_make_a_picture_too(client, claim, text):
    Claim.objects.update(text=text, texts={})
    assert size_of(client.get("/facts/claims/c1/en.png").content) == (1200, 630)


SCRIPTS = {
    "zh": "喝柠檬水可以治愈糖尿病",
    "zh-Hant": "喝檸檬水可以治癒糖尿病",
    "ja": "レモンジュースは糖尿病を治す",
    "ko": "레몬 주스가 당뇨병을 치료한다",
    "ar": "عصير الليمون يشفي السكري خلال 7 أيام",
    "he": "מיץ לימון מרפא סוכרת",
    "hi": "नींबू का रस मधुमेह को ठीक करता है",
    "bn": "লেবুর রস ডায়াবেটিস সারিয়ে তোলে",
    "ta": "எலுமிச்சை சாறு நீரிழிவு",
    "lo": "ນ້ຳໝາກນາວປິ່ນປົວພະຍາດເບົາຫວານ",
    "km": "ទឹកក្រូចឆ្មារព្យាបាលជំងឺទឹកនោមផ្អែម",
    "my": "သံပုရာရည်သည်ဆီးချိုရောဂါကို",
    "ka": "ლიმონის წვენი კურნავს დიაბეტს",
    "hy": "Կիտրոնի հյութը բուժում է",
    "el": "Ο χυμός λεμονιού",
}
ETHIOPIC = "ሎሚ ጭማቂ የስኳር በሽታን ይፈውሳል"


@pytest.mark.parametrize("language", SCRIPTS)
def test_many_scripts_are_drawn(language):
    assert is_drawable(SCRIPTS[language])


def test_what_cannot_be_drawn_is_told_in_another_language_or_left_to_the_page(claim):
    claim.text, claim.language, claim.texts = ETHIOPIC, "am", {"ti": ETHIOPIC, "ru": WORDS["ru"]}
    told = _values(claim, "en")
    assert (told["text"], told["written"]) == (WORDS["ru"], "ru")
    claim.texts = {"ti": ETHIOPIC}
    told = _values(claim, "en")
    assert (told["text"], told["written"]) == ("", "en")
    assert size_of(png("card", told)) == (1200, 630)


def test_the_fonts_of_the_papers_are_those_that_are_asked():
    """What `is_drawable` counts on is what the template names, and nothing is missing."""
    named = set(re.findall('"(Noto Sans[^"]*)"', (FOLDER / "paper.typ").read_text()))
    held = set()
    for path in (FOLDER / "fonts").glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            held.add(font["name"].getDebugName(1))
    assert named == held


@given(st.text(max_size=300))
def test_what_stays_of_a_text_has_no_boxes(text):
    shown = without_boxes(text)
    assert without_boxes(shown) == shown
    letters = [c for c in text if unicodedata.category(c)[0] in "LMN"]
    assert [c for c in shown if unicodedata.category(c)[0] in "LMN"] == letters
    assert is_drawable(shown) == is_drawable(text)


def test_endless_words_are_not_broken_within_a_letter():
    word = SCRIPTS["km"] * 8
    parts = shortened(word, 230).removesuffix("…").split(BREAK)
    assert len(parts) > 3
    assert all(may_break(one[-1], after[0]) for one, after in pairwise(parts))

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.engine.language import Span, identify, language_spans

MIXED = st.text(
    st.sampled_from("กาที่ำ๑ыяіжЫabcéüDZ .\n!/|–<>@1😀ש中\u200b\u202e\u0301"), max_size=60
) | st.text(max_size=40)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ระบบตรวจจับข่าวปลอม", "th"),
        ("ระบบ AI platform cloud", "th"),
        ("Система на базе AI и Big Data", "ru"),
        ("A platform for smart cities", "en"),
        ("ระบบตรวจจับข่าวปลอม и мониторинг дезинформации", "mul"),
        ("Київ – їжа і ґрунт", "uk"),
        ("Überprüfung für Bürger höhere Qualität", "de"),
        ("こんにちは世界", "und"),
        ("12345 😀", "und"),
        ("", "und"),
        ("<div class='x'>ข่าวปลอม</div>", "th"),
        ("שלום לכולם", "und"),
    ],
)
def test_identify(text: str, language: str) -> None:
    assert identify(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wir entwickeln Software für Banken und Versicherungen", "de"),
        ("Nous développons des logiciels pour les banques", "fr"),
        ("Programy do zarządzania bankiem i księgowością", "pl"),
        ("Ми розробляємо програмне забезпечення для банків", "uk"),
        ("Біз банктерге арналған бағдарламалық жасақтама әзірлейміз", "kk"),
        ("Ние разработваме софтуер за банки и застрахователи", "bg"),
    ],
)
def test_other_languages_of_the_same_scripts_are_not_ours(text: str, language: str) -> None:
    assert identify(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("IoT", "en"),
        ("Smart City", "en"),
        ("drones", "en"),
        ("Chaiwut Thanakamanusorn", "en"),
        ("SaaS CRM ERP API cloud", "en"),
        ("Облако", "ru"),
        ("да", "ru"),
        ("ООО «Ромашка»", "ru"),
        ("โดรน", "th"),
    ],
)
def test_a_short_text_is_ours_until_much_speaks_against_it(text: str, language: str) -> None:
    assert identify(text) == language


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "We make drones. Мы делаем дроны.\nเราผลิตโดรน",
            [("We make drones", "en"), ("Мы делаем дроны", "ru"), ("เราผลิตโดรน", "th")],
        ),
        ("บริษัท ABC Technology จำกัด", [("บริษัท ABC Technology จำกัด", "th")]),
        ("Smart city – умный город", [("Smart city", "en"), ("умный город", "ru")]),
        (
            "ข่าวปลอม: detection of fake news in social media",
            [("ข่าวปลอม", "th"), ("detection of fake news in social media", "en")],
        ),
        (
            "Wir entwickeln Software für Banken in Deutschland. "
            "We make software for banks and insurers.",
            [
                ("Wir entwickeln Software für Banken in Deutschland", "de"),
                ("We make software for banks and insurers", "en"),
            ],
        ),
        ("דרונים и дроны", [("דרונים", "und"), ("и дроны", "ru")]),
        ("12 😀", []),
    ],
)
def test_language_spans(text: str, parts: list[tuple[str, str]]) -> None:
    found = language_spans(text)
    assert [(text[span.start : span.end], span.language) for span in found] == parts


def test_the_offsets_are_those_of_the_original_text() -> None:
    assert language_spans("  <b>ที่</b> ") == (Span(5, 8, "th"),)


@settings(max_examples=60, deadline=None)
@given(MIXED)
def test_spans_of_any_text_lie_inside_it_in_order(text: str) -> None:
    identify(text)
    last = 0
    for span in language_spans(text):
        assert last <= span.start < span.end <= len(text)
        assert text[span.start].isalnum()
        last = span.end

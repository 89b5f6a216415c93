import pytest

from saphan.engine.language import identify


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ระบบตรวจจับข่าวปลอม", "th"),
        ("ระบบ AI platform cloud", "th"),
        ("Система на базе AI и Big Data", "ru"),
        ("A platform for smart cities", "en"),
        ("ระบบตรวจจับข่าวปลอม и мониторинг дезинформации", "mul"),
        ("Київ – їжа і ґрунт", "und"),
        ("Überprüfung für Bürger höhere Qualität", "und"),
        ("こんにちは世界", "und"),
        ("12345 😀", "und"),
        ("", "und"),
        ("<div class='x'>ข่าวปลอม</div>", "th"),
    ],
)
def test_identify(text: str, language: str) -> None:
    assert identify(text) == language

from collections.abc import Mapping

from saphan.engine.matching import Listing, MatchingProblem, Profile, match
from saphan.engine.matching.explain import Reasons


def why(need: Listing, offer: Listing, spoken: tuple[str, ...] = ()) -> Mapping[str, str]:
    needer = Profile("T", "TH", "company", "สะพาน", "th", needs=(need,), languages=spoken)
    giver = Profile("R", "RU", "company", "Мост", "ru", offers=(offer,), languages=spoken)
    return match(MatchingProblem((needer, giver))).matches[0].why


def test_reasons_are_given_in_three_languages() -> None:
    reasons = why(
        Listing("N", "ระบบตรวจจับข่าวปลอม", "", ("6201",), ("purchase",)),
        Listing("O", "Мониторинг дезинформации", "", ("6201",), ("sale",)),
        ("en",),
    )
    assert reasons == {
        "th": "สะพาน ต้องการ “ระบบตรวจจับข่าวปลอม” ส่วน Мост เสนอ “Мониторинг дезинформации” "
        "เรื่องที่ตรงกัน: การตรวจจับ (“ตรวจจับ” – “мониторинг”), "
        "การตรวจจับข่าวปลอม (“ข่าวปลอม” – “дезинформации”) "
        "กิจกรรมทางเศรษฐกิจเดียวกัน: การเขียนโปรแกรมคอมพิวเตอร์ (ISIC 6201) "
        "รูปแบบความร่วมมือที่เข้ากัน: การซื้อ กับ การขาย ใช้ภาษาเดียวกันได้: อังกฤษ",
        "ru": "สะพาน ищет «ระบบตรวจจับข่าวปลอม», а Мост предлагает «Мониторинг дезинформации». "
        "Общая тема: мониторинг (“ตรวจจับ” – “мониторинг”), "
        "выявление дезинформации (“ข่าวปลอม” – “дезинформации”). "
        "Одна сфера деятельности: Компьютерное программирование (ISIC 6201). "
        "Формы сотрудничества подходят друг другу: закупка и продажа. Общий язык: английский.",
        "en": "สะพาน needs “ระบบตรวจจับข่าวปลอม” and Мост offers “Мониторинг дезинформации”. "
        "Both are about: monitoring (“ตรวจจับ” – “мониторинг”), "
        "fake news detection (“ข่าวปลอม” – “дезинформации”). "
        "The same field of activity: Computer programming (ISIC 6201). "
        "The kinds of cooperation fit: purchase and sale. A language in common: English.",
    }


def test_words_are_named_where_no_concept_is_shared() -> None:
    reasons = why(Listing("N", "ระบบ Zulu"), Listing("O", "Система Zulu"))
    assert reasons["en"] == (
        "สะพาน needs “ระบบ Zulu” and Мост offers “Система Zulu”. "
        "Words in common: zulu. An interpreter is needed."
    )


def test_reasons_are_given_sentence_by_sentence_too() -> None:
    reasons = why(Listing("N", "Мониторинг"), Listing("O", "Мониторинг"), ("th",))
    assert isinstance(reasons, Reasons)
    said = reasons.sentences()
    assert list(said["en"]) == ["pair", "concepts", "codes", "languages"]
    assert {language: " ".join(own.values()) for language, own in said.items()} == dict(reasons)

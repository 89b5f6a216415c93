"""Why a need and an offer are brought together, said in Thai, Russian and English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from saphan.engine.language import code_name, code_path, concepts, shared_code_level

from .problem import Listing
from .reading import Side
from .score import FITS, LIKE, cooperation_fit, spoken

LANGUAGES = ("th", "ru", "en")
_MOST_CONCEPTS = 3
_MOST_WORDS = 5
_LONGEST_WORD = 40
_LIKELY = 0.5  # a pair that would rather agree than not

_SENTENCES = {
    "pair": {
        "th": "{needer} ต้องการ “{need}” ส่วน {giver} เสนอ “{offer}”",
        "ru": "{needer} ищет «{need}», а {giver} предлагает «{offer}».",
        "en": "{needer} needs “{need}” and {giver} offers “{offer}”.",
    },
    "concepts": {
        "th": "เรื่องที่ตรงกัน: {names}",
        "ru": "Общая тема: {names}.",
        "en": "Both are about: {names}.",
    },
    "words": {
        "th": "คำที่ตรงกัน: {names}",
        "ru": "Общие слова: {names}.",
        "en": "Words in common: {names}.",
    },
    "codes": {
        "th": "กิจกรรมทางเศรษฐกิจเดียวกัน: {names} (ISIC {code})",
        "ru": "Одна сфера деятельности: {names} (ISIC {code}).",
        "en": "The same field of activity: {names} (ISIC {code}).",
    },
    "cooperation": {
        "th": "รูปแบบความร่วมมือที่เข้ากัน: {wanted} กับ {given}",
        "ru": "Формы сотрудничества подходят друг другу: {wanted} и {given}.",
        "en": "The kinds of cooperation fit: {wanted} and {given}.",
    },
    "same_cooperation": {
        "th": "ทั้งสองฝ่ายสนใจ{wanted}",
        "ru": "Обе стороны заинтересованы в одном: {wanted}.",
        "en": "Both are interested in {wanted}.",
    },
    "languages": {
        "th": "ใช้ภาษาเดียวกันได้: {names}",
        "ru": "Общий язык: {names}.",
        "en": "A language in common: {names}.",
    },
    "meaning": {
        "th": "เนื้อหาใกล้เคียงกัน แม้ใช้คำต่างกัน",
        "ru": "Смысл близок, хотя слова разные.",
        "en": "They mean much the same in different words.",
    },
    "related": {
        "th": "อยู่ในแวดวงใกล้เคียงกัน",
        "ru": "Близкие области.",
        "en": "Their fields lie near each other.",
    },
    "mutual": {
        "th": "ในทางกลับกันก็เหมาะสมกันด้วย",
        "ru": "Интерес может быть взаимным: подходят и встречные запросы.",
        "en": "They fit the other way round as well.",
    },
    "wish": {
        "th": "ทั้งสองฝ่ายขอพบกัน",
        "ru": "Обе стороны просили о встрече.",
        "en": "Both have asked to meet.",
    },
    "one_wish": {
        "th": "ฝ่ายหนึ่งขอพบอีกฝ่ายแล้ว",
        "ru": "Одна из сторон уже просила о встрече.",
        "en": "One of them has asked to meet.",
    },
    "interpreter": {
        "th": "ต้องมีล่าม",
        "ru": "Понадобится переводчик.",
        "en": "An interpreter is needed.",
    },
}
_COOPERATION = {
    "sale": ("การขาย", "продажа", "sale"),
    "purchase": ("การซื้อ", "закупка", "purchase"),
    "distribution": ("การจัดจำหน่าย", "дистрибуция", "distribution"),
    "joint_venture": ("การร่วมทุน", "совместное предприятие", "a joint venture"),
    "investment": ("การลงทุน", "инвестиции", "investment"),
    "licensing": ("การให้สิทธิใช้งาน", "лицензирование", "licensing"),
    "research": ("การวิจัยร่วม", "совместные исследования", "joint research"),
    "training": ("การฝึกอบรม", "обучение", "training"),
    "pilot": ("โครงการนำร่อง", "пилотный проект", "a pilot project"),
    "outsourcing": ("การจ้างงานภายนอก", "аутсорсинг", "outsourcing"),
    "information": ("การแลกเปลี่ยนข้อมูล", "обмен информацией", "exchange of information"),
}
_SPOKEN = {
    "th": ("ไทย", "тайский", "Thai"),
    "ru": ("รัสเซีย", "русский", "Russian"),
    "en": ("อังกฤษ", "английский", "English"),
    "zh": ("จีน", "китайский", "Chinese"),
    "fr": ("ฝรั่งเศส", "французский", "French"),
    "de": ("เยอรมัน", "немецкий", "German"),
}


class Reasons(Mapping[str, str]):
    """What `explain` says, put into words when it is asked for: of most pairs nobody asks.

    Args:
        needs: The needs.
        need: Index of the need.
        offers: The offers.
        offer: Index of the offer.
        parts: The parts of their score.
    """

    __slots__ = ("_of",)

    def __init__(
        self, needs: Side, need: int, offers: Side, offer: int, parts: Mapping[str, float]
    ) -> None:
        self._of = (needs, need, offers, offer, parts)

    def __getitem__(self, language: str) -> str:
        return explain(*self._of)[language]

    def __iter__(self) -> Iterator[str]:
        return iter(LANGUAGES)

    def __len__(self) -> int:
        return len(LANGUAGES)

    def sentences(self) -> dict[str, dict[str, str]]:
        """The sentences of each language by their kind, for who shows some of them only."""
        return sentences(*self._of)


def explain(
    needs: Side, need: int, offers: Side, offer: int, parts: Mapping[str, float]
) -> dict[str, str]:
    """Say why an offer is recommended for a need: `sentences`, as one text in each language."""
    said = sentences(needs, need, offers, offer, parts)
    return {language: " ".join(said[language].values()) for language in LANGUAGES}


def sentences(
    needs: Side, need: int, offers: Side, offer: int, parts: Mapping[str, float]
) -> dict[str, dict[str, str]]:
    """Say why an offer is recommended for a need, sentence by sentence.

    Args:
        needs: The needs.
        need: Index of the need in `needs`.
        offers: The offers.
        offer: Index of the offer in `offers`.
        parts: The parts of their score.

    Returns:
        A few sentences in each of `th`, `ru` and `en`, by kind and in the order in which they are
        said: who needs and offers what; the concepts that both name and by which words, or else
        the words they share, or that they mean alike; the activity and the kind of cooperation
        that fit; the language they can talk in; and whether they fit the other way round, or have
        asked for each other. Titles and names stay in their own language.
    """
    why: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}

    def say(sentence: str, **values: dict[str, str]) -> None:
        for language in LANGUAGES:
            words = {name: by_language[language] for name, by_language in values.items()}
            why[language][sentence] = _SENTENCES[sentence][language].format_map(words)

    say(
        "pair",
        needer=_everywhere(needs.owners[need].name),
        need=_everywhere(_title(needs.listings[need])),
        giver=_everywhere(offers.owners[offer].name),
        offer=_everywhere(_title(offers.listings[offer])),
    )
    needed, offered = needs.readings.concepts[need], offers.readings.concepts[offer]
    shared = [concept for concept in needed if concept in offered][:_MOST_CONCEPTS]
    words = sorted(needs.readings.terms[need].keys() & offers.readings.terms[offer].keys())
    if shared:
        lexicon = concepts()
        say(
            "concepts",
            names={
                language: ", ".join(
                    f"{lexicon[concept].name(language)} "
                    f"({_quoted(needed[concept][0])} – {_quoted(offered[concept][0])})"
                    for concept in shared
                )
                for language in LANGUAGES
            },
        )
    elif words:
        shown = [word for word in words if len(word) <= _LONGEST_WORD] or [words[0][:_LONGEST_WORD]]
        say("words", names=_everywhere(", ".join(shown[:_MOST_WORDS])))
    else:
        say("meaning" if parts["meaning"] >= LIKE else "related")
    code = _shared_code(needs.readings.codes[need], offers.readings.codes[offer])
    if code:
        say(
            "codes",
            names={language: code_name(code, language) for language in LANGUAGES},
            code=_everywhere(code),
        )
    wanted, given = _fitting(
        needs.listings[need].cooperation, offers.listings[offer].cooperation
    ) or ("", "")
    if wanted:
        say(
            "same_cooperation" if wanted == given else "cooperation",
            wanted=_in_three(_COOPERATION[wanted]),
            given=_in_three(_COOPERATION[given]),
        )
    common = sorted(set(spoken(needs.owners[need])) & set(spoken(offers.owners[offer])))
    if common:
        say(
            "languages",
            names={
                language: ", ".join(
                    _in_three(_SPOKEN.get(c, (c.upper(),) * 3))[language] for c in common
                )
                for language in LANGUAGES
            },
        )
    else:
        say("interpreter")
    if parts.get("mutual", 0.0) >= _LIKELY:
        say("mutual")
    if parts.get("wish", 0.0) > 0:
        say("wish" if parts["wish"] == 1 else "one_wish")
    return why


def _quoted(words: str) -> str:
    return f"“{words}”"


def _title(listing: Listing) -> str:
    return listing.title.strip().rstrip(".") or listing.text.strip()[:80]


def _everywhere(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, text)


def _in_three(names: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(LANGUAGES, names, strict=True))


def _shared_code(needed: tuple[str, ...], offered: tuple[str, ...]) -> str:
    """The deepest code above two lists of codes, from the division down; empty when none."""
    level, code = max(
        ((shared_code_level(a, b), a) for a in needed for b in offered), default=(0, "")
    )
    return code_path(code)[level - 1] if level >= 2 else ""


def _fitting(wanted: tuple[str, ...], given: tuple[str, ...]) -> tuple[str, str] | None:
    if not wanted or not given or cooperation_fit(wanted, given) == 0:
        return None
    # `max` keeps the first of equals: the order is the owners' own.
    return max(
        ((w, g) for w in wanted for g in given), key=lambda kinds: FITS[kinds[0]].get(kinds[1], 0.0)
    )

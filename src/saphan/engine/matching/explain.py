"""Why two should meet, in words of the reader's language."""

from __future__ import annotations

from saphan.engine.language import concepts, concepts_in, terms

from .problem import Listing

MOST_NAMED = 3

SENTENCES = {
    "th": "ความต้องการ “{need}” ตรงกับข้อเสนอ “{offer}”",
    "ru": "Потребность «{need}» отвечает предложению «{offer}»",
    "en": "The need “{need}” meets the offer “{offer}”",
}
SHARED = {
    "th": " เรื่องที่ตรงกัน: {names}",
    "ru": "; общее: {names}",
    "en": "; in common: {names}",
}
CODE = {
    "th": " กิจกรรมตามรหัส ISIC {codes} เหมือนกัน",
    "ru": "; общий вид деятельности по МСОК: {codes}",
    "en": "; same activity by ISIC: {codes}",
}


def explain(need: Listing, offer: Listing) -> dict[str, str]:
    """Say what brings a need and an offer together.

    Args:
        need: The need.
        offer: The offer.

    Returns:
        A sentence a language: shared concepts by their names there, else shared words, and the
        activity codes in common.
    """
    one, two = (f"{item.title}\n{item.text}" for item in (need, offer))
    shared = [key for key in concepts_in(one) if key in concepts_in(two)]
    words = [word for word in dict.fromkeys(terms(one)) if word in set(terms(two))]
    codes = sorted(set(need.isic) & set(offer.isic))
    why = {}
    for language, sentence in SENTENCES.items():
        names = [concepts()[key].name(language) for key in shared] or words
        text = sentence.format(need=need.title, offer=offer.title)
        if names:
            text += SHARED[language].format(names=", ".join(names[:MOST_NAMED]))
        if codes:
            text += CODE[language].format(codes=", ".join(codes[:MOST_NAMED]))
        why[language] = text
    return why

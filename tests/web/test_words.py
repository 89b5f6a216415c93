"""What the scheduler and the matching say is said in the reader's language."""

import pytest
from django.utils.translation import override

from saphan.engine.scheduling.explain.sentences import TEXTS, sentence
from saphan.record.meetings.models import MatchingRun
from saphan.web.views.words import learned_sentence, sentence_text, told_reasons

OVER_ASKED = {
    "code": "over_asked",
    "params": {"participant": "A", "meetings": 9, "slots": 7},
    "text": "A asks for 9 meetings and is free in 7 slots.",
}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A asks for 9 meetings and is free in 7 slots."),
        ("ru", "A: встреч — 9, свободных слотов — 7."),
        ("th", "A ขอนัดพบ 9 ครั้ง แต่ว่างเพียง 7 ช่วง"),
    ],
)
def test_a_reason_in_each_language(language, text):
    with override(language):
        assert sentence_text(OVER_ASKED) == text


@pytest.mark.parametrize("language", ["th", "ru"])
def test_no_sentence_is_left_in_english(language):
    params = {name: "1" for text in TEXTS.values() for name in _names(text)}
    with override(language):
        left = [
            code
            for code in TEXTS
            if sentence_text(vars(sentence(code, **params))) == sentence(code, **params).text
        ]
    assert left == []


def _names(text):
    return [part.split(")s")[0] for part in text.split("%(")[1:]]


def test_what_an_older_program_has_kept_is_shown_as_it_was_written():
    old = {
        "code": "full_slots",
        "params": {"meetings": 2, "slots": "1", "room": 1},
        "text": "2 meetings can only be in slots 1, with room for 1",
    }
    assert told_reasons([old]) == [
        {"text": old["text"], "because": [], "help": [], "together": False}
    ]


def test_the_changes_of_a_repair_have_to_come_together():
    change = vars(sentence("free_in", participant="A", slots=["2"], when=["2"]))
    repair = {**vars(sentence("repair", changes=1)), "because": [], "help": [change]}
    with override("ru"):
        assert told_reasons([repair]) == [
            {
                "text": "Если сделать все эти изменения, расписание возможно.",
                "because": [],
                "help": ["A: освободить также слоты 2."],
                "together": True,
            }
        ]


@pytest.mark.parametrize(
    ("language", "decisions", "answers", "text"),
    [
        ("en", 120, 130, "The order is learned from 120 answers."),
        ("en", 0, 0, "No answers yet: the order follows what is usual."),
        ("ru", 121, 121, "Порядок составлен по опыту: учтён 121 ответ."),
        ("ru", 0, 5, "5 ответов мало, чтобы учиться на них: порядок обычный."),
        ("th", 120, 120, "การเรียงลำดับเรียนรู้จากคำตอบ 120 รายการ"),
    ],
)
def test_from_what_the_order_comes(language, decisions, answers, text):
    with override(language):
        assert learned_sentence(MatchingRun(decisions=decisions, answers=answers)) == text


def test_before_any_matching_there_is_no_order():
    with override("en"):
        assert learned_sentence(None) == "No suggestions have been made yet."

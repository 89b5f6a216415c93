"""What the scheduler says, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from saphan.engine.scheduling.explain import TOGETHER, fill

GOALS = {
    "shortfall": gettext_lazy("missing of the meetings guaranteed"),
    "value": gettext_lazy("value of the meetings"),
    "breaks": gettext_lazy("breaks"),
    "fairness": gettext_lazy("difference of breaks"),
    "moves": gettext_lazy("moves between tables"),
    "change": pgettext_lazy("goal of a timetable", "changes"),
}


def goal_name(name: str) -> str:
    """What people call a goal."""
    return str(GOALS.get(name, name))


def sentence_text(sentence: dict[str, Any]) -> str:
    """What the scheduler says, in the reader's language; in English as it was written when the
    kind of sentence is unknown, as in a run that an older program made."""
    said = fill(sentence["code"], sentence["params"], gettext)
    return str(sentence["text"]) if said is None else said


def told_reasons(reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Reasons why there is no timetable, with the rules behind them and what would help.

    Args:
        reasons: As a run keeps them; older ones have neither `because` nor `help`.

    Returns:
        For each the `text`, `because` and `help` in the reader's language, and whether the
        changes of `help` have to come `together`.
    """
    return [
        {
            "text": sentence_text(reason),
            "because": [sentence_text(one) for one in reason.get("because", ())],
            "help": [sentence_text(one) for one in reason.get("help", ())],
            "together": reason["code"] in TOGETHER,
        }
        for reason in reasons
    ]

"""What the scheduler and the matching say, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy

from saphan.engine.scheduling.explain.sentences import TOGETHER, fill
from saphan.record.meetings.models import MatchingRun

GOALS = {
    "shortfall": gettext_lazy("missing of the meetings guaranteed"),
    "value": gettext_lazy("value of the meetings"),
    "breaks": gettext_lazy("breaks"),
    "fairness": gettext_lazy("difference of breaks"),
    "moves": gettext_lazy("moves between tables"),
    "change": pgettext_lazy("goal of a timetable", "changes"),
}

STAGES = {
    "learn": gettext_lazy("Learning from the answers"),
    "read": gettext_lazy("Reading offers and needs"),
    "compare": gettext_lazy("Comparing offers and needs"),
}


def stage_name(name: str) -> str:
    """What people call a stage of matching; empty for none."""
    return str(STAGES.get(name, name))


def learned_sentence(run: MatchingRun | None) -> str:
    """From what the order of the suggestions comes.

    Args:
        run: The renewal from which the suggestions come; None when there are none yet.
    """
    if run is None:
        return gettext("No suggestions have been made yet.")
    if run.decisions:
        return ngettext(
            "The order is learned from %(n)s answer.",
            "The order is learned from %(n)s answers.",
            run.decisions,
        ) % {"n": run.decisions}
    if run.answers:
        return ngettext(
            "%(n)s answer is not enough to learn from: the order follows what is usual.",
            "%(n)s answers do not tell enough to learn from: the order follows what is usual.",
            run.answers,
        ) % {"n": run.answers}
    return gettext("No answers yet: the order follows what is usual.")


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

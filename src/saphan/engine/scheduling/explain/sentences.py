"""What is said, in English and in a form that can be translated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from saphan.engine.scheduling.problem import Forum, Meeting
from saphan.engine.scheduling.result import Sentence

SHOWN = 12
"""Entries of a list that a sentence says; its parameters hold all."""


def gettext_noop(text: str) -> str:
    """Mark a text, so that it stands in the catalogues and is translated where it is shown."""
    return text


TEXTS = {
    # Reasons that are each a proof.
    "over_asked": gettext_noop(
        "%(participant)s asks for %(meetings)s meetings and is free in %(slots)s slots."
    ),
    "over_asked_long": gettext_noop(
        "The meetings of %(participant)s take %(needed)s slots, and %(participant)s is free in "
        "%(slots)s."
    ),
    "over_limit": gettext_noop(
        "%(participant)s has %(meetings)s meetings that must be held and agreed to at most "
        "%(limit)s."
    ),
    "group_over_asked": gettext_noop(
        "%(count)s meetings need one of %(participants)s, who together have time for %(room)s."
    ),
    "few_common_slots": gettext_noop(
        "%(participant)s asks for %(meetings)s meetings, and the others are free in only "
        "%(slots)s of the slots that suit."
    ),
    "confined": gettext_noop(
        "%(participant)s has %(count)s meetings that can only be in slots %(when)s: %(meetings)s."
    ),
    "fixed_clash": gettext_noop(
        "%(participant)s has %(meetings)s meetings fixed in slot %(slot)s."
    ),
    "few_places": gettext_noop(
        "%(meetings)s meetings must be held and all places together have room for %(room)s."
    ),
    "full_slots": gettext_noop(
        "%(count)s meetings can only be in slots %(when)s, with room for %(room)s."
    ),
    "full_tables": gettext_noop(
        "%(count)s meetings need a table and can only be in slots %(when)s, with tables for "
        "%(room)s."
    ),
    "full_rooms": gettext_noop(
        "%(count)s meetings need an online room and can only be in slots %(when)s, with rooms "
        "for %(room)s."
    ),
    "full_kept_tables": gettext_noop(
        "%(count)s meetings need a table that %(participants)s keep and can only be in slots "
        "%(when)s, with tables for %(room)s."
    ),
    "full_place": gettext_noop(
        "%(count)s meetings are to be at %(place)s and can only be in slots %(when)s, with room "
        "for %(room)s."
    ),
    "few_interpreters": gettext_noop(
        "%(meetings)s meetings need an interpreter for %(languages)s, and all who interpret "
        "so can serve %(hours)s."
    ),
    "full_interpreters": gettext_noop(
        "%(count)s meetings need an interpreter for %(languages)s and can only be in slots "
        "%(when)s, where all who interpret so can serve %(room)s."
    ),
    "precedence_cycle": gettext_noop(
        "Each of these meetings must come before the next, in a circle: %(meetings)s."
    ),
    "precedence_chain": gettext_noop(
        "These meetings must follow each other, and no slot that suits is left for the last: "
        "%(meetings)s."
    ),
    "too_many_breaks": gettext_noop(
        "%(participant)s cannot have fewer than %(breaks)s breaks, and has at most %(limit)s."
    ),
    "unfair_breaks": gettext_noop(
        "%(participant)s cannot have fewer than %(breaks)s breaks and %(other)s not more than "
        "%(most)s, and they may differ by at most %(limit)s."
    ),
    # Reasons why one meeting has no slot.
    "too_long": gettext_noop(
        "Meeting %(meeting)s takes %(length)s slots on end, and no session has them."
    ),
    "never_together": gettext_noop(
        "Meeting %(meeting)s: %(participants)s are never free at the same time."
    ),
    "fixed_outside": gettext_noop(
        "Meeting %(meeting)s is fixed in slot %(slot)s, in which it may not be."
    ),
    "fixed_away": gettext_noop(
        "Meeting %(meeting)s is fixed in slot %(slot)s, in which these are not free: "
        "%(participants)s."
    ),
    "outside_session": gettext_noop(
        "Meeting %(meeting)s: in the slots it may be in, %(participants)s are never free at the "
        "same time."
    ),
    "no_interpreter": gettext_noop(
        "Meeting %(meeting)s: %(participants)s share no language, and no interpreter serves them."
    ),
    "no_interpreter_then": gettext_noop(
        "Meeting %(meeting)s: when %(participants)s can meet, no interpreter who serves them is "
        "at work."
    ),
    "no_room": gettext_noop(
        "Meeting %(meeting)s: these take part online only, and in no slot that suits is there "
        "an online room: %(participants)s."
    ),
    "no_table": gettext_noop(
        "Meeting %(meeting)s: all are on the spot, and in no slot that suits is there a table "
        "for %(participants)s."
    ),
    "place_does_not_suit": gettext_noop(
        "Meeting %(meeting)s is to be at %(place)s, which suits it in no slot."
    ),
    "no_slot": gettext_noop(
        "Meeting %(meeting)s: in no slot are %(participants)s free with a place and, where "
        "needed, an interpreter."
    ),
    # What is found where counting shows nothing.
    "cannot_all_be_held": gettext_noop(
        "%(count)s meetings of %(people)s people cannot all be held as things are."
    ),
    "not_explained": gettext_noop(
        "It is proven that there is no timetable; why, was not found in the time given."
    ),
    # The whole problem.
    "repair": gettext_noop("With these changes together there is a timetable."),
    "repair_fewest": gettext_noop(
        "With these changes together, the fewest that will do, there is a timetable."
    ),
    "repair_unknown": gettext_noop(
        "What would make a timetable possible was not found in the time given."
    ),
    # The rules that cannot hold together.
    "must_be_held": gettext_noop("These meetings must be held: %(meetings)s."),
    "is_away": gettext_noop("%(participant)s is not free in slots %(when)s."),
    "only_in": gettext_noop("These meetings can only be in slots %(when)s: %(meetings)s."),
    "is_fixed": gettext_noop("Fixed in slot %(slot)s: %(meetings)s."),
    "comes_before": gettext_noop("Meeting %(before)s comes before meeting %(after)s."),
    "tables": gettext_noop("Tables in each of the slots %(when)s: %(room)s."),
    "rooms": gettext_noop("Online rooms in each of the slots %(when)s: %(room)s."),
    "hall_tables": gettext_noop("Tables in hall %(hall)s in each of the slots %(when)s: %(room)s."),
    "kept_tables": gettext_noop(
        "Tables that %(participants)s keep in each of the slots %(when)s: %(room)s."
    ),
    "agreed_to": gettext_noop("%(participant)s agreed to at most %(limit)s meetings."),
    "breaks_at_most": gettext_noop("%(participant)s can have at most %(limit)s breaks."),
    "fair_breaks": gettext_noop("The breaks of any two people differ by at most %(limit)s."),
    "only_online": gettext_noop("%(participant)s takes part online only."),
    "only_on_the_spot": gettext_noop("%(participant)s takes part on the spot only."),
    "interpret": gettext_noop(
        "For %(languages)s only these interpret in slots %(when)s: %(interpreters)s."
    ),
    "nobody_interprets": gettext_noop("Nobody interprets for %(languages)s in slots %(when)s."),
    "interpreter_absent": gettext_noop(
        "Interpreter %(interpreter)s is not at work in slots %(when)s."
    ),
    "interpreter_rests": gettext_noop(
        "Interpreter %(interpreter)s serves at most %(limit)s slots on end."
    ),
    "interpreter_agreed_to": gettext_noop(
        "Interpreter %(interpreter)s agreed to at most %(limit)s meetings."
    ),
    "served_by": gettext_noop("Meeting %(meeting)s is served by %(interpreter)s."),
    "stands_at": gettext_noop("Meeting %(meeting)s is at %(place)s."),
    "ways": gettext_noop("People need time to go from hall to hall."),
    # Changes that help.
    "let_go": gettext_noop("These meetings need not be held: %(meetings)s."),
    "free_in": gettext_noop("%(participant)s is free in slots %(when)s as well."),
    "allow_in": gettext_noop("Meeting %(meeting)s may be in slot %(slot)s as well."),
    "move_to": gettext_noop("Meeting %(meeting)s moves from slot %(slot)s to slot %(to)s."),
    "no_order": gettext_noop("Meeting %(before)s need not come before meeting %(after)s."),
    "more_tables": gettext_noop("More tables in slots %(more)s."),
    "more_rooms": gettext_noop("More online rooms in slots %(more)s."),
    "more_hall_tables": gettext_noop("More tables in hall %(hall)s in slots %(more)s."),
    "more_kept_tables": gettext_noop("More tables that %(participants)s keep in slots %(more)s."),
    "agree_to": gettext_noop("%(participant)s agrees to %(limit)s meetings."),
    "allow_breaks": gettext_noop("%(participant)s can have %(limit)s breaks."),
    "allow_difference": gettext_noop("The breaks of two people may differ by %(limit)s."),
    "join_online": gettext_noop("%(participant)s can take part online as well."),
    "join_on_the_spot": gettext_noop("%(participant)s can take part on the spot as well."),
    "find_interpreter": gettext_noop("More interpreters for %(languages)s in slots %(more)s."),
    "interpreter_at_work": gettext_noop(
        "Interpreter %(interpreter)s is at work in slots %(when)s as well."
    ),
    "longer_run": gettext_noop("Interpreter %(interpreter)s serves %(limit)s slots on end."),
    "interpreter_agrees_to": gettext_noop(
        "Interpreter %(interpreter)s agrees to %(limit)s meetings."
    ),
    "other_interpreter": gettext_noop("Another interpreter may serve meeting %(meeting)s."),
    "other_place": gettext_noop("Meeting %(meeting)s may be at another place."),
    "no_ways": gettext_noop("Nobody needs time to go from hall to hall."),
}
"""Every sentence by its code. Numbers stand where no word has to agree with them."""

TOGETHER = frozenset({"repair", "repair_fewest"})
"""Reasons whose `help` are changes that have to come together, not each by itself."""


def sentence(code: str, **params: object) -> Sentence:
    """A sentence with its English text."""
    return Sentence(code, params, fill(code, params) or "")


def fill(
    code: str, params: Mapping[str, object], translate: Callable[[str], str] = str
) -> str | None:
    """Say a sentence.

    Args:
        code: Which.
        params: What fills it.
        translate: From English into the reader's language.

    Returns:
        The sentence; None when the code is unknown or a parameter is missing, as in what an
        older program has written.
    """
    text = TEXTS.get(code)
    if text is None:
        return None
    try:
        return translate(text) % {name: _shown(value) for name, value in params.items()}
    except KeyError:
        return None


def _shown(value: object) -> object:
    if not isinstance(value, list):
        return value
    more = ["…"] if len(value) > SHOWN else []
    return ", ".join([*map(str, value[:SHOWN]), *more])


def when(forum: Forum, slots: Iterable[int]) -> dict[str, object]:
    """Parameters for slots: their names, and the same with three or more on end as a range."""
    numbers = sorted(set(slots))
    names = [slot.id for slot in forum.slots]
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1].append(number)
        else:
            ranges.append([number])
    said: list[str] = []
    for run in ranges:
        if len(run) > 2:
            said.append(f"{names[run[0]]} – {names[run[-1]]}")
        else:
            said.extend(names[number] for number in run)
    return {"slots": [names[number] for number in numbers], "when": said}


def who_meets(meeting: Meeting) -> str:
    """A meeting with those who meet: `M1 (a, b/c)`."""
    sides = [*meeting.participants, *("/".join(group) for group in meeting.any_of)]
    return f"{meeting.id} ({', '.join(sides)})"

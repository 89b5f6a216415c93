"""What stands in the way of a meeting in a slot and at a place, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "begun": _("The meeting has begun."),
    "past": _("That time has begun."),
    "long": _("The session is too short for it."),
    "fixed_time": _("It is fixed to another time."),
    "fixed_place": _("It is fixed to another place."),
    "absent": _("%(who)s takes no part on that day."),
    "away": _("%(who)s is not available then."),
    "gone": _("%(who)s is missing then, as was reported."),
    "lost": _("%(place)s is lost then, as was reported."),
    "duty": _("%(who)s is expected at “%(title)s” then."),
    "busy": _("%(who)s meets %(others)s then."),
    "unused": _("%(place)s is not in use on that day."),
    "taken": _("%(place)s is taken: %(others)s."),
    "only_online": _("%(who)s takes part online only."),
    "nobody_online": _("Nobody of them is online on that day."),
    "not_online": _("%(others)s meet online that day and count on %(who)s being online."),
    "kept": _("%(place)s is kept by others."),
    "keeper": _("They have a table of their own."),
    "way": _("%(who)s needs %(minutes)s minutes from one hall to the other."),
    "interpreter": _("No interpreter of their languages is free then."),
    "after": _("It has to come after the meeting of %(others)s."),
    "before": _("It has to come before the meeting of %(others)s."),
    "most": _("%(who)s would have more than %(most)s meetings."),
    "withdrawn": _("A side has withdrawn from it."),
}


@dataclass(frozen=True)
class Conflict:
    """Something in the way.

    Attributes:
        code: Key of `SENTENCES`.
        who: Name of the person concerned.
        place: Name of the place concerned.
        other: Key of the other meeting concerned; its sides are named in the sentence.
        words: Whatever else the sentence names.
        others: The sides of the other meeting, once they are looked up.
    """

    code: str
    who: str = ""
    place: str = ""
    other: int | None = None
    words: str = ""
    others: str = ""

    @property
    def text(self) -> str:
        """The sentence, in the reader's language."""
        return str(SENTENCES[self.code]) % {
            "who": self.who,
            "place": self.place,
            "others": self.others,
            "title": self.words,
            "minutes": self.words,
            "most": self.words,
        }

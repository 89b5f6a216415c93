"""What is kept of people's requests and meetings."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saphan.record.holding import Fate, Holding, Trace, Written

PUBLISHED = Q(timetable__state="published")  # drafts are the organisers' alone
REQUEST = ("forum__code", "code", "state", "message", "created_at", "answered_at")
MEETING = ("timetable__forum__code", "start", "end", "state")
KEPT = _("Others keep their meetings, with an erased person in them.")
FIGURES = _("Figures of the forum stay true; what was written is taken out.")
HOLDINGS = (
    # Why a request was declined is for who was asked: not for who sent it.
    Holding(
        "meetings.Request",
        _("Requests sent"),
        ("sender__person__user",),
        REQUEST,
        Fate.ANONYMISE,
        KEPT,
        {"message": ""},
    ),
    Holding(
        "meetings.Request",
        _("Requests received"),
        ("receiver__person__user",),
        (*REQUEST, "reason", "reason_words"),
        Fate.ANONYMISE,
        KEPT,
        {
            "reason": lambda row: "" if row.reason == "else" else row.reason,
            "reason_words": "",
        },
    ),
    Holding(
        "meetings.RequestSide",
        _("Requests to several"),
        ("delegate__person__user",),
        ("request__forum__code", "request__code"),
        Fate.ANONYMISE,
        KEPT,
    ),
    Holding(
        "meetings.Seat",
        _("Meetings"),
        ("delegate__person__user",),
        MEETING,
        Fate.ANONYMISE,
        KEPT,
        only=PUBLISHED,
    ),
    Holding(
        "meetings.Meeting",
        _("Meetings"),
        ("interpreter__email",),
        MEETING,
        Fate.ANONYMISE,
        KEPT,
        only=PUBLISHED,
    ),
    Holding(
        "meetings.Feedback",
        _("After the meetings"),
        ("delegate__person__user",),
        ("forum__code", "request__code", "came", "rating", "words", "created_at", "changed_at"),
        Fate.ANONYMISE,
        FIGURES,
        {"words": ""},
    ),
    Holding(
        "meetings.Outcome",
        _("After the meetings"),
        ("owner__person__user",),
        ("forum__code", "request__code", "next_step", "follow_up", "note", "state"),
        Fate.ANONYMISE,
        _("What comes of a meeting is the organisation's to know; the name is taken out."),
        {"owner": None},
    ),
    Holding("meetings.TellingReminder", _("Letters"), ("delegate__person__user",), ("at",)),
    Holding(
        "meetings.Block",
        _("Whom you blocked"),
        ("delegate__person__user",),
        ("organisation__name", "created_at"),
    ),
    Holding(
        "meetings.Delay",
        _("Being late"),
        ("delegate__person__user", "interpreter__email"),
        ("forum__code", "start", "minutes", "at"),
    ),
    Holding(
        "meetings.Incident",
        _("What was reported of you on the day"),
        ("delegate__person__user", "interpreter__email"),
        ("replanning__forum__code", "kind", "start", "until", "replanning__state"),
    ),
    Holding(
        "meetings.CalendarFeed",
        _("Calendars"),
        ("user", "delegate__person__user", "interpreter__email"),
        ("forum__code", "made_at"),
    ),
)
TRACES = (
    Trace("meetings.SetAside", ("by",)),
    Trace("meetings.Timetable", ("created_by",)),
    Trace("meetings.Batch", ("by",)),
    Trace("meetings.Replanning", ("by",)),
    Trace("meetings.HeldMark", ("by",)),
    Trace("meetings.OutcomeChange", ("by",)),
    Trace("meetings.SchedulingRun", ("created_by",)),
    Trace("meetings.MatchingRun", ("created_by",)),
)
WRITTEN = (
    Written("meetings.Request", ("message", "reason_words")),
    Written("meetings.SetAside", ("words",)),
    Written("meetings.Batch", ("words",)),
    Written("meetings.Change", ("why",), "batch__forum"),
    Written("meetings.Feedback", ("words",)),
    Written("meetings.Outcome", ("note",)),
    Written("meetings.OutcomeChange", ("fields",), "outcome__forum"),
    Written("meetings.SchedulingRun", ("reasons",)),
)

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from saphan.record.directory.models import Listing, User
from saphan.record.forum.models import Delegate, Forum, Interpreter, Place, Slot, in_language


class Match(models.Model):
    """A recommended pair: a need of one side and an offer of the other."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="matches")
    need = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="matches_as_need")
    offer = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="matches_as_offer")
    score = models.FloatField()
    parts = models.JSONField(default=dict)
    why = models.JSONField(default=dict)

    class Meta:
        ordering = ["-score", "id"]
        constraints = [
            models.UniqueConstraint(fields=["forum", "need", "offer"], name="match_once")
        ]
        verbose_name_plural = "matches"

    def __str__(self) -> str:
        return f"{self.need_id}–{self.offer_id} {self.score:.2f}"

    @property
    def reason(self) -> str:
        return in_language(self.why)


class Request(models.Model):
    """One delegate asks another to meet; the other answers."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Priority(models.TextChoices):
        MUST = "must", _("must be held")
        MAY = "may", _("if it fits")

    LIVE = (State.ASKED, State.ACCEPTED)

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="requests")
    code = models.CharField(max_length=40)
    sender = models.ForeignKey(Delegate, on_delete=models.CASCADE, related_name="requests_sent")
    receiver = models.ForeignKey(
        Delegate, on_delete=models.CASCADE, related_name="requests_received"
    )
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    priority = models.CharField(max_length=4, choices=Priority, default=Priority.MAY)
    message = models.TextField(blank=True, max_length=1000)
    fixed_slot = models.ForeignKey(
        Slot, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["forum", "code"], name="request_code_once"),
            models.UniqueConstraint(
                F("forum"),
                Least("sender", "receiver"),
                Greatest("sender", "receiver"),
                condition=Q(state__in=["asked", "accepted"]),
                name="one_live_request_a_pair",
            ),
            models.CheckConstraint(
                condition=~Q(sender=F("receiver")), name="nobody_asks_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.state}"


class Timetable(models.Model):
    """One version of a forum's timetable."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        SUPERSEDED = "superseded", _("superseded")

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="timetables")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    status = models.CharField(max_length=10)  # of the result: optimal or feasible
    goals = models.JSONField(default=list)  # [{name, value, bound, gap}], in strict order
    figures = models.JSONField(default=dict)  # the checker's figures
    seconds = models.FloatField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["forum", "version"], name="timetable_version_once"),
            models.UniqueConstraint(
                fields=["forum"],
                condition=Q(state="published"),
                name="one_published_timetable_a_forum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forum.code} v{self.version} {self.state}"


class Meeting(models.Model):
    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="meetings")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="meetings")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="meetings")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="meetings")
    interpreter = models.ForeignKey(
        Interpreter, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )

    class Meta:
        ordering = ["slot__start", "place__code"]
        constraints = [
            models.UniqueConstraint(fields=["timetable", "request"], name="meeting_once"),
            models.UniqueConstraint(
                fields=["timetable", "slot", "place"], name="place_used_once_a_slot"
            ),
            models.UniqueConstraint(
                fields=["timetable", "slot", "interpreter"], name="interpreter_used_once_a_slot"
            ),
            # What a seat refers to, so that its slot can never differ from its meeting's.
            models.UniqueConstraint(
                fields=["id", "timetable", "slot"], name="meeting_identity_with_slot"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request.code} {self.slot.code} {self.place.code}"


class Seat(models.Model):
    """A delegate's place in a meeting: holds the promise that nobody is in two at once."""

    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="seats")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="seats")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="+")
    delegate = models.ForeignKey(Delegate, on_delete=models.CASCADE, related_name="seats")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["timetable", "slot", "delegate"], name="nobody_in_two_places"
            ),
            models.UniqueConstraint(fields=["meeting", "delegate"], name="seat_once"),
        ]

    def __str__(self) -> str:
        return f"{self.delegate_id} in {self.meeting_id}"


class SchedulingRun(models.Model):
    """The making of a timetable in the background, as its organiser watches it."""

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        INFEASIBLE = "infeasible", _("infeasible")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")

    ACTIVE = (State.QUEUED, State.RUNNING)

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="runs")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    cancel_requested = models.BooleanField(default=False)
    time_limit = models.FloatField(default=20)
    progress = models.JSONField(default=list)  # [{goal, value, bound, seconds}], newest last
    reasons = models.JSONField(
        default=list
    )  # why infeasible: [{code, params, text, because, help}]
    timetable = models.ForeignKey(
        Timetable, null=True, blank=True, on_delete=models.SET_NULL, related_name="runs"
    )
    created_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum"],
                condition=Q(state__in=["queued", "running"]),
                name="one_active_run_a_forum",
            )
        ]

    def __str__(self) -> str:
        return f"{self.forum.code} {self.state}"

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saphan.record.directory.models import Organisation, Person, User
from saphan.record.forum.models import Forum, in_language


class Letter(models.Model):
    """What organisers write to a group, in as many languages as they like."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")

    class Group(models.TextChoices):
        ALL = "all", _("all delegates")
        TO_ANSWER = "to_answer", _("delegates with requests to answer")
        NOTHING_ASKED = (
            "nothing_asked",
            _("delegates without any request"),
        )
        NO_MEETING = "no_meeting", _("delegates without an agreed meeting")
        TIMETABLE = "timetable", _("delegates with meetings in the published timetable")
        INTERPRETERS = "interpreters", _("interpreters")

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="letters")
    group = models.CharField(max_length=16, choices=Group, default=Group.ALL)
    # Narrow the group; empty for no limit.
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=Organisation.Kind), default=list, blank=True
    )
    # Goes to all of the group, since nobody can take part without knowing it.
    needed = models.BooleanField(default=False)
    subjects = models.JSONField(default=dict)  # {language: text}, with {placeholders}
    bodies = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    send_at = models.DateTimeField(null=True, blank=True)  # else at once
    created_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["send_at"], name="letter_due", condition=Q(state="scheduled"))
        ]

    def __str__(self) -> str:
        return in_language(self.subjects)

    @property
    def is_news(self) -> bool:
        """Whether it goes only to who agreed to such letters: what is not about the receivers' own
        meetings, and not needed to take part."""
        return self.group == self.Group.ALL and not self.needed


class Delivery(models.Model):
    """One letter to one address. It outlives the person: then it says no more who it was."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")  # and, where a server died, perhaps sent
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="deliveries")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    name = models.CharField(max_length=200)
    email = models.EmailField()
    language = models.CharField(max_length=8)
    # Of the receiver's organisation; an interpreter is of none.
    country = models.CharField(max_length=2, blank=True)
    values = models.JSONField(default=dict)  # of the placeholders, as they were when it was sent
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    error = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "email"], condition=~Q(email=""), name="one_letter_an_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} to {self.email}: {self.state}"

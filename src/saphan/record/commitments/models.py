from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saphan.record.directory.models import User, country_code
from saphan.record.forum.models import Forum
from saphan.record.register.models import Agency, Fact, Release


class Commitment(models.Model):
    """A promise of a release that somebody looks after.

    Attributes:
        fact: The promise as the release has it; None once that is gone, or where it was made
            elsewhere.
        who: Who will do it, in words.
        agency: The organisation that will, where the register knows it.
        owner: The desk officer who looks after it, shown to desk officers alone.
        due: Until when.
        done_on: The day on which it was fulfilled.
        forum, agreement: What fulfils it, or is to: a forum held, an agreement signed.
        reminded_on: The day of the last reminder.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    text = models.CharField(max_length=1000)
    who = models.CharField(max_length=300, blank=True)
    countries = ArrayField(models.CharField(max_length=2, validators=[country_code]), default=list)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    due = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    release = models.ForeignKey(
        Release, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments"
    )
    fact = models.OneToOneField(
        Fact, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitment"
    )
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments"
    )
    owner = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments"
    )
    forum = models.ForeignKey(
        Forum, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments"
    )
    agreement = models.ForeignKey(
        Fact, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reminded_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["due", "id"]
        indexes = [GinIndex(fields=["countries"], name="commitment_countries")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done") ^ Q(done_on__isnull=True), name="done_alone_has_a_day"
            )
        ]

    def __str__(self) -> str:
        return self.text

    def is_late(self, today: date) -> bool:
        """Whether it is open and its day is over."""
        return self.state == self.State.OPEN and self.due is not None and self.due < today


class Evidence(models.Model):
    """What shows that something came of a commitment."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="evidence")
    text = models.CharField(max_length=1000)
    url = models.URLField(max_length=1000, blank=True)
    release = models.ForeignKey(
        Release, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.text

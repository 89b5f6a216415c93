from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.models import AuditEntry
from saphan.record.forum.models import Forum


class Endpoint(models.Model):
    """An address of another program that is told what changes at a forum."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="endpoints")
    url = models.URLField(max_length=500)
    secret = models.CharField(max_length=80)  # what messages are signed with
    events = ArrayField(models.CharField(max_length=60), default=list, blank=True)  # empty: all
    is_active = models.BooleanField(default=True)
    seen = models.BigIntegerField()  # the last entry of the trail that was looked at
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["forum", "url"], name="endpoint_once")]

    def __str__(self) -> str:
        return self.url


class Message(models.Model):
    """One change told to one address, or yet to be told."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="messages")
    entry = models.ForeignKey(AuditEntry, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=200, blank=True)  # of the last try
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "entry"], name="change_told_once")
        ]
        indexes = [
            models.Index(fields=["next_try"], name="message_due", condition=Q(state="waiting"))
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} to {self.endpoint_id}: {self.state}"

from __future__ import annotations

import secrets
import uuid
from pathlib import PurePath

from django.db import models
from django.utils.translation import gettext_lazy as _

from .claims import Claim
from .desks import Desk
from .storage import pictures


def picture_name(_report: Report, name: str) -> str:
    """A name of our own: nothing of what the sender called the file is kept but its kind."""
    return f"{uuid.uuid4().hex}{PurePath(name).suffix}"


def new_token() -> str:
    return secrets.token_urlsafe(24)


class Submitter(models.Model):
    """Who sent reports: kept apart from them, seen by few, and erased by deleting the row.

    Attributes:
        handle: Who it is in the channel: an address, an account's number.
        email: Where to write what the desk found, if wanted.
    """

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="submitters")
    channel = models.CharField(max_length=10)
    handle = models.CharField(max_length=254)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "channel", "handle"], name="submitter_once")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"


class Cluster(models.Model):
    """Messages that say the same.

    Attributes:
        text: The first of them.
        size: How many came.
        claim: What the desk makes or has made of it.
        alarmed_at: When it last grew so fast that the desk was told.
        compared_at: When it was last compared with the others.
        set_aside_at: When the desk decided that there is nothing to check in it.
    """

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="clusters")
    text = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=8, blank=True)
    size = models.PositiveIntegerField(default=0)
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.SET_NULL, related_name="clusters"
    )
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    alarmed_at = models.DateTimeField(null=True, blank=True)
    compared_at = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-last_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "digest"], name="cluster_of_a_wording_once")
        ]
        indexes = [models.Index(fields=["desk", "-last_at"], name="clusters_of_a_desk")]

    def __str__(self) -> str:
        return self.text[:80]


class Report(models.Model):
    """A message that somebody sent to be checked.

    Attributes:
        token: Lets who sent it look at the answer, and at nothing else.
        external: Its number in the channel, so that one delivered twice counts once.
        digest: Of the folded text.
        times: How often this sender sent the very same.
        answer: What was said at once.
        claim: The claim that was named then.
        told_at: When the sender was written to what the desk found.
    """

    class Channel(models.TextChoices):
        FORM = "form", _("form")
        API = "api", _("program")
        EMAIL = "email", _("e-mail")
        FILE = "file", _("file")
        LINE = "line", "LINE"
        TELEGRAM = "telegram", "Telegram"

    class Answer(models.TextChoices):
        CHECKED = "checked", _("already checked")
        SIMILAR = "similar", _("looks like one checked")
        NEW = "new", _("new")

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="reports")
    token = models.CharField(max_length=40, unique=True, default=new_token)
    channel = models.CharField(max_length=10, choices=Channel)
    external = models.CharField(max_length=254, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    text = models.TextField(blank=True)
    link = models.CharField(max_length=2000, blank=True)
    picture = models.FileField(storage=pictures, upload_to=picture_name, max_length=80, blank=True)
    language = models.CharField(max_length=8, blank=True)
    digest = models.CharField(max_length=64)
    times = models.PositiveIntegerField(default=1)
    submitter = models.ForeignKey(
        Submitter, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="reports")
    answer = models.CharField(max_length=8, choices=Answer)
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    probability = models.FloatField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "channel", "external"],
                condition=~models.Q(external=""),
                name="report_of_a_channel_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(text="", link=""), name="report_says_something"
            ),
        ]
        indexes = [
            models.Index(fields=["cluster", "at"], name="reports_of_a_cluster"),
            models.Index(fields=["submitter", "digest"], name="reports_of_a_submitter"),
            models.Index(fields=["desk", "digest"], name="reports_of_a_wording"),
            models.Index(fields=["desk", "at"], name="reports_of_a_week"),
        ]

    def __str__(self) -> str:
        return self.text[:80] or self.link

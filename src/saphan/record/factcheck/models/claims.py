from __future__ import annotations

import secrets
import uuid
from pathlib import PurePath

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from saphan.record.directory.models import Organisation
from saphan.record.register.models import Release

from .desks import Desk
from .storage import copies


class Verdict(models.TextChoices):
    """What a check found."""

    TRUE = "true", _("true")
    MISLEADING = "misleading", _("misleading")
    FALSE = "false", _("false")
    UNPROVEN = "unproven", _("unproven")
    SATIRE = "satire", _("satire")


def copy_name(_evidence: Evidence, name: str) -> str:
    """A name of our own, with the kind that the file's bytes tell."""
    return f"{uuid.uuid4().hex}{PurePath(name).suffix}"


def new_key() -> str:
    """The name of a claim that no release has given one."""
    return f"s{secrets.token_hex(6)}"


class Claim(models.Model):
    """What is claimed, and what the desk found.

    Attributes:
        key: Its name in addresses and files; the same for the same wording found in releases.
        digest: Of the folded text, by which a message of the same wording finds it.
        language: Of `text`.
        text: What is claimed, in its own words.
        texts: The same in other languages, by language.
        wordings: Other ways in which it is worded.
        explanations: Why the verdict, by language.
        agency: Which agency is responsible for the subject.
        harm: How much harm it can do, 0 (none known) to 3.
        deadline: When the desk wants to have answered.
        first, last: Days of the first and the last mention in releases.
        checked: The day on which what everybody sees was found: of the publication, or of the
            release that says it, where the claim is as a release had it.
        number: Of its latest version.
        published_number: Of the version that everybody sees; a later one waits for a second
            person, and this row keeps what everybody sees.
        shared_at: Since when the partner's desk gets it.
    """

    class State(models.TextChoices):
        PARTNER = "partner", _("from a partner")
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Harm(models.IntegerChoices):
        NONE = 0, _("no harm known")
        LITTLE = 1, _("little harm")
        MUCH = 2, _("much harm")
        DANGER = 3, _("danger to life or peace")

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="claims")
    key = models.CharField(max_length=40, unique=True, default=new_key)
    digest = models.CharField(max_length=64, db_index=True)
    language = models.CharField(max_length=8)
    text = models.TextField()
    texts = models.JSONField(default=dict, blank=True)
    wordings = ArrayField(models.TextField(), default=list, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    explanations = models.JSONField(default=dict, blank=True)
    agency = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    harm = models.PositiveSmallIntegerField(choices=Harm, default=Harm.NONE)
    deadline = models.DateTimeField(null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    first = models.DateField(null=True, blank=True)
    last = models.DateField(null=True, blank=True)
    checked = models.DateField(null=True, blank=True)
    number = models.PositiveIntegerField(default=0)
    published_number = models.PositiveIntegerField(null=True, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-changed_at", "-id"]
        indexes = [
            models.Index(fields=["desk", "state"], name="claims_of_a_desk"),
            models.Index(fields=["state", "-checked", "-published_at"], name="claims_checked_last"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="published") | ~models.Q(verdict=""),
                name="published_claim_has_a_verdict",
            ),
            models.CheckConstraint(
                condition=models.Q(harm__lte=3), name="harm_of_a_claim_is_0_to_3"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def has_change(self) -> bool:
        """Whether a change of what is published waits for a second person."""
        return self.state == self.State.PUBLISHED and self.number != self.published_number


class ClaimVersion(models.Model):
    """A claim as it was written at one time. Versions are added and never changed.

    Attributes:
        by: Who wrote it; None for what came from releases.
        data: The fields that people write.
        published: Whether it was published: who wrote after the last such one cannot publish.
        undoes: The number of the version that was put back, where one was.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    data = models.JSONField()
    published = models.BooleanField(default=False)
    undoes = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="version_of_a_claim_once")
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} v{self.number}"


class Mention(models.Model):
    """A place in a government release that names the claim.

    Attributes:
        place: What tells it from others: source, day and folded wording, digested.
        release: In the register, where it is kept there.
        name: Of the release, such as its file.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="mentions")
    place = models.CharField(max_length=64, unique=True)
    day = models.DateField()
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    release = models.ForeignKey(
        Release, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(max_length=300)
    source_url = models.CharField(max_length=1000, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["-day", "rank", "id"]
        indexes = [models.Index(fields=["day"], name="mentions_of_a_week")]

    def __str__(self) -> str:
        return f"{self.day} {self.text[:60]}"


class Evidence(models.Model):
    """What a verdict stands on, with a copy kept here.

    Attributes:
        archived: The text as it was when it was looked at.
        copy: The file as it was then, byte for byte.
        digest: SHA-256 of the file, else of the text.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="evidence")
    title = models.CharField(max_length=300)
    source_url = models.CharField(max_length=1000, blank=True)
    archived = models.TextField(blank=True)
    copy = models.FileField(storage=copies, upload_to=copy_name, max_length=80, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["at", "id"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.title

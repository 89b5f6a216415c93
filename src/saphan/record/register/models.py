from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from saphan.record.directory.models import country_code

from .indexed import ReleaseEntry as ReleaseEntry
from .indexed import ReleaseWord as ReleaseWord


class Release(models.Model):
    """A government news release, as published.

    What it is found by (countries, topics, agencies, event) repeats its facts, as people left them:
    `actions.refresh_release` makes it again.

    Attributes:
        digest: SHA-256 of the normalised text.
        sketch, bands: By which releases that say the same are found; see
            `engine.extraction.twins`.
        twin_of: The first recorded release of which this is a copy; its facts stand for both.
        publisher: The country that published it.
        countries: Those that it joins, the publisher first.
        agencies: Keys of the organisations in it.
    """

    class EventKind(models.TextChoices):
        COURTESY_CALL = "courtesy_call", _("courtesy call")
        BILATERAL_MEETING = "bilateral_meeting", _("bilateral meeting")
        MULTILATERAL_MEETING = "multilateral_meeting", _("multilateral meeting")
        SIGNING = "signing", _("signing")
        FORUM = "forum", _("forum")
        VISIT = "visit", _("visit")
        ONLINE_MEETING = "online_meeting", _("online meeting")
        TRAINING = "training", _("training")
        ANNOUNCEMENT = "announcement", _("announcement")
        OTHER = "other", _("other")

    digest = models.CharField(max_length=64, unique=True)
    sketch = models.BinaryField(default=bytes)
    bands = ArrayField(models.BigIntegerField(), default=list, blank=True)
    twin_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="twins"
    )
    source_url = models.URLField(max_length=2000, blank=True)
    title = models.CharField(max_length=600)
    published = models.DateField(db_index=True)
    language = models.CharField(max_length=8)
    publisher = models.CharField(max_length=2, blank=True)
    text = models.TextField()
    sample = models.BooleanField(default=False)
    countries = ArrayField(models.CharField(max_length=2, validators=[country_code]), default=list)
    topics = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    agencies = ArrayField(models.BigIntegerField(), default=list, blank=True)
    event_kind = models.CharField(max_length=24, choices=EventKind, blank=True)
    event_date = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-published", "-id"]
        indexes = [
            GinIndex(fields=["countries"], name="release_countries"),
            GinIndex(fields=["topics"], name="release_topics"),
            GinIndex(fields=["agencies"], name="release_agencies"),
            # Asked with every batch that is taken in: what waits would be looked through each time.
            GinIndex(fields=["bands"], name="release_bands", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.title


class Source(models.Model):
    """A file in which a release came; the same release may come in many.

    Attributes:
        name: Its path below the folder or archive that was named.
        raw: SHA-256 of its bytes.
        problems: What was amiss with it, in words.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="sources")
    name = models.CharField(max_length=500)
    raw = models.CharField(max_length=64, db_index=True)
    problems = models.JSONField(default=list, blank=True)
    first_seen = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["raw", "name"], name="source_once")]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """An organisation of which releases speak, the same in all of them and in every language.

    Attributes:
        key: See `found.key_of`.
        country: Empty for one of many countries, or where no text tells.
        name: As the first release wrote it.
        names: What it is called in the languages in which that is known.
    """

    key = models.CharField(max_length=200, unique=True)
    country = models.CharField(max_length=2, blank=True, db_index=True)
    name = models.CharField(max_length=300)
    names = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["country", "name"]
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class Fact(models.Model):
    """One thing that a release says, with its place in the text.

    Attributes:
        key: What facts of the same thing share in all releases; see `found.key_of`.
        value: What it says; see `found.FoundFact`. As people corrected it.
        found: What was found before anybody corrected it; None when nobody did.
        found_key: The key of what was found, by which it is known again when the release is read
            again.
        country: Of the country, organisation or person.
        agency: The organisation, for facts of that kind.
        state: What people made of it. Rejected facts are shown to nobody but who corrects.
        by, at: Who last confirmed, corrected or rejected it.
    """

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        ORGANISATION = "organisation", _("organisation")
        PERSON = "person", _("person")
        TOPIC = "topic", _("topic")
        PROMISE = "promise", _("promise")
        EVENT = "event", _("event")
        AGREEMENT = "agreement", _("agreement")
        EVENT_DATE = "event_date", _("day of the event")
        EVENT_KIND = "event_kind", _("kind of event")

    class State(models.TextChoices):
        FOUND = "found", _("found")
        CONFIRMED = "confirmed", _("confirmed")
        CORRECTED = "corrected", _("corrected")
        REJECTED = "rejected", _("rejected")

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=12, choices=Kind)
    key = models.CharField(max_length=200)
    value = models.JSONField()
    found = models.JSONField(null=True, blank=True)
    found_key = models.CharField(max_length=200)
    country = models.CharField(max_length=2, blank=True)
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="facts"
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    confidence = models.FloatField(default=1)
    rule = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State, default=State.FOUND)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["start", "end", "id"]
        indexes = [
            models.Index(fields=["release", "kind"], name="fact_of_a_release"),
            models.Index(fields=["kind", "key"], name="fact_by_key"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")), name="fact_ends_after_its_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def words(self) -> str:
        """Its words in the text."""
        return self.release.text[self.start : self.end]


class FactChange(models.Model):
    """What somebody did to a fact, and how it was before: history, and the way back."""

    class Verb(models.TextChoices):
        CONFIRM = "confirm", _("confirmed")
        CORRECT = "correct", _("corrected")
        REJECT = "reject", _("rejected")
        UNDO = "undo", _("taken back")

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="changes")
    verb = models.CharField(max_length=8, choices=Verb)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=300, blank=True)
    before = models.JSONField()
    after = models.JSONField()
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.fact_id}"


class RegisterRole(models.Model):
    """A desk officer of the register: may confirm, correct and reject what is found in releases."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="register_role"
    )
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["since", "id"]

    def __str__(self) -> str:
        return str(self.user)


class Intake(models.Model):
    """One run that took releases in.

    Attributes:
        new, known, twins, failed: Releases recorded; files that were recorded before; those of the
            new that are copies of another; files that could not be used.
        problems: `[file, what is wrong]` of each of these, the first thousand.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    new = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    twins = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}: {self.new}"

"""A forum: its days, slots and places, who takes part, and when they can."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    ArrayField,
    BigIntegerRangeField,
    DateTimeRangeField,
    RangeOperators,
)
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saphan.record.directory.models import Organisation, Person, User, country_code

from ..links import check_address, check_template


def in_language(translations: dict[str, str], language: str | None = None) -> str:
    """The text in the reader's language, else in English, else in whichever there is."""
    wanted = (language or get_language() or "en").split("-")[0]
    return (
        translations.get(wanted)
        or translations.get("en")
        or next(iter(filter(None, translations.values())), "")
    )


class Mode(models.TextChoices):
    FACE_TO_FACE = "face_to_face", _("face to face")
    ONLINE = "online", _("online")


class DayMode(models.TextChoices):
    FACE_TO_FACE = "face_to_face", _("face to face")
    ONLINE = "online", _("online")
    BOTH = "both", _("face to face and online")


class TimeRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class OneNumber(Func):
    """A range of a single number: lets GiST compare keys without the btree_gist extension,
    which the embedded server lacks."""

    function = "INT8RANGE"
    template = "%(function)s(%(expressions)s, '[]')"
    output_field = BigIntegerRangeField()

    def __init__(self, field: str) -> None:
        self.of = field
        super().__init__(field, field)

    def deconstruct(self) -> tuple[str, tuple[str, ...], dict[str, object]]:
        # As the room offers it, and as migrations name it.
        return f"saphan.record.forum.models.{type(self).__name__}", (self.of,), {}


class Asking(models.TextChoices):
    """How meetings come about."""

    PARTICIPANTS = "participants", _("participants ask and answer")
    ORGANISERS = "organisers", _("organisers propose, participants answer")


class Forum(models.Model):
    code = models.CharField(max_length=40, unique=True)
    name = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    timezone = models.CharField(max_length=64)
    zones = ArrayField(models.CharField(max_length=64), default=list)
    languages = ArrayField(models.CharField(max_length=8), default=list)
    countries = ArrayField(models.CharField(max_length=2), default=list)
    sample = models.BooleanField(default=False)
    max_meetings = models.PositiveSmallIntegerField(null=True, blank=True)
    fairness = models.PositiveSmallIntegerField(null=True, blank=True, default=2)
    cross_border = models.BooleanField(default=True)
    min_meetings = models.PositiveSmallIntegerField(default=0)
    max_breaks = models.PositiveSmallIntegerField(null=True, blank=True)
    is_open = models.BooleanField(default=True)  # else only its staff see that it is there
    # Moments after which a delegate can no longer do something; None for no limit.
    registration_closes = models.DateTimeField(null=True, blank=True)
    requests_close = models.DateTimeField(null=True, blank=True)
    answers_close = models.DateTimeField(null=True, blank=True)
    profiles_close = models.DateTimeField(null=True, blank=True)
    asking = models.CharField(max_length=12, choices=Asking, default=Asking.PARTICIPANTS)
    # Who may ask whom: {"TH:company": ["RU:company", "RU:agency"]}, by country and kind of
    # organisation; empty where nobody is kept from asking.
    may_ask = models.JSONField(default=dict, blank=True)
    # Where online meetings take place: an address with {forum} and {meeting}, see `join_link`.
    join_template = models.CharField(max_length=300, blank=True, validators=[check_template])
    # What the forum came from: its subjects, whom to invite by name, and a release of the register.
    topics = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    suggested = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    from_release = models.BigIntegerField(null=True, blank=True)
    # For how many days kinds of personal data are kept, where that is shorter than on the site.
    keep_days = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return in_language(self.name)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def title(self) -> str:
        return in_language(self.name)

    @property
    def about(self) -> str:
        return in_language(self.summary)


class ForumRole(models.Model):
    """What somebody may do at a forum beyond taking part."""

    class Role(models.TextChoices):
        ORGANISER = "organiser", _("organiser")
        CO_ORGANISER = "co_organiser", _("co-organiser of one country")
        DESK_OFFICER = "desk_officer", _("desk officer")
        DOOR_STAFF = "door_staff", _("door staff")

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="forum_roles")
    role = models.CharField(max_length=20, choices=Role)
    country = models.CharField(  # whose people a co-organiser looks after; else empty
        max_length=2, blank=True, validators=[country_code]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forum", "user", "role"], name="forum_role_once"),
            models.CheckConstraint(
                condition=Q(role="co_organiser") ^ Q(country=""),
                name="co_organiser_alone_has_a_country",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.forum.code}"


class Day(models.Model):
    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="days")
    date = models.DateField()
    mode = models.CharField(max_length=20, choices=DayMode)
    city = models.CharField(max_length=120, blank=True)
    sessions = models.JSONField(default=list)  # [{name, start, slots, minutes, gap}] as imported

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["forum", "date"], name="forum_day_once")]

    def __str__(self) -> str:
        return f"{self.date} {self.mode}"


class Slot(models.Model):
    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="slots")
    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="slots")
    code = models.CharField(max_length=20)  # YYYY-MM-DD/HH:MM in the forum's zone
    session = models.CharField(max_length=60)
    start = models.DateTimeField()
    end = models.DateTimeField()

    class Meta:
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(fields=["forum", "code"], name="forum_slot_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="slot_has_length"),
            # What a meeting refers to, so that its time can never differ from its slots'.
            models.UniqueConstraint(fields=["id", "start"], name="slot_identity_with_start"),
            models.UniqueConstraint(fields=["id", "end"], name="slot_identity_with_end"),
            ExclusionConstraint(
                name="slots_of_a_forum_do_not_overlap",
                expressions=[
                    (OneNumber("forum"), RangeOperators.OVERLAPS),
                    (TimeRange("start", "end"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Place(models.Model):
    """A table of a hall or an online room; it serves the days of its mode.

    A table that organisations keep serves only meetings of their delegates.
    """

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="places")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    mode = models.CharField(max_length=20, choices=Mode)
    hall = models.CharField(max_length=120, blank=True)
    # Where an online room is, if not by the forum's `join_template`.
    address = models.CharField(max_length=300, blank=True, validators=[check_address])
    kept_by = models.ManyToManyField(Organisation, blank=True, related_name="kept_places")

    class Meta:
        ordering = ["mode", "code"]
        constraints = [models.UniqueConstraint(fields=["forum", "code"], name="forum_place_once")]

    def __str__(self) -> str:
        return self.name


class Travel(models.Model):
    """Minutes that a person needs between two halls, either way."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="travel")
    one = models.CharField(max_length=120)
    other = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["one", "other"]
        verbose_name_plural = "travel"
        constraints = [
            models.UniqueConstraint(
                F("forum"),
                Least("one", "other"),
                Greatest("one", "other"),
                name="way_between_halls_once",
            ),
            models.CheckConstraint(condition=~Q(one=F("other")), name="way_leads_elsewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}: {self.minutes} min"


class Delegate(models.Model):
    """A person taking part in one forum for one organisation."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="delegates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="delegates"
    )
    code = models.CharField(max_length=40)
    modes = ArrayField(models.CharField(max_length=20, choices=Mode))
    max_meetings = models.PositiveSmallIntegerField(null=True, blank=True)
    min_meetings = models.PositiveSmallIntegerField(null=True, blank=True)
    max_breaks = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["forum", "code"], name="forum_delegate_code_once"),
            models.UniqueConstraint(fields=["forum", "person"], name="forum_delegate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person.name} ({self.organisation.name})"


class Interpreter(models.Model):
    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="interpreters")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    languages = ArrayField(models.CharField(max_length=8))
    modes = ArrayField(models.CharField(max_length=20, choices=Mode))
    zone = models.CharField(max_length=64)
    max_run = models.PositiveSmallIntegerField(null=True, blank=True)
    max_meetings = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["forum", "code"], name="forum_interpreter_once")
        ]

    def __str__(self) -> str:
        return self.name


class Availability(models.Model):
    """A window in which a delegate or an interpreter can, or cannot, meet."""

    class Status(models.TextChoices):
        AVAILABLE = "available", _("available")
        AWAY = "away", _("away")

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="availability")
    delegate = models.ForeignKey(
        Delegate, null=True, blank=True, on_delete=models.CASCADE, related_name="availability"
    )
    interpreter = models.ForeignKey(
        Interpreter, null=True, blank=True, on_delete=models.CASCADE, related_name="availability"
    )
    status = models.CharField(max_length=10, choices=Status)
    start = models.DateTimeField()
    end = models.DateTimeField()

    class Meta:
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(delegate__isnull=False) ^ Q(interpreter__isnull=False),
                name="availability_is_of_one_person",
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="availability_has_length"),
        ]

    def __str__(self) -> str:
        return f"{self.delegate or self.interpreter} {self.status} {self.start}"


class AgendaItem(models.Model):
    class Kind(models.TextChoices):
        OPENING = "opening", _("opening")
        TALK = "talk", _("talk")
        PANEL = "panel", _("panel")
        SIGNING = "signing", _("signing")
        LUNCH = "lunch", _("lunch")
        BREAK = "break", _("break")
        VISIT = "visit", _("visit")
        CLOSING = "closing", _("closing")

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="agenda")
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind)
    titles = models.JSONField(default=dict)
    start = models.DateTimeField()
    end = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    for_all = models.BooleanField(default=False)
    attendees = models.ManyToManyField(Delegate, blank=True, related_name="agenda")

    class Meta:
        ordering = ["start", "code"]
        constraints = [
            models.UniqueConstraint(fields=["forum", "code"], name="forum_agenda_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="agenda_has_length"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self.titles)

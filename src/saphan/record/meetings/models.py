from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saphan.record.directory.models import Listing, Organisation, User
from saphan.record.forum.models import (
    Delegate,
    Forum,
    Interpreter,
    OneNumber,
    Place,
    Slot,
    TimeRange,
    in_language,
)


class Match(models.Model):
    """A recommended pair: a need of one side and an offer of the other."""

    COMMON = (
        "concepts",
        "words",
        "meaning",
        "codes",
        "cooperation",
        "same_cooperation",
    )  # kinds of sentences that say by what they meet

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="matches")
    need = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="matches_as_need")
    offer = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="matches_as_offer")
    score = models.FloatField()
    parts = models.JSONField(default=dict)
    why = models.JSONField(default=dict)  # {language: {kind of sentence: sentence}}

    class Meta:
        ordering = ["-score", "id"]
        constraints = [
            models.UniqueConstraint(fields=["forum", "need", "offer"], name="match_once")
        ]
        verbose_name_plural = "matches"

    def __str__(self) -> str:
        return f"{self.need_id}–{self.offer_id} {self.score:.2f}"

    @property
    def common(self) -> list[str]:
        """By what the need and the offer meet, a sentence each, in the reader's language."""
        said = {
            kind: in_language({language: own.get(kind, "") for language, own in self.why.items()})
            for kind in self.COMMON
        }
        return [sentence for sentence in said.values() if sentence]


class Reason(models.TextChoices):
    """Why an organisation is not for another."""

    FIELD = "field", _("Other field")
    COOPERATION = "cooperation", _("Wrong kind of cooperation")
    SIZE = "size", _("Too large or too small for us")
    PARTNERS = "partners", _("Already our partners")
    COMPETITOR = "competitor", _("A competitor")
    ELSE = "else", _("Something else")


REASON_WORDS = 300  # characters, at most


class SetAside(models.Model):
    """An organisation said that another is not for it: neither is suggested to the other.

    Who said it, and why, is for the people of `organisation` and the organisers alone.
    """

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="set_aside")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="has_set_aside"
    )
    other = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason)
    words = models.CharField(max_length=REASON_WORDS, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name_plural = "set aside"
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "organisation", "other"], name="set_aside_once"
            ),
            models.CheckConstraint(
                condition=~Q(organisation=F("other")), name="nobody_sets_themselves_aside"
            ),
            models.CheckConstraint(
                condition=~Q(reason="else") | ~Q(words=""), name="something_else_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} without {self.other_id}: {self.reason}"


class Request(models.Model):
    """One delegate asks another, or an organisation of which anybody will do, to meet; the
    other answers. Further people or organisations may take part, see `RequestSide`.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Priority(models.TextChoices):
        MUST = "must", _("must be held")
        MAY = "may", _("if it fits")

    class Waits(models.TextChoices):
        RECEIVER = "receiver", _("who is asked")
        SENDER = "sender", _("the first of the two")
        BOTH = "both", _("both sides")

    LIVE = (State.ASKED, State.ACCEPTED)

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="requests")
    code = models.CharField(max_length=40)
    sender = models.ForeignKey(Delegate, on_delete=models.CASCADE, related_name="requests_sent")
    receiver = models.ForeignKey(
        Delegate,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="requests_received",
    )
    receiver_organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="requests_received",
    )
    # All sides in one text where they are more than two delegates, see `sides_key`; else empty.
    sides = models.TextField(blank=True, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    # Whose answer is missing while it is asked. Who asks has agreed; of two whom an organiser
    # proposes to each other, neither has.
    waits_for = models.CharField(max_length=8, choices=Waits, default=Waits.RECEIVER)
    is_proposal = models.BooleanField(default=False)  # by an organiser, not by the sender
    priority = models.CharField(max_length=4, choices=Priority, default=Priority.MAY)
    message = models.TextField(blank=True, max_length=1000)
    fixed_slot = models.ForeignKey(
        Slot, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    length = models.PositiveSmallIntegerField(default=1)  # slots on end
    after = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="before")
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # Why it was declined: for those who were asked and the organisers alone.
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    reason_words = models.CharField(max_length=REASON_WORDS, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["forum", "code"], name="request_code_once"),
            models.UniqueConstraint(
                F("forum"),
                Least("sender", "receiver"),
                Greatest("sender", "receiver"),
                condition=Q(state__in=["asked", "accepted"], sides=""),
                name="one_live_request_a_pair",
            ),
            models.UniqueConstraint(
                fields=["forum", "sides"],
                condition=Q(state__in=["asked", "accepted"]) & ~Q(sides=""),
                name="one_live_request_of_the_same_sides",
            ),
            models.CheckConstraint(
                condition=~Q(sender=F("receiver")), name="nobody_asks_themselves"
            ),
            models.CheckConstraint(
                condition=Q(receiver__isnull=False, receiver_organisation__isnull=True)
                | (Q(receiver__isnull=True, receiver_organisation__isnull=False) & ~Q(sides="")),
                name="request_has_one_receiver",
            ),
            models.CheckConstraint(condition=Q(length__gte=1), name="request_has_length"),
            models.CheckConstraint(
                condition=Q(is_proposal=True) | Q(waits_for="receiver"),
                name="who_asks_has_agreed",
            ),
            models.CheckConstraint(
                condition=Q(is_proposal=False) | Q(receiver__isnull=False),
                name="two_people_are_proposed",
            ),
            models.CheckConstraint(
                condition=Q(state="declined") | Q(reason="", reason_words=""),
                name="declined_alone_has_a_reason",
            ),
            models.CheckConstraint(
                condition=(~Q(reason="else") | ~Q(reason_words=""))
                & (~Q(reason="") | Q(reason_words="")),
                name="reason_and_its_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.state}"

    @property
    def asked(self) -> Delegate | Organisation:
        """Who is asked."""
        side = self.receiver or self.receiver_organisation
        assert side is not None, "the constraint request_has_one_receiver is gone"
        return side

    @property
    def asked_organisation(self) -> Organisation:
        """The organisation of who is asked."""
        return self.asked.organisation if isinstance(self.asked, Delegate) else self.asked


class Block(models.Model):
    """A delegate wants no requests from an organisation. Those blocked are not told."""

    delegate = models.ForeignKey(Delegate, on_delete=models.CASCADE, related_name="blocks")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["delegate", "organisation"], name="block_once")
        ]

    def __str__(self) -> str:
        return f"{self.delegate_id} without requests of {self.organisation_id}"

    @property
    def forum_id(self) -> int:
        return self.delegate.forum_id


class RequestSide(models.Model):
    """A further side of a meeting of three and more: a delegate, or anybody of an organisation."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="others")
    delegate = models.ForeignKey(
        Delegate, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(delegate__isnull=False) ^ Q(organisation__isnull=False),
                name="side_is_of_one_kind",
            ),
            models.UniqueConstraint(fields=["request", "delegate"], name="side_of_delegate_once"),
            models.UniqueConstraint(
                fields=["request", "organisation"], name="side_of_organisation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of} in {self.request_id}"

    @property
    def of(self) -> Delegate | Organisation:
        """Who it is."""
        side = self.delegate or self.organisation
        assert side is not None, "the constraint side_is_of_one_kind is gone"
        return side

    @property
    def code(self) -> str:
        return self.of.code


def sides_key(delegates: Iterable[int], organisations: Iterable[int]) -> str:
    """The same text for the same sides, whoever asked; empty for a pair of delegates, which has
    an index of its own.

    Args:
        delegates: Keys of the delegates who are sides.
        organisations: Keys of the organisations of which anybody will do.
    """
    people, any_of = sorted(delegates), sorted(organisations)
    if len(people) == 2 and not any_of:
        return ""
    return " ".join([*(f"d{key}" for key in people), *(f"o{key}" for key in any_of)])


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
    """A meeting of a timetable, from its first slot to its last.

    Its time repeats that of its slots, so that the database can forbid two meetings at once at
    one place or with one interpreter; keys in the migrations make the repetition impossible to
    get wrong. Whether it was held is no state of it: that is told afterwards, see
    `queries.meetings_with_standing`.
    """

    class State(models.TextChoices):
        SCHEDULED = "scheduled", pgettext_lazy("meeting", "to be held")
        CANCELLED = "cancelled", pgettext_lazy("meeting", "called off")

    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="meetings")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="meetings")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="meetings")
    last_slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="+")
    start = models.DateTimeField()
    end = models.DateTimeField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="meetings")
    interpreter = models.ForeignKey(
        Interpreter, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )
    state = models.CharField(max_length=10, choices=State, default=State.SCHEDULED)
    # Grows with every change of time, place, people or state, from version to version too: what
    # calendars know a newer notice by.
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["start", "place__code"]
        constraints = [
            models.UniqueConstraint(fields=["timetable", "request"], name="meeting_once"),
            # Deferrable, so that two meetings can change places in one transaction.
            ExclusionConstraint(
                name="place_used_once_a_slot",
                expressions=[
                    (OneNumber("place"), RangeOperators.OVERLAPS),
                    (OneNumber("timetable"), RangeOperators.OVERLAPS),
                    (TimeRange("start", "end"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state="scheduled"),
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            ExclusionConstraint(
                name="interpreter_used_once_a_slot",
                expressions=[
                    (OneNumber("interpreter"), RangeOperators.OVERLAPS),
                    (OneNumber("timetable"), RangeOperators.OVERLAPS),
                    (TimeRange("start", "end"), RangeOperators.OVERLAPS),
                ],
                condition=Q(interpreter__isnull=False, state="scheduled"),
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            # What a seat refers to, so that its time and state can never differ from its meeting's.
            models.UniqueConstraint(
                fields=["id", "timetable", "start", "end", "state"],
                name="meeting_identity_with_time_and_state",
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="meeting_has_length"),
            models.CheckConstraint(
                condition=Q(state__in=["scheduled", "cancelled"]), name="meeting_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request.code} {self.slot.code} {self.place.code}"


class Seat(models.Model):
    """A delegate's place in a meeting: holds the promise that nobody is in two at once."""

    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="seats")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="seats")
    delegate = models.ForeignKey(Delegate, on_delete=models.CASCADE, related_name="seats")
    start = models.DateTimeField()
    end = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=Meeting.State, default=Meeting.State.SCHEDULED, editable=False
    )  # the meeting's

    class Meta:
        ordering = ["id"]
        constraints = [
            ExclusionConstraint(
                name="nobody_in_two_places",
                expressions=[
                    (OneNumber("delegate"), RangeOperators.OVERLAPS),
                    (OneNumber("timetable"), RangeOperators.OVERLAPS),
                    (TimeRange("start", "end"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state="scheduled"),
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.UniqueConstraint(fields=["meeting", "delegate"], name="seat_once"),
        ]

    def __str__(self) -> str:
        return f"{self.delegate_id} in {self.meeting_id}"


CHANGE_WORDS = 300  # characters, at most


class Batch(models.Model):
    """What was changed of a timetable at once, and can be undone at once."""

    class Kind(models.TextChoices):
        MOVE = "move", _("meeting moved")
        SWAP = "swap", _("meetings swapped")
        CANCEL = "cancel", _("meeting cancelled")
        RESTORE = "restore", _("meeting restored")
        ONLINE = "online", _("meeting turned online")
        REPLAN = "replan", _("day replanned")
        WITHDRAW = "withdraw", _("meeting withdrawn by a side")
        UNDO = "undo", _("changes undone")

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="batches")
    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="batches")
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.CharField(max_length=CHANGE_WORDS, blank=True)  # why, as the organiser says it
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="undone_by"
    )
    told_at = models.DateTimeField(null=True, blank=True)  # when those concerned were written to

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = "batches"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="undo") ^ Q(undoes__isnull=True), name="undo_alone_undoes"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class Change(models.Model):
    """How one meeting stood before a batch of changes, and how it stood after.

    `before` and `after` are `{slot, last_slot, place, interpreter, state, people, start, end}`,
    with keys of the record and the time as it was then, so that it can be told after a slot has
    another.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="changes")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="changes")
    before = models.JSONField()
    after = models.JSONField()
    # Of a replanning: {code, incident, for, lack}, see `queries.Why`.
    why = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "meeting"], name="changed_once_a_batch")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.before.get('slot')} → {self.after.get('slot')}"


class Came(models.TextChoices):
    """What one side says came of a meeting's hour."""

    HELD = "held", _("It was held")
    THEY_DID_NOT = "they_did_not", _("They did not come")
    WE_DID_NOT = "we_did_not", _("We did not come")


TELLING_WORDS = 1000  # characters, at most


class Feedback(models.Model):
    """How a meeting was, as one who had a seat in it says.

    It is said of the request and not of a meeting of one version, so that a later version of the
    timetable leaves it standing. The other side never sees it.
    """

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="feedback")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="feedback")
    delegate = models.ForeignKey(Delegate, on_delete=models.CASCADE, related_name="feedback")
    came = models.CharField(max_length=12, choices=Came)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)  # 1 to 5, of one held
    words = models.CharField(max_length=TELLING_WORDS, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name_plural = "feedback"
        constraints = [
            models.UniqueConstraint(fields=["request", "delegate"], name="feedback_once"),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5, came="held"),
                name="rating_is_of_a_meeting_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.came} {self.rating or '–'}"


class HeldMark(models.Model):
    """What the organisers know of a meeting: it outweighs what the sides say."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="held_marks")
    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="held_mark")
    held = models.BooleanField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.request_id} {'held' if self.held else 'no-show'}"


class Outcome(models.Model):
    """What one side says came of a meeting, and what it will do next.

    Each side tells its own, one a meeting for all its delegates. The other side never sees it;
    the note is for the organisation itself alone.
    """

    class NextStep(models.TextChoices):
        NOTHING = "nothing", _("Nothing further")
        DOCUMENTS = "documents", _("Exchange documents")
        VISIT = "visit", _("Visit each other")
        SAMPLES = "samples", _("Sample order")
        TALKS = "talks", _("Contract talks")
        MOU = "mou", _("Memorandum of understanding")
        CONTRACT = "contract", _("Contract")
        ELSE = "else", _("Another step")

    class Deal(models.TextChoices):
        SALE = "sale", _("Sale")
        PURCHASE = "purchase", _("Purchase")
        DISTRIBUTION = "distribution", _("Distribution")
        JOINT_VENTURE = "joint_venture", _("Joint venture")
        INVESTMENT = "investment", _("Investment")
        LICENSING = "licensing", _("Licence, technology")
        OUTSOURCING = "outsourcing", _("Services")
        RESEARCH = "research", _("Joint research")
        TRAINING = "training", _("Education and training")
        PILOT = "pilot", _("Pilot project")
        ELSE = "else", _("Another kind")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("outcome", "open")
        DONE = "done", pgettext_lazy("outcome", "done")
        DROPPED = "dropped", pgettext_lazy("outcome", "dropped")

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="outcomes")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="outcomes")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="outcomes"
    )
    next_step = models.CharField(max_length=12, choices=NextStep)
    deal = models.CharField(max_length=16, choices=Deal, blank=True)
    value = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)  # ISO 4217
    follow_up = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(  # who sees to it
        Delegate, null=True, blank=True, on_delete=models.SET_NULL, related_name="owned_outcomes"
    )
    note = models.TextField(max_length=TELLING_WORDS, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    reminded_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "organisation"], name="outcome_once_a_side"),
            models.CheckConstraint(
                condition=Q(value__isnull=True, currency="")
                | Q(value__isnull=False, value__gte=0, currency__regex=r"^[A-Z]{3}$"),
                name="value_has_a_currency",
            ),
            models.CheckConstraint(
                condition=~Q(next_step="nothing") | Q(state="done"),
                name="nothing_further_is_done",
            ),
        ]
        indexes = [
            models.Index(
                fields=["follow_up"], condition=Q(state="open"), name="outcome_follow_up_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.organisation_id}: {self.next_step} {self.state}"


class OutcomeChange(models.Model):
    """An earlier telling: which fields somebody changed, from what to what."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="history")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    fields = models.JSONField(default=dict)  # {field: [before, after]}; the first: [null, after]

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.outcome_id} {self.at:%Y-%m-%d %H:%M} {', '.join(self.fields)}"


class TellingReminder(models.Model):
    """That a delegate who has told nothing was asked to, after the last day: once."""

    delegate = models.OneToOneField(
        Delegate, on_delete=models.CASCADE, related_name="telling_reminder"
    )
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.delegate_id} {self.at:%Y-%m-%d}"


def of_one_person(name: str) -> models.CheckConstraint:
    """That a row is of a delegate or of an interpreter, and not of both."""
    return models.CheckConstraint(
        condition=Q(delegate__isnull=False) ^ Q(interpreter__isnull=False), name=name
    )


class Delay(models.Model):
    """Somebody said that they come late to a meeting.

    It is said of the request at its start, so that a later version of the timetable leaves it
    standing, unless it moves the meeting.
    """

    MINUTES = (5, 10, 15)

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="delays")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="delays")
    delegate = models.ForeignKey(
        Delegate, null=True, blank=True, on_delete=models.CASCADE, related_name="delays"
    )
    interpreter = models.ForeignKey(
        Interpreter, null=True, blank=True, on_delete=models.CASCADE, related_name="delays"
    )
    start = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            of_one_person("delay_is_of_one_person"),
            models.UniqueConstraint(
                fields=["request", "delegate", "interpreter"],
                name="delay_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(minutes__in=[5, 10, 15]), name="delay_in_steps"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} +{self.minutes} min"

    @property
    def name(self) -> str:
        """Who comes late."""
        if self.delegate is not None:
            return self.delegate.person.name
        assert self.interpreter is not None, "the constraint delay_is_of_one_person is gone"
        return self.interpreter.name


class CalendarFeed(models.Model):
    """The secret address under which calendar programs read one person's meetings."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="calendar_feeds")
    delegate = models.OneToOneField(
        Delegate, null=True, blank=True, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    interpreter = models.OneToOneField(
        Interpreter, null=True, blank=True, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendar_feeds")
    token = models.CharField(max_length=60, unique=True)
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [of_one_person("feed_is_of_one_person")]

    def __str__(self) -> str:
        return f"{self.forum_id}: {self.user_id}"

    @property
    def of(self) -> Delegate | Interpreter:
        """Whose meetings they are."""
        one = self.delegate or self.interpreter
        assert one is not None, "the constraint feed_is_of_one_person is gone"
        return one


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


class MatchingRun(models.Model):
    """The renewal of a forum's suggestions, as its organiser watches it, and what it learned."""

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    ACTIVE = (State.QUEUED, State.RUNNING)

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="matching_runs")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    progress = models.JSONField(default=dict)  # {stage, done, pieces}
    matches = models.PositiveIntegerField(default=0)
    # {weights, bias, misfit, embedding}; decisions: how many it was learned from, 0 for the usual
    model = models.JSONField(default=dict)
    decisions = models.PositiveIntegerField(default=0)
    answers = models.PositiveIntegerField(default=0)  # decisions that there were
    created_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum"],
                condition=Q(state__in=["queued", "running"]),
                name="one_active_matching_a_forum",
            )
        ]

    def __str__(self) -> str:
        return f"{self.forum.code} {self.state}"


class Replanning(models.Model):
    """What happened on the day, and a timetable proposed for it.

    Once applied it is a batch of changes, undone as every batch is: what happened holds as long
    as its batch does, see `queries.in_force`.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("being worked out")
        PROPOSED = "proposed", _("proposed")
        APPLIED = "applied", pgettext_lazy("replanning", "applied")
        DROPPED = "dropped", pgettext_lazy("replanning", "dropped")
        FAILED = "failed", pgettext_lazy("replanning", "failed")

    OPEN = (State.QUEUED, State.RUNNING, State.PROPOSED, State.FAILED)
    PENDING = (State.QUEUED, State.RUNNING)

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="replannings")
    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="replannings")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    # {changes: [{meeting, before, after, why}], kept, proven, seconds}; standings and why as
    # `Change` keeps them.
    proposal = models.JSONField(default=dict, blank=True)
    batch = models.OneToOneField(
        Batch, null=True, blank=True, on_delete=models.CASCADE, related_name="replanning"
    )
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum"],
                condition=Q(state__in=["queued", "running", "proposed", "failed"]),
                name="one_open_replanning_a_forum",
            ),
            models.CheckConstraint(
                condition=Q(state="applied") ^ Q(batch__isnull=True), name="applied_is_a_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forum_id} {self.state}"


class Incident(models.Model):
    """Somebody or something that the forum does without, from one moment until another."""

    class Kind(models.TextChoices):
        ABSENT = "absent", _("Somebody does not come")
        LATE = "late", _("Somebody comes late")
        PLACE = "place", _("A table or room is lost")
        ONLINE = "online", _("Somebody can only be online")

    replanning = models.ForeignKey(Replanning, on_delete=models.CASCADE, related_name="incidents")
    kind = models.CharField(max_length=8, choices=Kind)
    delegate = models.ForeignKey(
        Delegate, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    interpreter = models.ForeignKey(
        Interpreter, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    start = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)  # None: for the rest of the forum

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="place", place__isnull=False)
                & Q(delegate__isnull=True, interpreter__isnull=True)
                | (
                    Q(kind__in=["absent", "late"], place__isnull=True)
                    & (Q(delegate__isnull=False) ^ Q(interpreter__isnull=False))
                )
                | (
                    Q(kind="online", delegate__isnull=False, until__isnull=True)
                    & Q(place__isnull=True, interpreter__isnull=True)
                ),
                name="incident_is_of_one",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("start")),
                name="incident_has_length",
            ),
            models.CheckConstraint(
                condition=~Q(kind="late") | Q(until__isnull=False), name="late_comes_at_last"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.of}"

    @property
    def of(self) -> Delegate | Interpreter | Place:
        """Who or what is missing."""
        one = self.delegate or self.interpreter or self.place
        assert one is not None, "the constraint incident_is_of_one is gone"
        return one

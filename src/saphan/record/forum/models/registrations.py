"""Who was invited to a forum, who asked to take part, and what became of it."""

from __future__ import annotations

import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.record.directory.models import Organisation, User, country_code

from .forums import Delegate, Forum, Mode


def new_token() -> str:
    """What nobody can guess."""
    return secrets.token_urlsafe(24)


class JoinLink(models.Model):
    """An address by which anybody who has it can ask to take part.

    Attributes:
        label: For the organisers to know it by.
        limit: How many can register by it; None for any number.
        country, kind: What their organisations have to be; empty for any.
        trusted: Whether who registers by it takes part without being looked at.
    """

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="join_links")
    token = models.CharField(max_length=64, unique=True, default=new_token)
    label = models.CharField(max_length=120)
    country = models.CharField(max_length=2, blank=True, validators=[country_code])
    kind = models.CharField(max_length=20, choices=Organisation.Kind, blank=True)
    limit = models.PositiveIntegerField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    trusted = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.forum.code}: {self.label}"


class Registration(models.Model):
    """Somebody's way into a forum, from being invited to taking part.

    The answers stay here until they are approved: only then is there a person and a delegate, so
    that nobody is shown, or changed, by an address that somebody typed.

    Attributes:
        country, kind: Of the organisation; what the invitation expects until it is answered.
        organisation: The one chosen; None where a new one is described, or nothing is answered.
        new_organisation: Name, English name, city, website and description of a new one.
        link: By which it came, if it did not come by an invitation.
        delegate: Whom it made.
        decided_by, decided_at, words: Who approved, declined or withdrew it, when, and why.
    """

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        WAITING = "waiting", _("waiting for approval")
        APPROVED = "approved", _("takes part")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="registrations")
    email = models.EmailField()
    state = models.CharField(max_length=10, choices=State, default=State.INVITED)
    language = models.CharField(max_length=8)
    name = models.CharField(max_length=200, blank=True)
    name_latin = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True, validators=[country_code])
    kind = models.CharField(max_length=20, choices=Organisation.Kind, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="registrations",
    )
    new_organisation = models.JSONField(default=dict, blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    modes = ArrayField(models.CharField(max_length=20, choices=Mode), default=list, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    link = models.ForeignKey(
        JoinLink, null=True, blank=True, on_delete=models.SET_NULL, related_name="registrations"
    )
    delegate = models.OneToOneField(
        Delegate, null=True, blank=True, on_delete=models.SET_NULL, related_name="registration"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint("forum", Lower("email"), name="registration_once_an_address"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | ~Q(name=""), name="who_registered_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(delegate=None) | Q(state="approved"), name="only_who_is_approved_is_one"
            ),
        ]
        indexes = [models.Index(fields=["forum", "state"], name="registrations_of_a_state")]

    def __str__(self) -> str:
        return f"{self.email} {self.state} {self.forum.code}"

    @property
    def organisation_name(self) -> str:
        """Of the organisation chosen, or of the new one."""
        if self.organisation is not None:
            return self.organisation.name
        return str(self.new_organisation.get("name", ""))


class Invitation(models.Model):
    """A letter with a link by which one address, and nobody else, can register, once.

    Attributes:
        trusted: Whether the answer makes a delegate at once, or waits for approval.
        used_at: When it was answered.
        sent_at, reminders: When the last letter left, and how many reminders there were.
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="invitations"
    )
    token = models.CharField(max_length=64, unique=True, default=new_token)
    trusted = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(used_at=None),
                name="one_open_invitation_a_registration",
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration.email} until {self.expires_at:%Y-%m-%d}"

    @property
    def is_live(self) -> bool:
        """Whether its link still lets somebody register."""
        return (
            self.used_at is None
            and self.expires_at > timezone.now()
            and self.registration.state == Registration.State.INVITED
        )

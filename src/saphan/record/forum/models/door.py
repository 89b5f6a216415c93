"""Badges, what is read of them at the door, and screens."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from saphan.record.directory.models import User, country_code

from .forums import Delegate, Forum, Interpreter, Place

CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of badges' codes: no I, L, O or U, which are taken for other letters (Crockford's base 32)."""


def new_code() -> str:
    """80 random bits in 16 letters: nobody guesses it, and the smallest QR code holds it."""
    return "".join(secrets.choice(CODE_LETTERS) for _letter in range(16))


def new_screen_key() -> str:
    return secrets.token_urlsafe(24)


class Badge(models.Model):
    """What somebody wears at a forum, with the code that the door reads.

    It is of a delegate, of an interpreter, or of somebody else, known by name alone: staff.
    """

    class Role(models.TextChoices):
        DELEGATE = "delegate", pgettext_lazy("badge", "Delegate")
        INTERPRETER = "interpreter", pgettext_lazy("badge", "Interpreter")
        STAFF = "staff", pgettext_lazy("badge", "Staff")

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="badges")
    delegate = models.OneToOneField(
        Delegate, null=True, blank=True, on_delete=models.CASCADE, related_name="badge"
    )
    interpreter = models.OneToOneField(
        Interpreter, null=True, blank=True, on_delete=models.CASCADE, related_name="badge"
    )
    name = models.CharField(max_length=200, blank=True)  # of staff alone, as the next two
    organisation = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True, validators=[country_code])
    token = models.CharField(max_length=16, unique=True, default=new_code)
    # Earlier codes, no longer valid, each with the moment in which it was replaced.
    replaced = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    printed_at = models.DateTimeField(null=True, blank=True)  # with the present code

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(delegate__isnull=False, interpreter__isnull=True, name="")
                | Q(delegate__isnull=True, interpreter__isnull=False, name="")
                | (Q(delegate__isnull=True, interpreter__isnull=True) & ~Q(name="")),
                name="badge_is_of_one_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.pk} of {self.forum_id}"

    @property
    def role(self) -> Badge.Role:
        if self.delegate_id:
            return self.Role.DELEGATE
        return self.Role.INTERPRETER if self.interpreter_id else self.Role.STAFF


class CheckIn(models.Model):
    """That a badge was read at a door.

    The phone that read it names it by an UUID, so that it can send it again without telling twice.
    """

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="check_ins")
    badge = models.ForeignKey(Badge, on_delete=models.CASCADE, related_name="check_ins")
    scan = models.UUIDField()
    scanned_at = models.DateTimeField()
    received_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    door = models.CharField(max_length=60, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["scanned_at", "id"]
        constraints = [models.UniqueConstraint(fields=["forum", "scan"], name="scan_once")]
        indexes = [models.Index(fields=["forum", "scanned_at"], name="check_in_of_a_day")]

    def __str__(self) -> str:
        return f"{self.badge_id} {self.scanned_at:%Y-%m-%d %H:%M}"


class Screen(models.Model):
    """A page for a screen of the hall: who knows its key sees it, without signing in."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="screens")
    key = models.CharField(max_length=40, unique=True, default=new_screen_key)
    name = models.CharField(max_length=120)
    places = models.ManyToManyField(Place, related_name="screens")
    made_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

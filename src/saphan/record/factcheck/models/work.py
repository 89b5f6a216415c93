from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models

from .claims import Claim


def reply_token() -> str:
    return secrets.token_urlsafe(24)


class Comment(models.Model):
    """What somebody of the desk says to the others about a claim."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    text = models.TextField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class Conflict(models.Model):
    """Somebody's conflict of interest: who has one keeps off the claim."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="conflicts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    text = models.CharField(max_length=500)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "user"], name="conflict_of_a_person_once")
        ]

    def __str__(self) -> str:
        return self.text


class HandOver(models.Model):
    """A question to the responsible agency, which answers by a link.

    Attributes:
        agency: What it is called.
        token: Of the link; good until `expires_at`, for one answer.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="hand_overs")
    agency = models.CharField(max_length=300)
    email = models.EmailField()
    language = models.CharField(max_length=8)
    question = models.TextField()
    token = models.CharField(max_length=40, unique=True, default=reply_token)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    reply = models.TextField(blank=True)
    replied_by = models.CharField(max_length=200, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.agency

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from saphan.record.directory.models import country_code


class Desk(models.Model):
    """The fact-check desk of a country.

    Attributes:
        signing_key: The private key (Ed25519, base64) with which what it shares is signed.
    """

    country = models.CharField(max_length=2, validators=[country_code], unique=True)
    signing_key = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["country"]

    def __str__(self) -> str:
        return self.country


class DeskRole(models.Model):
    """What somebody is at a desk."""

    class Role(models.TextChoices):
        CHECKER = "checker", _("checker")
        EDITOR = "editor", _("editor")
        LEAD = "lead", _("lead")

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desk_roles"
    )
    role = models.CharField(max_length=10, choices=Role)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["desk", "user"]
        constraints = [models.UniqueConstraint(fields=["desk", "user"], name="one_role_at_a_desk")]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.desk_id}"

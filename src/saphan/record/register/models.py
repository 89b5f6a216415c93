from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from saphan.record.directory.models import country_code


class Release(models.Model):
    """A government news release, as published."""

    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the normalised text
    source_url = models.URLField(blank=True)
    title = models.CharField(max_length=600)
    published = models.DateField(db_index=True)
    language = models.CharField(max_length=8)
    text = models.TextField()
    sample = models.BooleanField(default=False)
    countries = ArrayField(models.CharField(max_length=2, validators=[country_code]), default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-published", "-id"]
        indexes = [GinIndex(fields=["countries"], name="release_countries")]

    def __str__(self) -> str:
        return self.title


class Party(models.Model):
    """A country or an agency recognised in a release, with its place in the text."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        AGENCY = "agency", _("agency")

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="parties")
    kind = models.CharField(max_length=10, choices=Kind)
    country = models.CharField(max_length=2, validators=[country_code])
    name = models.CharField(max_length=300)
    names = models.JSONField(default=dict, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    confidence = models.FloatField(default=1)
    rule = models.CharField(max_length=60)

    class Meta:
        ordering = ["start"]
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return self.name

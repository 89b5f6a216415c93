"""What releases are found by; all of it is made from them, and can be made again."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from pgvector.django import HalfVectorField, HnswIndex

from saphan.record.directory.models import VECTOR, IndexedWord


class ReleaseWord(IndexedWord):
    """A word that a release is found by."""

    class Meta:
        indexes = [
            models.Index(fields=["key"], name="release_word_key"),
            GinIndex(fields=["near"], name="release_word_near", fastupdate=False),
        ]


class ReleaseEntry(models.Model):
    """What a release is found by; a copy of another release has none.

    Attributes:
        published, year, language, kind, countries, topics, agencies: Those of the release. A
            trigger of the database keeps them so, whoever changes the release.
        terms: Its words, each once: of its title and text, and the names of its countries and
            organisations in every language that is known.
        title: Those of them that stand in its title.
        places: Word, start and end of occurrences in the title and the text below it.
        model: The model that made the vector; empty where the release has changed since.
    """

    release = models.OneToOneField(
        "register.Release", primary_key=True, on_delete=models.CASCADE, related_name="entry"
    )
    published = models.DateField()
    year = models.SmallIntegerField()
    language = models.CharField(max_length=8)
    kind = models.CharField(max_length=24, blank=True)
    countries = ArrayField(models.CharField(max_length=2), default=list)
    topics = ArrayField(models.CharField(max_length=24), default=list)
    agencies = ArrayField(models.BigIntegerField(), default=list)
    terms = ArrayField(models.IntegerField(), default=list)
    title = ArrayField(models.IntegerField(), default=list)
    places = ArrayField(models.IntegerField(), default=list)
    model = models.CharField(max_length=300)
    vector = HalfVectorField(dimensions=VECTOR)

    class Meta:
        indexes = [
            GinIndex(fields=["terms"], name="release_entry_terms", fastupdate=False),
            GinIndex(fields=["title"], name="release_entry_title", fastupdate=False),
            GinIndex(
                fields=["countries", "topics", "agencies"],
                name="release_entry_limits",
                fastupdate=False,
            ),
            HnswIndex(
                fields=["vector"],
                name="release_entry_vector",
                opclasses=["halfvec_cosine_ops"],
                m=16,
                ef_construction=64,
            ),
        ]

    def __str__(self) -> str:
        return str(self.release_id)

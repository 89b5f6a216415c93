"""What has changed."""

from __future__ import annotations

from django.db import models
from django.db.models.expressions import RawSQL

ALL = "all"
"""The scope of what anybody may be shown."""


def of_user(pk: int | None) -> str:
    """The scope of what concerns one user alone."""
    return f"user:{pk}"


class Stamp(models.Model):
    """A statement has changed something; triggers write this."""

    scope = models.CharField(max_length=40)
    # Of the transaction that wrote it. Numbers of transactions under way are greater than those
    # of all that ended before them, so that what `drop_old` takes never comes back as another's.
    xid = models.BigIntegerField(
        db_default=RawSQL("pg_current_xact_id()::text::bigint", ()), editable=False
    )

    class Meta:
        indexes = [models.Index(fields=["scope", "xid"], name="stamps_of_scope")]

    def __str__(self) -> str:
        return f"{self.scope} in {self.xid}"

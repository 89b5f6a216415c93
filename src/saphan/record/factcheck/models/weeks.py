from __future__ import annotations

from django.db import models

from .desks import Desk


class Tally(models.Model):
    """How often something changed at a desk that weeks are counted from, other than by a message
    that comes in: counts of weeks that are over are kept until then.

    Attributes:
        number: Goes up with each change.
    """

    desk = models.OneToOneField(Desk, on_delete=models.CASCADE, related_name="tally")
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["desk"]
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.desk_id} {self.number}"

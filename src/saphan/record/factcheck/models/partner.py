from __future__ import annotations

from django.db import models

from saphan.record.directory.models import country_code

from .claims import Claim
from .desks import Desk


class FeedRead(models.Model):
    """The latest feed of a partner that was taken in: an older one is refused from then on.

    Attributes:
        desk: Which took it in.
        country: Of the partner's desk.
        made: When the partner made it, by the partner's clock.
        at: When it was read.
    """

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="feeds_read")
    country = models.CharField(max_length=2, validators=[country_code])
    made = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["country"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "country"], name="latest_feed_of_a_partner_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.made}"


class Proposal(models.Model):
    """What a partner's desk has said of a claim that was taken in from its signed feed.

    Attributes:
        desk: Which took it in.
        country: Of the partner's desk.
        key: The claim's name there.
        version: The latest of the partner's that is known.
        data: The claim as the partner told it then.
        changed_at: When the partner changed it after this desk had taken it up.
        gone_at: When it was found to stand in the feed no longer.
    """

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, related_name="proposal")
    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="proposals")
    country = models.CharField(max_length=2, validators=[country_code])
    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    data = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "country", "key"], name="proposal_taken_in_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.key}"

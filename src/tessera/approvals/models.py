"""The tables of this room. Small, and kept for ever: whoever audits the shop reads them."""
# ruff: noqa: DJ001 - "" would be somebody without a name, and a reason that says nothing

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint


class AdjustmentRequest(models.Model):
    """That somebody asked for an adjustment. `hand`: the API key, or `@` and the person's name on the command line.

    `person`: who asked, as their shop names them, where it said so. `points` are smallest units, below zero to take them.
    `of`: the key of the adjustment that it undoes. `reason` is what the member reads, `note` what colleagues do. From
    `ends_at` on nobody may approve it any more.
    """

    request_id = models.UUIDField(primary_key=True)
    source = models.TextField()
    key = models.TextField()
    hand = models.TextField()
    person = models.TextField(null=True)
    member_id = models.UUIDField()
    currency = models.TextField()
    points = models.BigIntegerField()
    of = models.TextField(null=True)
    reason = models.TextField()
    note = models.TextField(null=True)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        db_table = "adjustment_request"
        constraints: ClassVar = [
            UniqueConstraint(fields=("source", "key"), name="adjustment_request_key"),
        ]
        indexes: ClassVar = [
            Index(fields=("hand", "asked_at"), name="adjustment_request_by_hand"),
        ]

    def __str__(self) -> str:
        return f"{self.points} {self.currency} asked by {self.hand}"


class AdjustmentVerdict(models.Model):
    """What became of a request, once: `done` at once, `approved` or `refused` by another; `activity_id` was recorded."""

    request_id = models.UUIDField(primary_key=True)
    outcome = models.TextField()
    source = models.TextField()
    hand = models.TextField()
    person = models.TextField(null=True)
    reason = models.TextField(null=True)
    decided_at = models.DateTimeField()
    activity_id = models.UUIDField(null=True)

    class Meta:
        db_table = "adjustment_verdict"
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(outcome="refused", activity_id__isnull=True)
                | Q(outcome__in=("done", "approved"), activity_id__isnull=False),
                name="adjustment_verdict_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} by {self.hand}"

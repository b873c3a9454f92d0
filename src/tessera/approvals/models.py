"""The tables of this room. Small, and kept for ever: whoever audits the shop reads them."""
# ruff: noqa: DJ001 - "" would be somebody without a name, and a reason that says nothing

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.db.models.fields.json import KeyTextTransform


class Request(models.Model):
    """That somebody asked for something by hand. `hand`: the API key, or `@` and the person's name on the command line.

    `kind`: what it is (`requests.Kind`); `asks`: what exactly, as its kind has it. `person`: who asked, as their shop names
    them, where it said so. `member_id`: who would get it. `gives`: what of it counts for the day's sum of the hand, in
    smallest units by currency. `reason` is what the member reads, `note` what colleagues do. From `ends_at` on nobody may
    approve it any more.
    """

    request_id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    source = models.TextField()
    key = models.TextField()
    hand = models.TextField()
    person = models.TextField(null=True)
    member_id = models.UUIDField()
    asks = models.JSONField()
    gives = models.JSONField()
    reason = models.TextField()
    note = models.TextField(null=True)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        db_table = "request"
        constraints: ClassVar = [
            UniqueConstraint(fields=("source", "key"), name="request_key"),
        ]
        indexes: ClassVar = [
            Index(fields=("hand", "asked_at"), name="request_by_hand"),
            Index(KeyTextTransform("receipt", "asks"), name="request_by_receipt", condition=Q(kind="claim")),
            Index(fields=("member_id",), name="request_of_claimant", condition=Q(kind="claim")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} asked by {self.hand}"


class Verdict(models.Model):
    """What became of a request, once: `done` at once, `approved` or `refused` by another; `activity_id` was recorded.

    `refusal`: why the books refused what was done or approved, so that nothing moved.
    """

    request_id = models.UUIDField(primary_key=True)
    outcome = models.TextField()
    source = models.TextField()
    hand = models.TextField()
    person = models.TextField(null=True)
    reason = models.TextField(null=True)
    decided_at = models.DateTimeField()
    activity_id = models.UUIDField(null=True)
    refusal = models.TextField(null=True)

    class Meta:
        db_table = "verdict"
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(outcome="refused", activity_id__isnull=True)
                | Q(outcome__in=("done", "approved"), activity_id__isnull=False),
                name="verdict_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} by {self.hand}"

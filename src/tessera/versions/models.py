"""The tables of this room. Small: on a cluster, reference tables."""

from typing import ClassVar

from django.db import models


class ProgrammeVersion(models.Model):
    """A published document, never changed or deleted. A rollback is a new version that names the old one."""

    number = models.IntegerField(primary_key=True)
    programme_id = models.TextField()
    document = models.TextField()
    effective_at = models.DateTimeField()
    published_at = models.DateTimeField()
    note = models.TextField()
    rollback_of = models.IntegerField(null=True)
    edition = models.IntegerField(db_default=0)  # of the catalogue beside the document; 0 is none

    class Meta:
        db_table = "programme_version"

    def __str__(self) -> str:
        return f"{self.programme_id} {self.number}"


class CatalogueItem(models.Model):
    """A reward beside the document, from edition `since` up to the one before `until`; never changed otherwise."""

    pk = models.CompositePrimaryKey("reward_id", "since")
    reward_id = models.TextField()
    since = models.IntegerField()
    until = models.IntegerField(null=True)
    body = models.BinaryField()  # JSON, as the document would have it
    facet = models.BinaryField()  # msgpack, what an index needs to know of it

    class Meta:
        db_table = "catalogue_item"

    def __str__(self) -> str:
        return f"{self.reward_id} since {self.since}"


class ProgrammeDraft(models.Model):
    """The one saved draft; it may still have errors."""

    draft_id = models.SmallIntegerField(primary_key=True)  # 1
    document = models.TextField()
    note = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "programme_draft"
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(draft_id=1), name="one_programme_draft"),
        ]

    def __str__(self) -> str:
        return f"draft of {self.saved_at}"

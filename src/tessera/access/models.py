"""The tables of this room."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ApiKey(models.Model):
    """A source's key, without its secret: SHA-256 of 32 random bytes needs neither salt nor stretching."""

    key_id = models.TextField(primary_key=True)
    source = models.TextField()
    digest = models.BinaryField()
    scopes = ArrayField(models.TextField())
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "api_key"

    def __str__(self) -> str:
        return f"{self.key_id} of {self.source}"


class TryLimit(models.Model):
    """When all tries of a key or a source would be there again; see `tries`."""

    subject = models.TextField(primary_key=True)
    full_at = models.DateTimeField()

    class Meta:
        db_table = "try_limit"

    def __str__(self) -> str:
        return self.subject

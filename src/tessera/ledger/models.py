"""The tables of this room. The account comes first in every key, so that a cluster can be split by it.

Points are integers. Instants are UTC. No foreign keys: the hot tables are checked by `verify`, not on every row.
"""

from typing import ClassVar

from django.db import models


class Account(models.Model):
    """An account's points in one currency, as of its last settlement; `version` is its newest posting's.

    `maturing` is msgpack [[available_at, amount], …]: what is pending, by the instant at which it matures.
    `reached_at`: the latest instant at which time brought something; what was to be available by then is, the rest waits.
    `next_expiry_at` is no later than the first end of a lot that still holds points, or of an open hold. `lapses_at` and
    `kept_until` bear on all lots: gone then, and not before.
    """

    pk = models.CompositePrimaryKey("account_id", "currency")
    account_id = models.UUIDField()
    currency = models.TextField()
    available = models.BigIntegerField(default=0)
    pending = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    debt = models.BigIntegerField(default=0)
    lifetime_earned = models.BigIntegerField(default=0)
    version = models.BigIntegerField(default=0)
    next_expiry_at = models.DateTimeField(null=True)
    maturing = models.BinaryField(default=b"\x90")
    reached_at = models.DateTimeField(null=True)
    lapses_at = models.DateTimeField(null=True)
    kept_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "account"

    def __str__(self) -> str:
        return f"{self.account_id} {self.currency}"


class Posting(models.Model):
    """One immutable movement: `amount` between the account and the contra code, and the balances after it.

    Contra `own` is a movement within the account (pending to available, available to held, available to debt).
    `lot_version` is the lot that an issue filled.
    """

    pk = models.CompositePrimaryKey("account_id", "currency", "version")
    account_id = models.UUIDField()
    currency = models.TextField()
    version = models.BigIntegerField()
    kind = models.TextField()
    contra = models.TextField()
    amount = models.BigIntegerField()
    available_after = models.BigIntegerField()
    pending_after = models.BigIntegerField()
    held_after = models.BigIntegerField()
    debt_after = models.BigIntegerField()
    activity_id = models.UUIDField(null=True)
    rule_id = models.TextField(null=True)  # noqa: DJ001 - an absent rule is not an empty one
    programme_version = models.IntegerField(null=True)
    lot_version = models.BigIntegerField(null=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "posting"
        indexes = (  # what causes have been given; no other posting is in it
            models.Index(
                fields=["rule_id", "currency"],
                include=["account_id", "amount"],
                condition=models.Q(contra="donated"),
                name="posting_donated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.currency} #{self.version}"


class Lot(models.Model):
    """Points granted together, on the same terms; its version is that of the first posting that filled it."""

    pk = models.CompositePrimaryKey("account_id", "currency", "expires_at", "lot_version")
    account_id = models.UUIDField()
    currency = models.TextField()
    expires_at = models.DateTimeField()  # the year 9999 = never
    lot_version = models.BigIntegerField()
    granted = models.BigIntegerField()
    remaining = models.BigIntegerField()
    available_at = models.DateTimeField()

    class Meta:
        db_table = "lot"

    def __str__(self) -> str:
        return f"{self.account_id} {self.currency} lot {self.lot_version}"


class Allocation(models.Model):
    """Which lot a posting took from; a negative amount gives back to it."""

    pk = models.CompositePrimaryKey("account_id", "currency", "taker_version", "lot_version")
    account_id = models.UUIDField()
    currency = models.TextField()
    taker_version = models.BigIntegerField()
    lot_version = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        db_table = "allocation"

    def __str__(self) -> str:
        return f"{self.account_id} {self.currency} #{self.taker_version} from lot {self.lot_version}"


class Hold(models.Model):
    """Points set aside by an activity (`hold_id`); its version is that of its posting, which allocated them.

    Open until `resolved_version`: the posting with which all of it was redeemed or free again.
    """

    pk = models.CompositePrimaryKey("account_id", "currency", "version")
    account_id = models.UUIDField()
    currency = models.TextField()
    version = models.BigIntegerField()
    hold_id = models.UUIDField()
    amount = models.BigIntegerField()
    expires_at = models.DateTimeField()  # the year 9999 = redeemed at once
    resolved_version = models.BigIntegerField(null=True)

    class Meta:
        db_table = "hold"

    def __str__(self) -> str:
        return f"{self.account_id} {self.currency} hold {self.version}"


class Activity(models.Model):
    """What happened and what was answered: the facts that every posting can be worked out from again."""

    pk = models.CompositePrimaryKey("account_id", "activity_id")
    account_id = models.UUIDField()
    activity_id = models.UUIDField()
    member_id = models.UUIDField()
    source = models.TextField()
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    programme_version = models.IntegerField()
    standing_version = models.BigIntegerField()  # the member's standing after it: the order of decisions
    payload = models.BinaryField()  # msgpack, as the engine saw it
    outcome = models.BinaryField()  # msgpack, the stored answer

    class Meta:
        db_table = "activity"

    def __str__(self) -> str:
        return str(self.activity_id)


class ActivityKey(models.Model):
    """Each (source, key) once, for ever, whoever's it is: distributed by the key."""

    pk = models.CompositePrimaryKey("key", "source")
    key = models.TextField()
    source = models.TextField()
    account_id = models.UUIDField()
    activity_id = models.UUIDField()

    class Meta:
        db_table = "activity_key"

    def __str__(self) -> str:
        return f"{self.source} {self.key}"


class Correction(models.Model):
    """That a purchase was recorded for the wrong member: whose it is since, and under which key. Rows are only added.

    Distributed by the key, as `ActivityKey`. `number` counts the corrections of one purchase; the last one holds.
    `correction_id` is the activity that took it back, under `account_id`.
    """

    pk = models.CompositePrimaryKey("key", "source", "number")
    key = models.TextField()
    source = models.TextField()
    number = models.IntegerField()
    account_id = models.UUIDField()
    correction_id = models.UUIDField()
    purchase_key = models.TextField()
    from_id = models.UUIDField()
    to_id = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "correction"

    def __str__(self) -> str:
        return f"{self.source} {self.key} to {self.to_id}"


class Returned(models.Model):
    """How much of a purchase's line has come back so far."""

    pk = models.CompositePrimaryKey("account_id", "activity_id", "line")
    account_id = models.UUIDField()
    activity_id = models.UUIDField()
    line = models.IntegerField()
    amount_minor = models.BigIntegerField()
    quantity_milli = models.BigIntegerField()

    class Meta:
        db_table = "returned"

    def __str__(self) -> str:
        return f"{self.activity_id} line {self.line}"


class Due(models.Model):
    """When time next changes an account's balances, at the latest by then a sweep looks at it."""

    account_id = models.UUIDField(primary_key=True)
    due_at = models.DateTimeField()

    class Meta:
        db_table = "due"
        indexes: ClassVar = [models.Index(fields=["due_at"], name="due_at")]

    def __str__(self) -> str:
        return f"{self.account_id} at {self.due_at}"

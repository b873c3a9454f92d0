"""The tables of this room; those of gift cards are in `card_models`."""

from typing import ClassVar

from django.db import models

from tessera.catalogue.card_models import GiftCard, GiftCardEntry, GiftCardHold, GiftCardVoid, GuestPayment

__all__ = [
    "CodePool",
    "Draw",
    "DrawEntry",
    "DrawWinner",
    "GiftCard",
    "GiftCardEntry",
    "GiftCardHold",
    "GiftCardVoid",
    "GuestPayment",
    "PoolCode",
    "Reservation",
    "SealProof",
    "SpokenCode",
    "Tally",
    "Voucher",
    "VoucherStep",
]


class Draw(models.Model):
    """A prize draw from its announcement on; its terms are those of the version that was in force then, and stay.

    `seed` and `salt` are secret: the seed until it is drawn, the salt for ever. Each step is taken once.
    """

    draw_id = models.TextField(primary_key=True)
    terms = models.BinaryField()  # msgpack, `draws.Terms`
    seed = models.BinaryField()
    salt = models.BinaryField()
    committed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closing_sha256 = models.TextField(null=True)  # noqa: DJ001 - an absent hash is not an empty one
    public = models.TextField(null=True)  # noqa: DJ001 - nor an absent value
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "draw"

    def __str__(self) -> str:
        return self.draw_id


class DrawEntry(models.Model):
    """What an account had when the draw closed; of those who do not take part too, so that it can be compared."""

    pk = models.CompositePrimaryKey("account_id", "draw_id")
    account_id = models.UUIDField()
    draw_id = models.TextField()
    pseudonym = models.TextField()
    entries = models.BigIntegerField()
    takes_part = models.BooleanField()

    class Meta:
        db_table = "draw_entry"
        indexes: ClassVar = [models.Index(fields=["draw_id", "pseudonym"], name="draw_entry_by_draw")]

    def __str__(self) -> str:
        return f"{self.account_id} in {self.draw_id}"


class DrawWinner(models.Model):
    """Who won the prize at a place of the drawing, from 0 on."""

    pk = models.CompositePrimaryKey("account_id", "draw_id", "place")
    account_id = models.UUIDField()
    draw_id = models.TextField()
    place = models.IntegerField()
    prize = models.TextField()

    class Meta:
        db_table = "draw_winner"
        indexes: ClassVar = [models.Index(fields=["draw_id", "place"], name="draw_winner_by_draw")]

    def __str__(self) -> str:
        return f"{self.prize} of {self.draw_id}"


class Tally(models.Model):
    """How much is gone of what all members share; see `tallies`."""

    subject = models.TextField(primary_key=True)
    taken = models.BigIntegerField()

    class Meta:
        db_table = "tally"

    def __str__(self) -> str:
        return f"{self.subject}: {self.taken}"


class Reservation(models.Model):
    """What an open hold sets aside of it."""

    pk = models.CompositePrimaryKey("hold_id", "subject")
    hold_id = models.UUIDField()
    subject = models.TextField()
    member_id = models.UUIDField()
    amount = models.BigIntegerField()
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "reservation"
        indexes: ClassVar = [models.Index(fields=["subject", "expires_at"], name="reservation_by_subject")]

    def __str__(self) -> str:
        return f"{self.amount} of {self.subject} for {self.hold_id}"


class Voucher(models.Model):
    """A reward that was taken and can be used; see `voucher.Voucher`.

    The code is made when it is first shown: its SHA-256, by which it is found, and the code itself, sealed (`seal`).
    """

    voucher_id = models.UUIDField(primary_key=True)
    account_id = models.UUIDField()
    member_id = models.UUIDField()
    reward = models.TextField()
    programme_version = models.IntegerField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    state = models.TextField()
    number = models.IntegerField()
    held_by = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)
    used_by = models.UUIDField(null=True)
    code_hash = models.BinaryField(null=True)
    code_sealed = models.BinaryField(null=True)

    class Meta:
        db_table = "voucher"
        indexes: ClassVar = [models.Index(fields=["account_id", "issued_at"], name="voucher_by_account")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["code_hash"], name="voucher_by_code")]

    def __str__(self) -> str:
        return f"{self.reward} {self.voucher_id}"


class VoucherStep(models.Model):
    """What an activity of an account did to a voucher; appended only, numbered from 1 without gaps."""

    pk = models.CompositePrimaryKey("voucher_id", "number")
    voucher_id = models.UUIDField()
    number = models.IntegerField()
    step = models.TextField()
    account_id = models.UUIDField()
    activity_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "voucher_step"
        indexes: ClassVar = [models.Index(fields=["account_id"], name="voucher_step_by_account")]

    def __str__(self) -> str:
        return f"{self.step} {self.voucher_id}"


class CodePool(models.Model):
    """A pool of codes that somebody else made; see `pools`."""

    pool = models.TextField(primary_key=True)
    imported = models.BigIntegerField()
    taken = models.BigIntegerField()

    class Meta:
        db_table = "code_pool"

    def __str__(self) -> str:
        return self.pool


class PoolCode(models.Model):
    """One code of a pool, sealed, and the voucher that it stands for once it is taken; they are taken by number."""

    code_hash = models.BinaryField(primary_key=True)
    pool = models.TextField()
    number = models.BigIntegerField()
    code_sealed = models.BinaryField()
    voucher_id = models.UUIDField(null=True)

    class Meta:
        db_table = "pool_code"
        indexes: ClassVar = [
            models.Index(
                fields=["pool", "number"],
                condition=models.Q(voucher_id__isnull=True),
                name="pool_code_free",
            ),
            models.Index(fields=["voucher_id"], name="pool_code_by_voucher"),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.pool}"


class SpokenCode(models.Model):
    """A code that somebody says aloud: a voucher's or a gift card's, in the shop of `source`; see `spoken`."""

    code_hash = models.BinaryField(primary_key=True)
    source = models.TextField()
    voucher_id = models.UUIDField(null=True)
    card_id = models.UUIDField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "spoken_code"
        indexes: ClassVar = [models.Index(fields=["source", "expires_at"], name="spoken_code_by_source")]

    def __str__(self) -> str:
        return f"a spoken code of {self.source}"


class SaidCode(models.Model):
    """What a spoken code meant in a request that has a key, for when that request is sent again; see `spoken`."""

    said_hash = models.BinaryField(primary_key=True)
    voucher_id = models.UUIDField(null=True)
    card_id = models.UUIDField(null=True)

    class Meta:
        db_table = "said_code"

    def __str__(self) -> str:
        return "a code that was said"


class SealProof(models.Model):
    """A value that everybody knows, sealed with the secret of this installation; see `seals`. One row."""

    place = models.SmallIntegerField(primary_key=True)
    sealed = models.BinaryField()

    class Meta:
        db_table = "seal_proof"

    def __str__(self) -> str:
        return "the seal's proof"

"""The tables of gift cards."""

from typing import ClassVar

from django.db import models


class GiftCard(models.Model):
    """Money in advance, for whoever has the code; see `gift_card.GiftCard`.

    `source` issued it under its `key`; `account_id`, `member_id`: to whom, if it was a reward. The code as a voucher's.
    """

    card_id = models.UUIDField(primary_key=True)
    money = models.TextField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    balance_minor = models.BigIntegerField()
    number = models.IntegerField()
    source = models.TextField()
    key = models.TextField()
    account_id = models.UUIDField(null=True)
    member_id = models.UUIDField(null=True)
    code_hash = models.BinaryField(null=True)
    code_sealed = models.BinaryField(null=True)

    class Meta:
        db_table = "gift_card"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "key"], name="gift_card_by_key"),
            models.UniqueConstraint(fields=["code_hash"], name="gift_card_by_code"),
            models.CheckConstraint(
                condition=models.Q(balance_minor__gte=0), name="gift_card_never_below_zero"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account_id"], name="gift_card_by_account")]

    def __str__(self) -> str:
        return f"{self.balance_minor} {self.money} on {self.card_id}"


class GiftCardHold(models.Model):
    """What an open hold sets aside of a card."""

    pk = models.CompositePrimaryKey("card_id", "hold_id")
    card_id = models.UUIDField()
    hold_id = models.UUIDField()
    amount_minor = models.BigIntegerField()
    until = models.DateTimeField()

    class Meta:
        db_table = "gift_card_hold"

    def __str__(self) -> str:
        return f"{self.amount_minor} of {self.card_id}"


class GiftCardEntry(models.Model):
    """One change of a card, by an activity of an account, by the issuer, or by time; appended only, without gaps."""

    pk = models.CompositePrimaryKey("card_id", "number")
    card_id = models.UUIDField()
    number = models.IntegerField()
    kind = models.TextField()
    amount_minor = models.BigIntegerField()
    balance_after = models.BigIntegerField()
    held_after = models.BigIntegerField()
    account_id = models.UUIDField(null=True)
    activity_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "gift_card_entry"
        indexes: ClassVar = [models.Index(fields=["account_id"], name="gift_card_entry_by_account")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_minor} of {self.card_id}"


class GiftCardVoid(models.Model):
    """That a card was taken out of use, by whom and why; see `card_register.Void`."""

    void_id = models.UUIDField(primary_key=True)
    source = models.TextField()
    key = models.TextField()
    card_id = models.UUIDField()
    amount_minor = models.BigIntegerField()
    reason = models.TextField()
    hand = models.TextField()
    person = models.TextField(null=True)  # noqa: DJ001 - "" would be somebody without a name
    at = models.DateTimeField()

    class Meta:
        db_table = "gift_card_void"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "key"], name="gift_card_void_by_key")
        ]
        indexes: ClassVar = [models.Index(fields=["card_id"], name="gift_card_void_by_card")]

    def __str__(self) -> str:
        return f"{self.card_id} voided"


class GuestPayment(models.Model):
    """What a guest paid with gift cards, or (`of_id`) what came back of that; see `guest_payments`. Never changed."""

    number = models.BigAutoField(primary_key=True)
    payment_id = models.UUIDField()
    source = models.TextField()
    key = models.TextField()
    of_id = models.UUIDField(null=True)
    programme_version = models.IntegerField()
    at = models.DateTimeField()
    payload = models.BinaryField()  # msgpack, `engine.activity.Activity`
    outcome = models.BinaryField()  # msgpack, `usecases.guests.answer.GuestAnswer`

    class Meta:
        db_table = "guest_payment"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "key"], name="guest_payment_by_key")
        ]
        indexes: ClassVar = [models.Index(fields=["of_id"], name="guest_payment_by_purchase")]

    def __str__(self) -> str:
        return f"{self.payment_id} of a guest"

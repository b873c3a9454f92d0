"""What comes in about rewards outside of a basket, their vouchers, and gift cards."""

from tessera.api.forms import Amount, Form, Key, MemberForm, Word


class RedemptionForm(Form, frozen=True):
    """A reward that a member takes, by its id in the programme."""

    member: MemberForm
    reward: Word
    key: Key | None = None


class GiftCardForm(Form, frozen=True):
    """A gift card that is issued, with so much of the programme's money on it."""

    amount: Amount
    key: Key | None = None


class VoucherForm(Form, frozen=True):
    """What is done with the voucher that the path names."""

    key: Key | None = None

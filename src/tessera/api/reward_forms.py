"""What comes in about rewards outside of a basket, their vouchers, codes, and gift cards."""

from typing import Annotated

from msgspec import Meta

from tessera.api.fields import Amount, By, Key, Money, Reason, Word
from tessera.api.forms import LINES_MOST, Form, LineForm, MemberForm, PaidCardForm
from tessera.api.receipt_forms import Source
from tessera.usecases.import_codes import LONGEST, MOST_AT_ONCE


class RedemptionForm(Form, frozen=True):
    """A reward that a member takes, by its id in the programme."""

    member: MemberForm
    reward: Word
    key: Key | None = None


class GiftCardForm(Form, frozen=True):
    """A gift card that is issued, with so much of the programme's money on it."""

    amount: Amount
    key: Key | None = None


class GuestPaymentForm(Form, frozen=True):
    """The basket of somebody who is no member, and the gift cards that pay for it, one after another."""

    gift_cards: Annotated[tuple[PaidCardForm, ...], Meta(min_length=1, max_length=20)]
    amount: Amount | None = None
    lines: Annotated[tuple[LineForm, ...], Meta(max_length=LINES_MOST)] = ()
    money: Money | None = None
    key: Key | None = None


class GuestRefundForm(Form, frozen=True):
    """What comes back of a guest's purchase, whose payment had the key `of`: these lines, so much, or all that is left."""

    of: Key
    amount: Amount | None = None
    lines: Annotated[tuple[LineForm, ...], Meta(max_length=LINES_MOST)] = ()
    money: Money | None = None
    key: Key | None = None


class VoidForm(Form, frozen=True):
    """Why a gift card is taken out of use; whoever reads the books later wants to know."""

    reason: Reason
    by: By | None = None
    key: Key | None = None


class SpokenForm(Form, frozen=True):
    """At which source's tills a code is to be said; at the caller's own if left out."""

    source: Source | None = None


class VoucherForm(Form, frozen=True):
    """What is done with the voucher that the path names."""

    key: Key | None = None


class CodesForm(Form, frozen=True):
    """Codes that somebody else made, in the order in which they are to be given."""

    codes: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=LONGEST)], ...],
        Meta(min_length=1, max_length=MOST_AT_ONCE),
    ]

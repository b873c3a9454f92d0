"""What an answer is made of: what was given and taken back, set aside, paid, taken, moved, exchanged; all of it facts."""

from datetime import datetime
from uuid import UUID

from tessera.catalogue.gift_card import Kind
from tessera.catalogue.voucher import Step, Voucher
from tessera.engine.payment import Payment
from tessera.engine.take import Taken
from tessera.kit.codes import ReasonCode
from tessera.kit.record import Record


class GrantedLine(Record, array_like=True, frozen=True, gc=False):
    """A line's share of points that wait for an event: `line` is its place, `version` and `lot` as for `Granted`."""

    line: int
    amount: int
    version: int
    lot: int


class Granted(Record, array_like=True, frozen=True, gc=False):
    """Points posted for a rule: `version` is the posting's, `lot` the lot's they lie in (both per account, currency).

    `lines`: where they wait for an event, each line's share lies in a lot of its own; the first one's is named above.
    """

    rule: str
    currency: str
    amount: int
    available_at: datetime
    expires_at: datetime | None
    version: int = 0
    lot: int = 0
    lines: tuple[GrantedLine, ...] = ()

    @property
    def lots(self) -> tuple[int, ...]:
        """Every lot that they lie in."""
        return tuple(line.lot for line in self.lines) or (self.lot,)


class TakenBack(Record, array_like=True, frozen=True, gc=False):
    """Points that a return or a negative adjustment took: from the lot, from other lots, into debt, or already gone.

    `amount` = `from_pending` + `from_available` + `into_debt` + `expired` (already gone by expiry: not taken twice).
    """

    rule: str
    currency: str
    amount: int
    from_pending: int = 0
    from_available: int = 0
    into_debt: int = 0
    expired: int = 0


class Balance(Record, array_like=True, frozen=True, gc=False):
    """An account's points in one currency. `debt` is what the member owes, never negative."""

    available: int = 0
    pending: int = 0
    held: int = 0
    debt: int = 0


class Moved(Record, array_like=True, frozen=True, gc=False):
    """Points that went from a lot of one account into a lot of another (`into`), on the terms that they had.

    `kept`: when a merge is undone, what had been spent or had expired meanwhile, and stays where it is.
    """

    currency: str
    amount: int
    lot: int
    into: int
    available_at: datetime
    expires_at: datetime | None
    kept: int = 0


class Transfer(Record, array_like=True, frozen=True):
    """What changed accounts when `member_id` was merged into `into_id`, or came back when merge `undoes` was undone.

    `debts` are by currency: what was owed and is owed by the other account now. `released`: the keys of what the member had
    set aside for baskets, and whose leaving of a household gave back before.
    """

    member_id: UUID
    account_id: UUID
    into_id: UUID
    into_account_id: UUID
    moved: tuple[Moved, ...] = ()
    debts: dict[str, int] = {}
    undoes: UUID | None = None
    released: tuple[str, ...] = ()


class Exchanged(Record, array_like=True, frozen=True, gc=False):
    """What a conversion took of one currency, and gave of another: in a lot that `expires_at` ends (None: nothing does).

    `restored`: what of it had expired between its date and the day on which it was recorded.
    """

    conversion: str
    takes: str
    taken: int
    gives: str
    given: int
    expires_at: datetime | None
    restored: int = 0
    version: int = 0
    lot: int = 0


class Redeemed(Record, array_like=True, frozen=True, gc=False):
    """A reward that was taken or set aside. `version`: the posting that set its points aside (0: it cost none).

    `usable_until`: when what was issued for it can no longer be used (None: as long as it exists).
    """

    taken: Taken
    version: int = 0
    usable_until: datetime | None = None


class Issued(Record, array_like=True, frozen=True, gc=False):
    """A reward that was taken by itself: `voucher_id` is the voucher's, and the id of the redemption that did it.

    It cost `points` of `currency`. `usable_until`: when the voucher can no longer be used (None: as long as it exists).
    """

    voucher_id: UUID
    reward: str
    currency: str
    points: int
    usable_until: datetime | None = None


class Restored(Record, array_like=True, frozen=True, gc=False):
    """A reward that can be had again because what it was used for came back, and what became of the points that it cost.

    To the lots they came from, into one of grace, or gone by then; `money_minor` is what was paid beside them.
    """

    reward: str
    currency: str | None = None
    points: int = 0
    to_lots: int = 0
    into_grace: int = 0
    gone: int = 0
    money_minor: int = 0


class Held(Record, array_like=True, frozen=True):
    """Points set aside until `expires_at`, and what they are to pay; and rewards, each with its own points."""

    payments: tuple[Payment, ...]
    expires_at: datetime
    redeemed: tuple[Redeemed, ...] = ()


class Paid(Record, array_like=True, frozen=True, gc=False):
    """What points paid for a purchase; `version` is the posting that set them aside, whose lots they were taken from.

    `earned_net`: what they paid earned nothing. `grace_days`: so long they live that come back when they would have expired.
    """

    payment: Payment
    version: int
    earned_net: bool
    grace_days: int | None


class Refunded(Record, array_like=True, frozen=True, gc=False):
    """What a return gave back of what points had paid: to the lots they came from, into one of grace, or gone by then."""

    currency: str
    points: int
    amount_minor: int
    to_lots: int
    into_grace: int
    gone: int


class Adjusted(Record, array_like=True, frozen=True, gc=False):
    """What staff gave (into `lot`) or, below zero, took (`takes`: so much from which lots) of a currency."""

    currency: str
    amount: int
    lot: int | None = None
    takes: tuple[tuple[int, int], ...] = ()

    @property
    def lots(self) -> tuple[int, ...]:
        """Every lot that it moved points of."""
        return (self.lot,) if self.lot is not None else tuple(lot for lot, _ in self.takes)


class SentLot(Record, array_like=True, frozen=True, gc=False):
    """What a transfer took of one of the giver's lots, and when that ends (None: never)."""

    lot: int
    amount: int
    available_at: datetime
    expires_at: datetime | None


class Sent(Record, array_like=True, frozen=True):
    """Points that one member gave to another: a fact in the answer of either half."""

    giver_id: UUID
    taker_id: UUID
    currency: str
    amount: int
    lots: tuple[SentLot, ...] = ()


class Limited(Record, array_like=True, frozen=True, gc=False):
    """Of a refusal to give: so much could be given now, and from `until` on another figure holds (None: no such instant)."""

    left: int | None
    until: datetime | None


class VoucherMoved(Record, array_like=True, frozen=True):
    """A step that was taken with a voucher: as it was `before` (None: it was issued), a fact to the decision, and after."""

    step: Step
    before: Voucher | None
    after: Voucher


class CardIdle(Record, array_like=True, frozen=True, gc=False):
    """Why a gift card that a basket names pays nothing; `available_minor`: what could have been paid with it, a fact."""

    card_id: UUID
    code: ReasonCode
    available_minor: int


class CardMoved(Record, array_like=True, frozen=True, gc=False):
    """What was done with a gift card, in minor units; `available_minor`: what could be paid with it before, a fact.

    `hold`: the hold that sets it aside, or had. `until`: the end of a hold; how long a card lasts that was issued, or
    to which money came back (None: for ever).
    """

    kind: Kind
    card_id: UUID
    amount_minor: int
    available_minor: int = 0
    hold: UUID | None = None
    until: datetime | None = None

"""A gift card: money in advance that whoever has its code may pay with, part by part. Its arithmetic, without I/O.

It is apart from points: nobody's account, no lots, no worth that a programme could change. Every change is an entry, and the
balance is the sum of all of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from tessera.kit.codes import RefusalCode
from tessera.kit.refused import Refused


class Kind(StrEnum):
    """What an entry did. `held` and `released` move nothing: so much of the balance is for one basket alone meanwhile."""

    ISSUED = "issued"
    HELD = "held"
    RELEASED = "released"
    USED = "used"
    REFUNDED = "refunded"
    EXPIRED = "expired"
    VOIDED = "voided"


class CardState(StrEnum):
    """What a card is good for: `usable` while there is money on it, though a basket may have all of it set aside."""

    USABLE = "usable"
    EMPTY = "empty"
    EXPIRED = "expired"
    VOIDED = "voided"


CHANGES: Final[Mapping[Kind, tuple[int, int]]] = {
    Kind.ISSUED: (1, 0),
    Kind.HELD: (0, 1),
    Kind.RELEASED: (0, -1),
    Kind.USED: (-1, 0),
    Kind.REFUNDED: (1, 0),
    Kind.EXPIRED: (-1, 0),
    Kind.VOIDED: (-1, 0),
}
"""The sign with which each kind changes the balance, and what of it is held."""


class GiftCardRefused(Refused):
    """A payment that the card does not allow; `left`: so many minor units could be paid."""


class By(NamedTuple):
    """Which activity of whose account an entry is of; None for what the issuer or time brought."""

    account_id: UUID | None
    activity_id: UUID | None
    at: datetime


class Entry(NamedTuple):
    """One change, by `amount_minor` (never negative), with what there is after it. Never changed again."""

    card_id: UUID
    number: int
    kind: Kind
    amount_minor: int
    balance_after: int
    held_after: int
    account_id: UUID | None
    activity_id: UUID | None
    at: datetime


class CardHold(NamedTuple):
    """So much that a hold sets aside until an instant."""

    amount_minor: int
    until: datetime


@dataclass(slots=True, eq=False, kw_only=True)
class GiftCard:
    """A card as it stands, in minor units of `money`: `balance_minor`, of which `holds` set some aside.

    `expires_at` is the first instant at which it cannot pay; None for never. From `voided_at` on it pays for nothing but
    what had been set aside with it; what comes back to it later stays on it. `entries` are those made in memory.
    """

    card_id: UUID
    money: str
    issued_at: datetime
    expires_at: datetime | None = None
    voided_at: datetime | None = None
    balance_minor: int = 0
    number: int = 0
    holds: dict[UUID, CardHold] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    @property
    def held_minor(self) -> int:
        """What is set aside for baskets."""
        return sum(hold.amount_minor for hold in self.holds.values())

    def is_over(self, now: datetime) -> bool:
        """Are the days of the card over?"""
        return self.expires_at is not None and self.expires_at <= now

    def state_at(self, now: datetime) -> CardState:
        """What it is good for at an instant."""
        if self.voided_at is not None:
            return CardState.VOIDED
        if self.is_over(now):
            return CardState.EXPIRED
        return CardState.USABLE if self.balance_minor else CardState.EMPTY

    def available_at(self, now: datetime) -> int:
        """What can be paid with it at an instant, with what time has brought by then."""
        held = sum(hold.amount_minor for hold in self.holds.values() if hold.until > now)
        return 0 if self.voided_at is not None or self.is_over(now) else self.balance_minor - held

    def issue(self, amount_minor: int, by: By) -> None:
        """The money that it begins with."""
        self._enter(Kind.ISSUED, amount_minor, by)

    def settle(self, now: datetime) -> None:
        """Write down what time has brought: holds that are over are free again, what an expired card has left is gone."""
        for hold_id in [id_ for id_, hold in self.holds.items() if hold.until <= now]:
            until = self.holds[hold_id].until
            self._free(hold_id, By(None, None, until))
        gone = self.balance_minor - self.held_minor
        if self.is_over(now) and gone:
            self._enter(Kind.EXPIRED, gone, By(None, None, now))

    def hold(self, amount_minor: int, *, hold_id: UUID, until: datetime, by: By) -> None:
        """Set money aside for a basket. Raises GiftCardRefused; nothing has changed then."""
        self._refuse_short(amount_minor, by.at)
        self.holds[hold_id] = CardHold(amount_minor, until)
        self._enter(Kind.HELD, amount_minor, by)

    def release(self, hold_id: UUID, by: By) -> None:
        """What a hold set aside is free again; it was open."""
        self._free(hold_id, by)

    def use(self, amount_minor: int, by: By, *, promised: bool = False) -> None:
        """Pay. Raises GiftCardRefused; nothing has changed then.

        `promised`: it was set aside in time and released just now, though the card's own days may be over meanwhile.
        """
        if not promised:
            self._refuse_short(amount_minor, by.at)
        self._enter(Kind.USED, amount_minor, by)

    def void(self, by: By) -> int:
        """It pays for nothing any more, and what no basket has set aside is gone: how much that was."""
        gone = self.balance_minor - self.held_minor
        self.voided_at = self.voided_at or by.at
        if gone:
            self._enter(Kind.VOIDED, gone, by)
        return gone

    def refund(self, amount_minor: int, *, lasts_until: datetime | None, by: By) -> None:
        """Money that it had paid comes back, and lasts until then at least, though the card would have ended before."""
        if self.expires_at is not None and lasts_until is not None:
            self.expires_at = max(self.expires_at, lasts_until)
        self._enter(Kind.REFUNDED, amount_minor, by)

    def refuse_ended(self, now: datetime) -> None:
        """Raise GiftCardRefused where it pays for nothing any more, however much is on it."""
        if self.voided_at is not None:
            raise GiftCardRefused(RefusalCode.GIFT_CARD_VOIDED, "The gift card was taken out of use.")
        if self.is_over(now):
            raise GiftCardRefused(RefusalCode.GIFT_CARD_EXPIRED, "The days of the gift card are over.")

    def _refuse_short(self, amount_minor: int, now: datetime) -> None:
        self.refuse_ended(now)
        available = self.available_at(now)
        if amount_minor > available:
            detail = "There is less on the gift card than it is to pay."
            raise GiftCardRefused(RefusalCode.GIFT_CARD_SHORT, detail, left=available)

    def _free(self, hold_id: UUID, by: By) -> None:
        hold = self.holds.pop(hold_id)
        self._enter(Kind.RELEASED, hold.amount_minor, by)

    def _enter(self, kind: Kind, amount_minor: int, by: By) -> None:
        sign, _ = CHANGES[kind]
        self.balance_minor += sign * amount_minor
        self.number += 1
        if not 0 <= self.held_minor <= self.balance_minor:
            raise ValueError(f"{kind} {amount_minor} would leave {self.balance_minor} on {self.card_id}")
        self.entries.append(
            Entry(self.card_id, self.number, kind, amount_minor, self.balance_minor, self.held_minor, *by)
        )

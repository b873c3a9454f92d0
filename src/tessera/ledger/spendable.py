"""What spends points: they are held for a basket, then redeemed or free again, and a return brings them back.

Redeeming at once is a hold and its redemption in one, so that there is one way. A hold takes lots when it is placed, those
that end first; nothing is taken from lots afterwards. What comes back comes back in the reverse order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tessera.kit.clock import NEVER
from tessera.ledger.convertible import Convertible
from tessera.ledger.rows import Cause, Hold, Kind, Lot, Refunded, Take, last_taken


class InsufficientPoints(Exception):  # noqa: N818 - it names the refused fact
    """More was asked for than is there; `available` is what there is."""

    def __init__(self, *, available: int) -> None:
        super().__init__(f"only {available} available")
        self.available = available


class HoldResolved(Exception):  # noqa: N818 - it names the refused fact
    """A hold was captured, released or over before."""


@dataclass(slots=True, eq=False, kw_only=True)
class Spendable(Convertible):
    """A holding that is spent. Its lots, and with them its open holds, must have been read, and time settled."""

    @property
    def has_holds(self) -> bool:
        """Are points set aside? Then the account cannot be merged: whoever holds them will name them by this account."""
        return self.held > 0

    def open_holds_of(self, hold_id: UUID) -> list[Hold]:
        """What an activity set aside and is not resolved yet: of each thing that it is to pay for, apart."""
        return [hold for hold in self.holds if hold.hold_id == hold_id and hold.resolved_version is None]

    def takes_of(self, version: int) -> Sequence[Take]:
        """What the hold with that posting took: an open one, one of this batch, or one read by `read_takes`."""
        return next(hold.takes for hold in self.holds if hold.version == version)

    def adopt(self, lot: Lot) -> None:
        """Know of a lot that was read by itself because points may come back to it: an empty one, as a rule."""
        lots = self.live_lots()
        if all(own.lot_version != lot.lot_version for own in lots):
            lots.append(lot)

    def hold(self, amount: int, *, hold_id: UUID, cause: Cause, expires_at: datetime = NEVER) -> Hold:
        """Set points aside, out of the lots that end first. Raises InsufficientPoints; nothing has changed then."""
        _refuse_none(amount)
        if amount > self.available:
            raise InsufficientPoints(available=self.available)
        self.open_holds()
        takes = self._oldest(amount)
        self.available -= amount
        self.held += amount
        self._post(Kind.HELD, amount, cause)
        for lot, taken in takes:
            self._allocate(lot, taken)
        hold = Hold(
            hold_id=hold_id,
            version=self.version,
            amount=amount,
            expires_at=expires_at,
            takes=[Take(lot.lot_version, taken, lot.expires_at) for lot, taken in takes],
            left=amount,
        )
        self.holds.append(hold)
        self._look_out(expires_at)
        return hold

    def redeem(self, hold: Hold, amount: int, cause: Cause, *, rule_id: str | None = None) -> None:
        """Points of a hold are spent. Call `unhold` if some are left: a hold is captured once, and the rest is free.

        Raises HoldResolved, or InsufficientPoints when more is asked for than was held; nothing has changed then.
        """
        if hold.resolved_version is not None or hold.left < hold.amount:
            raise HoldResolved
        _refuse_none(amount)
        if amount > hold.left:
            raise InsufficientPoints(available=hold.left)
        hold.left -= amount
        self.held -= amount
        self._post(Kind.REDEEMED, -amount, cause, rule_id=rule_id)
        if not hold.left:
            hold.resolved_version = self.version
            self._forget(hold)

    def unhold(self, hold: Hold, cause: Cause) -> None:
        """All that is left of a hold can be used again, and pays what is owed. Raises HoldResolved.

        It goes back to the lots; what has ended meanwhile is gone at once.
        """
        if hold.resolved_version is not None:
            raise HoldResolved
        self._unhold(hold, cause)
        self._forget(hold)
        self.repay(cause)

    def _forget(self, hold: Hold) -> None:
        """Nothing ends any more when the hold would have ended."""
        if hold.expires_at == self.next_expiry_at:
            self._look_again(self.live_lots())

    def spend(self, amount: int, *, hold_id: UUID, cause: Cause, rule_id: str | None = None) -> Hold:
        """Hold points and redeem them at once. Raises InsufficientPoints; nothing has changed then."""
        hold = self.hold(amount, hold_id=hold_id, cause=cause)
        self.redeem(hold, amount, cause, rule_id=rule_id)
        return hold

    def refund(
        self, takes: Sequence[Take], amount: int, *, already: int, grace_until: datetime | None, cause: Cause
    ) -> Refunded:
        """Give spent points back to the lots from which a hold took them, last taken first; they pay what is owed.

        `already` came back before: when part of the hold was free again, and by earlier refunds. What would have ended by
        now goes into one new lot that ends at `grace_until`; without one it is given back and gone at once.
        """
        parts = list(last_taken(takes, amount, after=already))
        if sum(part.amount for part in parts) != amount:
            raise ValueError(f"{amount} points cannot come back of {takes} after {already}")
        ended = sum(part.amount for part in parts if self._has_ended(part, cause.recorded_at))
        if grace_until is not None and self._can_last(grace_until, cause.recorded_at):
            self._refund_lots([p for p in parts if not self._has_ended(p, cause.recorded_at)], cause)
            if ended:
                self._refund_into(grace_until, ended, cause)
            refunded = Refunded(to_lots=amount - ended, into_grace=ended)
        else:
            self._refund_lots(parts, cause)
            refunded = Refunded(to_lots=amount - ended, gone=ended)
        self.repay(cause)
        return refunded

    def _has_ended(self, take: Take, now: datetime) -> bool:
        if take.lot_version is None:
            return not self._can_last(take.expires_at, now)
        return self.life.ends_at(self._lot(take.lot_version)) <= now

    def _can_last(self, expires_at: datetime, now: datetime) -> bool:
        """Would points with that expiry still be there?"""
        lapses_at, kept_until = self.life
        return max(expires_at, kept_until or expires_at) > now and (lapses_at is None or lapses_at > now)

    def _refund_lots(self, parts: Sequence[Take], cause: Cause) -> None:
        """Into the lots that they came from, and new ones on the terms of those that are not in this account."""
        own = [(self._lot(part.lot_version), part.amount) for part in parts if part.lot_version is not None]
        if own:
            for lot, amount in own:
                self._receive(lot.available_at, amount, cause)
            self._post(Kind.REFUNDED, sum(amount for _, amount in own), cause)
            for lot, amount in own:
                self._give_back(lot, amount)
        for part in parts:
            if part.lot_version is None:
                self._refund_into(part.expires_at, part.amount, cause)

    def _refund_into(self, expires_at: datetime, amount: int, cause: Cause) -> None:
        lot = self._open_lot(cause.effective_at, expires_at)
        lot.granted = lot.remaining = amount
        self._receive(lot.available_at, amount, cause)
        self._post(Kind.REFUNDED, amount, cause, lot_version=lot.lot_version)


def _refuse_none(amount: int) -> None:
    if amount <= 0:
        raise ValueError(f"{amount} points cannot be spent")

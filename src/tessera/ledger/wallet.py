"""One account's points in one currency, and what activities do with them: the arithmetic of the ledger, without I/O.

A wallet is read, moved and written in one transaction. Every movement appends a posting, and nothing changes a balance
without one. What time alone brings is in `perishable`, what spends in `spendable`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tessera.kit.clock import NEVER
from tessera.ledger.life import Life
from tessera.ledger.rows import Cause, Kind, Lot, Taken
from tessera.ledger.spendable import InsufficientPoints, Spendable

Lots = dict[tuple[datetime, datetime | None], Lot]
"""Lots that one activity has opened in one wallet, by (available_at, expires_at)."""


class Grant(Protocol):
    """Points to be issued: by which rule, how many, usable from when, until when (None: for ever)."""

    @property
    def rule(self) -> str: ...

    @property
    def amount(self) -> int: ...

    @property
    def available_at(self) -> datetime: ...

    @property
    def expires_at(self) -> datetime | None: ...


@dataclass(slots=True, eq=False, kw_only=True)
class Wallet(Spendable):
    """A holding that activities move: they give, take back, release, hand over."""

    def push(self, life: Life, *, counts: bool, now: datetime) -> None:
        """Let an activity bear on all points: shelter them, and start or (if it `counts`) restart their clock."""
        self.life = self.life.pushed(life, counts=counts, now=now)
        lapses_at = self.life.lapses_at
        if lapses_at is not None and lapses_at < NEVER and (self.available or self.pending):
            self.next_expiry_at = min(lapses_at, self.next_expiry_at or lapses_at)
            if self.lots is None:  # of those that were not read, any may lapse then
                self.stored_expiry_at = min(lapses_at, self.stored_expiry_at or lapses_at)

    def earn(self, grant: Grant, cause: Cause, lots: Lots) -> tuple[int, int]:
        """Issue points; returns the versions of the posting and of its lot.

        Grants of one activity on the same terms share a lot: `lots` holds those that the activity has opened. Call
        `repay` after its last grant.
        """
        terms = (grant.available_at, grant.expires_at)
        lot = lots.get(terms)
        if lot is None:
            lot = lots[terms] = self._open_lot(grant.available_at, grant.expires_at or NEVER)
        amount = grant.amount
        lot.granted += amount
        lot.remaining += amount
        self.lifetime_earned += amount
        self._receive(grant.available_at, amount, cause)
        self._post(Kind.EARNED, amount, cause, rule_id=grant.rule, lot_version=lot.lot_version)
        return self.version, lot.lot_version

    def release(self, lot: Lot, *, available_at: datetime, expires_at: datetime, cause: Cause) -> None:
        """What of a lot still waits need not wait for its event any longer: it gets other terms. Call `repay` afterwards."""
        self._unmature(lot.available_at, lot.remaining)
        self._change_terms(lot, available_at, expires_at)
        self._look_out_for(lot)
        self._receive(available_at, lot.remaining, cause)
        self._post(Kind.RELEASED, lot.remaining, cause, lot_version=lot.lot_version)

    def _change_terms(self, lot: Lot, available_at: datetime, expires_at: datetime) -> None:
        """`released_lots` keeps the expiry under which the lot is stored."""
        self.released_lots.setdefault(lot.lot_version, (lot.expires_at, lot))
        lot.available_at, lot.expires_at = available_at, expires_at

    def waits(self, lot: Lot) -> bool:
        """Does a lot hold points that cannot be used yet?"""
        return bool(lot.remaining) and self._waits(lot)

    def reverse(self, amount: int, *, lot: Lot | None, expired: int, rule_id: str, cause: Cause) -> Taken:
        """Take back points of one lot: from the lot, then what of it had `expired`, then other lots, then into debt.

        Points that had expired are brought back and taken at once: the member lost them already, and only once.
        `lot` is None when it lies in another account, and nothing of it came along.
        """
        if lot is None:
            return self._reverse_others(amount, rule_id=rule_id, cause=cause)
        from_lot = min(amount, lot.remaining)
        gone = min(amount - from_lot, expired)
        rest = amount - from_lot - gone
        if gone:
            self._bring_back(lot, gone, rule_id=rule_id, cause=cause)
        pending = self._waits(lot)
        if pending:
            self._unmature(lot.available_at, from_lot)
        else:
            self.available -= from_lot
        self.available -= gone
        version = self.version + 1
        takes = [(lot, from_lot + gone)] if from_lot + gone else []
        from_others = min(rest, self.available)
        takes += self._oldest(from_others, besides=lot)
        from_others = sum(taken for other, taken in takes if other is not lot)
        self.available -= from_others
        self.debt += rest - from_others
        self._post(Kind.REVERSED, -amount, cause, rule_id=rule_id, lot_version=lot.lot_version)
        for source, taken in takes:
            self._allocate(source, taken, taker_version=version)
        return Taken(
            from_pending=from_lot if pending else 0,
            from_available=from_others + (0 if pending else from_lot),
            into_debt=rest - from_others,
            expired=gone,
        )

    def _reverse_others(self, amount: int, *, rule_id: str, cause: Cause) -> Taken:
        from_others = min(amount, self.available)
        takes = self._oldest(from_others)
        self.available -= from_others
        self.debt += amount - from_others
        self._post(Kind.REVERSED, -amount, cause, rule_id=rule_id)
        for source, taken in takes:
            self._allocate(source, taken)
        return Taken(from_available=from_others, into_debt=amount - from_others)

    def adjust(self, amount: int, *, expires_at: datetime | None, cause: Cause) -> Sequence[tuple[Lot, int]]:
        """Give points by hand (available at once) or take them, within what is available; from which lots, or into which.

        Raises InsufficientPoints; nothing has changed then.
        """
        if amount >= 0:
            lot = self._open_lot(cause.effective_at, expires_at or NEVER)
            lot.granted = lot.remaining = amount
            self._make_available(lot.available_at, amount)
            self._post(Kind.ADJUSTED, amount, cause, lot_version=lot.lot_version)
            self.repay(cause)
            return [(lot, amount)]
        return self._pay(Kind.ADJUSTED, -amount, cause)

    def readjust(self, takes: Sequence[tuple[Lot, int]], cause: Cause) -> None:
        """What was taken by hand goes back into the lots that it came from; what of them has ended since ends with them."""
        amount = sum(taken for _, taken in takes)
        lots = self.live_lots()
        for lot, _ in takes:
            if lot not in lots:
                lots.append(lot)
            self._look_out_for(lot)
        self.available += amount
        self._post(Kind.ADJUSTED, amount, cause)
        for lot, taken in takes:
            self._allocate(lot, -taken)
        self.repay(cause)

    def donate(self, amount: int, *, to: str, cause: Cause) -> None:
        """Points that can be used go to a cause. Raises InsufficientPoints; nothing has changed then."""
        self._pay(Kind.DONATED, amount, cause, rule_id=to)

    def _pay(
        self, kind: tuple[str, str], amount: int, cause: Cause, *, rule_id: str | None = None
    ) -> list[tuple[Lot, int]]:
        if amount > self.available:
            raise InsufficientPoints(available=self.available)
        takes = self._oldest(amount)
        self.available -= amount
        self._post(kind, -amount, cause, rule_id=rule_id)
        for source, taken in takes:
            self._allocate(source, taken)
        return takes

    def send(self, amount: int, cause: Cause) -> list[tuple[Lot, int]]:
        """Points that can be used go to another account, those that expire first before others: so many of each lot.

        Raises InsufficientPoints; nothing has changed then.
        """
        if amount > self.available:
            raise InsufficientPoints(available=self.available)
        takes = self._oldest(amount)
        self.hand_over(takes, cause)
        return takes

    def hand_over(self, takes: Sequence[tuple[Lot, int]], cause: Cause) -> None:
        """Points leave for another account: so many of each of these lots, pending ones too."""
        for lot, amount in takes:
            if self._waits(lot):
                self._unmature(lot.available_at, amount)
            else:
                self.available -= amount
        self._post(Kind.TRANSFERRED, -sum(amount for _, amount in takes), cause)
        for lot, amount in takes:
            self._allocate(lot, amount)

    def take_over(self, amount: int, *, available_at: datetime, expires_at: datetime, cause: Cause) -> int:
        """Points arrive from another account, in a lot with the terms that they had; returns its version."""
        lot = self._open_lot(available_at, min(NEVER, expires_at))
        lot.granted = lot.remaining = amount
        self._receive(available_at, amount, cause)
        self._post(Kind.TRANSFERRED, amount, cause, lot_version=lot.lot_version)
        return lot.lot_version

    def take_again(
        self, lot: Lot, amount: int, *, available_at: datetime, expires_at: datetime, cause: Cause
    ) -> None:
        """Points come back from another account, into the lot that they had left. Call `settle` afterwards.

        On the terms that they have by now: the event that they waited for may have come meanwhile.
        """
        lots = self.live_lots()
        if lot not in lots:
            lots.append(lot)
        if (lot.available_at, lot.expires_at) != (available_at, expires_at):
            self._change_terms(lot, available_at, expires_at)
        self._look_out_for(lot)
        self._receive(lot.available_at, amount, cause)
        self._post(Kind.TRANSFERRED, amount, cause)
        self._allocate(lot, -amount)

    def owe(self, amount: int, cause: Cause) -> None:
        """A debt arrives from another account, or (below zero) leaves for one. Call `repay` afterwards."""
        self.debt += amount
        self._post(Kind.TRANSFERRED, -amount, cause)

"""One account's points in one currency, in memory, under its lock: the arithmetic of the ledger, without I/O.

A wallet is read, moved and written in one transaction. Every movement appends a posting, and nothing changes a balance
without one. Oldest expiry first, always. What time alone brings (maturity, expiry) is posted by `settle`, at the instant
at which it was due.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from tessera.kit.clock import NEVER
from tessera.ledger.life import NO_LIFE, Life
from tessera.ledger.rows import Allocation, Cause, Kind, Lot, Posting, Taken, new_posting

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


class LotsNotRead(Exception):  # noqa: N818 - it names what is missing
    """A movement needs the account's lots, which were not read. A fault of the caller, never of the data."""


class InsufficientPoints(Exception):  # noqa: N818 - it names the refused fact
    """More was asked for than is available; `available` is what there is."""

    def __init__(self, *, available: int) -> None:
        super().__init__(f"only {available} available")
        self.available = available


@dataclass(slots=True, eq=False, kw_only=True)
class Wallet:
    """An account's points in one currency, and what was posted to it since it was read.

    `maturing`: (available_at, points) of what is pending, soonest first. `next_expiry_at`: no lot that holds points
    ends earlier. `life`: what bears on all of them. `lots`: those that hold points; None when they were not read.
    """

    account_id: UUID
    currency: str
    available: int = 0
    pending: int = 0
    held: int = 0
    debt: int = 0
    lifetime_earned: int = 0
    version: int = 0
    next_expiry_at: datetime | None = None
    life: Life = NO_LIFE
    maturing: list[tuple[datetime, int]] = field(default_factory=list)
    lots: list[Lot] | None = None

    postings: list[Posting] = field(default_factory=list, init=False)
    allocations: list[Allocation] = field(default_factory=list, init=False)
    new_lots: list[Lot] = field(default_factory=list, init=False)
    touched_lots: dict[int, Lot] = field(default_factory=dict, init=False)
    released_lots: dict[int, tuple[datetime, Lot]] = field(default_factory=dict, init=False)
    stored_expiry_at: datetime | None = field(init=False)
    stored_life: Life = field(init=False)
    due_when_read: datetime | None = field(init=False)

    def __post_init__(self) -> None:
        self.stored_expiry_at = self.next_expiry_at
        self.stored_life = self.life
        self.due_when_read = self.next_due_at()

    def next_due_at(self) -> datetime | None:
        """The next instant at which time alone changes the balances."""
        instants = [self.maturing[0][0]] if self.maturing and self.maturing[0][0] < NEVER else []
        if self.next_expiry_at is not None:
            instants.append(self.next_expiry_at)
        return min(instants, default=None)

    def needs_lots(self, now: datetime) -> bool:
        """Must the lots be read before anything is done as of `now`? When some expire, or a debt waits for points."""
        return self.debt > 0 or (self.next_expiry_at is not None and self.next_expiry_at <= now)

    def settle(self, now: datetime) -> None:
        """Post what has matured or expired by `now`, each at its own instant; at one instant maturity comes first."""
        while (self.maturing and self.maturing[0][0] <= now) or (
            self.next_expiry_at is not None and self.next_expiry_at <= now
        ):
            due_at = self.next_due_at()
            assert due_at is not None  # noqa: S101 - the loop's condition says so
            cause = Cause(None, None, effective_at=due_at, recorded_at=now)
            if self.maturing and self.maturing[0][0] == due_at:
                self._mature(cause)
            else:
                self._expire(cause)

    def available_at(self, now: datetime) -> int:
        """What will be available once `settle(now)` has run; nothing is posted by asking."""
        twin = Wallet(
            account_id=self.account_id,
            currency=self.currency,
            available=self.available,
            pending=self.pending,
            held=self.held,
            debt=self.debt,
            version=self.version,
            next_expiry_at=self.next_expiry_at,
            life=self.life,
            maturing=list(self.maturing),
            lots=[replace(lot) for lot in self.live_lots()],
        )
        twin.settle(now)
        return twin.available

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

    def repay(self, cause: Cause) -> None:
        """Pay debt back from what is available; what was reported so late that it has expired pays nothing."""
        self.settle(cause.recorded_at)
        self._repay(cause)

    def release(self, lot: Lot, *, available_at: datetime, expires_at: datetime, cause: Cause) -> None:
        """What of a lot still waits has not to wait for its event any longer: it gets other terms. Call `repay` afterwards.

        `released_lots` keeps the expiry under which the lot is stored.
        """
        self._unmature(lot.available_at, lot.remaining)
        self.released_lots.setdefault(lot.lot_version, (lot.expires_at, lot))
        lot.available_at, lot.expires_at = available_at, expires_at
        self._look_out_for(lot)
        self._receive(available_at, lot.remaining, cause)
        self._post(Kind.RELEASED, lot.remaining, cause, lot_version=lot.lot_version)

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
            self.available += gone
            self._post(Kind.RESTORED, gone, cause, rule_id=rule_id, lot_version=lot.lot_version)
            self._allocate(lot, -gone)
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

    def adjust(self, amount: int, *, expires_at: datetime | None, cause: Cause) -> Taken:
        """Give points by hand (available at once) or take them, within what is available.

        Raises InsufficientPoints; nothing has changed then.
        """
        if amount >= 0:
            lot = self._open_lot(cause.effective_at, expires_at or NEVER)
            lot.granted = lot.remaining = amount
            self.available += amount
            self._post(Kind.ADJUSTED, amount, cause, lot_version=lot.lot_version)
            self.repay(cause)
            return Taken()
        if -amount > self.available:
            raise InsufficientPoints(available=self.available)
        takes = self._oldest(-amount)
        self.available += amount
        self._post(Kind.ADJUSTED, amount, cause)
        for source, taken in takes:
            self._allocate(source, taken)
        return Taken(from_available=-amount)

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

    def take_again(self, lot: Lot, amount: int, cause: Cause) -> None:
        """Points come back from another account, into the lot that they had left. Call `settle` afterwards."""
        lots = self.live_lots()
        if lot not in lots:
            lots.append(lot)
        self._look_out_for(lot)
        self._receive(lot.available_at, amount, cause)
        self._post(Kind.TRANSFERRED, amount, cause)
        self._allocate(lot, -amount)

    def owe(self, amount: int, cause: Cause) -> None:
        """A debt arrives from another account, or (below zero) leaves for one. Call `repay` afterwards."""
        self.debt += amount
        self._post(Kind.TRANSFERRED, -amount, cause)

    def live_lots(self) -> list[Lot]:
        """The lots that still hold points, those opened in this batch among them."""
        if self.lots is None:
            raise LotsNotRead(f"lots of account {self.account_id} were not read")
        return self.lots

    def _open_lot(self, available_at: datetime, expires_at: datetime) -> Lot:
        lot = Lot(
            lot_version=self.version + 1,
            expires_at=expires_at,
            available_at=available_at,
            granted=0,
            remaining=0,
        )
        self.new_lots.append(lot)
        if self.lots is not None:
            self.lots.append(lot)
        self._look_out_for(lot)
        return lot

    def _look_out_for(self, lot: Lot) -> None:
        ends_at = lot.expires_at if self.life is NO_LIFE else self.life.ends_at(lot)
        if ends_at < NEVER and (self.next_expiry_at is None or ends_at < self.next_expiry_at):
            self.next_expiry_at = ends_at

    def _receive(self, available_at: datetime, amount: int, cause: Cause) -> None:
        if available_at <= cause.recorded_at:
            self.available += amount
            return
        self.pending += amount
        maturing = self.maturing
        if not maturing or maturing[-1][0] < available_at:  # what comes now mostly matures last
            maturing.append((available_at, amount))
            return
        for place in reversed(range(len(maturing))):
            instant, waiting = maturing[place]
            if instant == available_at:
                maturing[place] = (instant, waiting + amount)
                return
        maturing.append((available_at, amount))
        maturing.sort()

    def _unmature(self, available_at: datetime, amount: int) -> None:
        self.pending -= amount
        left = [(at, waiting - amount if at == available_at else waiting) for at, waiting in self.maturing]
        self.maturing = [(at, waiting) for at, waiting in left if waiting]

    def _mature(self, cause: Cause) -> None:
        _, amount = self.maturing.pop(0)
        self.pending -= amount
        self.available += amount
        self._post(Kind.MATURED, amount, cause)
        self._repay(cause)

    def _expire(self, cause: Cause) -> None:
        """End the lots that are due, if any still holds points, and look for the next that will be."""
        lots = self._lots_that_may_expire(cause.effective_at)
        life, instant = self.life, cause.effective_at
        due = [lot for lot in lots if lot.remaining and life.ends_at(lot) <= instant]
        if due:
            expired = [lot for lot in due if life.expires_at(lot) <= instant]
            self._lose(Kind.EXPIRED, expired, cause)
            self._lose(Kind.LAPSED, [lot for lot in due if lot not in expired], cause)
        ends = [life.ends_at(lot) for lot in lots if lot.remaining]
        expiries = [ends_at for ends_at in ends if ends_at < NEVER]
        if self.lots is None and self.stored_expiry_at is not None:
            expiries.append(self.stored_expiry_at)
        self.next_expiry_at = min(expiries, default=None)

    def _lose(self, kind: tuple[str, str], lots: list[Lot], cause: Cause) -> None:
        if not lots:
            return
        for lot in lots:
            if self._waits(lot):
                self._unmature(lot.available_at, lot.remaining)
            else:
                self.available -= lot.remaining
        self._post(kind, -sum(lot.remaining for lot in lots), cause)
        for lot in lots:
            self._allocate(lot, lot.remaining)

    def _repay(self, cause: Cause) -> None:
        amount = min(self.debt, self.available)
        if amount <= 0:
            return
        takes = self._oldest(amount)
        self.available -= amount
        self.debt -= amount
        self._post(Kind.REPAID, amount, cause)
        for source, taken in takes:
            self._allocate(source, taken)

    def _lots_that_may_expire(self, instant: datetime) -> list[Lot]:
        """All lots; or, when they were not read because none of the stored ones is due yet, those of this batch."""
        if self.lots is None and (self.stored_expiry_at is None or self.stored_expiry_at > instant):
            return self.new_lots
        return self.live_lots()

    def _oldest(self, amount: int, *, besides: Lot | None = None) -> list[tuple[Lot, int]]:
        """Choose lots that are usable, oldest expiry first, to make up `amount`."""
        if amount <= 0:
            return []
        usable = sorted(
            (
                lot
                for lot in self.live_lots()
                if lot is not besides and lot.remaining and not self._waits(lot)
            ),
            key=lambda lot: (lot.expires_at, lot.lot_version),
        )
        takes = []
        for lot in usable:
            taken = min(amount, lot.remaining)
            takes.append((lot, taken))
            amount -= taken
            if not amount:
                break
        return takes

    def _waits(self, lot: Lot) -> bool:
        """Is the lot still pending? Its instant is then among those that mature."""
        return any(at == lot.available_at for at, _ in self.maturing)

    def _allocate(self, lot: Lot, amount: int, *, taker_version: int | None = None) -> None:
        lot.remaining -= amount
        if not 0 <= lot.remaining <= lot.granted:
            raise AssertionError(f"lot {lot.lot_version} of {self.account_id} would hold {lot.remaining}")
        self.touched_lots[lot.lot_version] = lot
        self.allocations.append(
            Allocation(self.account_id, self.currency, taker_version or self.version, lot.lot_version, amount)
        )

    def _post(
        self,
        kind: tuple[str, str],
        amount: int,
        cause: Cause,
        *,
        rule_id: str | None = None,
        lot_version: int | None = None,
    ) -> None:
        if self.available < 0 or self.pending < 0 or self.debt < 0:
            raise AssertionError(f"account {self.account_id} {self.currency} would fall below zero")
        self.version += 1
        self.postings.append(
            new_posting(
                (
                    self.account_id,
                    self.currency,
                    self.version,
                    kind[0],
                    kind[1],
                    amount,
                    self.available,
                    self.pending,
                    self.held,
                    self.debt,
                    cause.activity_id,
                    rule_id,
                    cause.programme_version,
                    lot_version,
                    cause.effective_at,
                    cause.recorded_at,
                )
            )
        )

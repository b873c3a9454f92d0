"""What an account holds in one currency, in memory, under its lock; and what time alone brings: maturity, expiry.

Every change of a balance appends a posting, at the instant at which it was due. Oldest expiry first, always.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID

from tessera.kit.clock import NEVER
from tessera.ledger.life import NO_LIFE, Life
from tessera.ledger.rows import Allocation, Cause, Kind, Lot, Posting, new_posting

NOTHING_YET = datetime(1000, 1, 1, tzinfo=UTC)
"""Before anything could have matured."""


class LotsNotRead(Exception):  # noqa: N818 - it names what is missing
    """A movement needs the account's lots, which were not read. A fault of the caller, never of the data."""


@dataclass(slots=True, eq=False, kw_only=True)
class Holding:
    """An account's points in one currency, what was posted to it since it was read, and what time does to it.

    `maturing`: (available_at, points) of what is pending, soonest first. `reached_at`: what was to be available by then is,
    and the rest waits: time has got there, though the clock may have been set back since. `next_expiry_at`: no lot that
    holds points ends earlier. `life`: what bears on all of them. `lots`: those that hold points; None when they were not
    read.
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
    reached_at: datetime = NOTHING_YET
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
            self._bring_next(now)

    def settle_until(self, instant: datetime, now: datetime) -> None:
        """The same as of an instant, before what ends with it is gone: what can be used until then still can."""
        while (self.maturing and self.maturing[0][0] <= instant) or (
            self.next_expiry_at is not None and self.next_expiry_at < instant
        ):
            self._bring_next(now)

    def settle_up_to(self, version: int, now: datetime) -> None:
        """The same up to a posting, whenever it was due."""
        while self.version < version and self.next_due_at() is not None:
            self._bring_next(now)

    def _bring_next(self, now: datetime) -> None:
        due_at = self.next_due_at()
        assert due_at is not None  # noqa: S101 - something is due
        cause = Cause(None, None, effective_at=due_at, recorded_at=now)
        if self.maturing and self.maturing[0][0] == due_at:
            self._mature(cause)
        else:
            self._expire(cause)

    def available_at(self, now: datetime) -> int:
        """What will be available once `settle(now)` has run; nothing is posted by asking."""
        twin = Holding(
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
            reached_at=self.reached_at,
            lots=[replace(lot) for lot in self.live_lots()],
        )
        twin.settle(now)
        return twin.available

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
        if available_at <= cause.recorded_at or available_at <= self.reached_at:
            self._make_available(available_at, amount)
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

    def _make_available(self, available_at: datetime, amount: int) -> None:
        self.available += amount
        self.reached_at = max(self.reached_at, available_at)

    def _unmature(self, available_at: datetime, amount: int) -> None:
        self.pending -= amount
        left = [(at, waiting - amount if at == available_at else waiting) for at, waiting in self.maturing]
        self.maturing = [(at, waiting) for at, waiting in left if waiting]

    def _mature(self, cause: Cause) -> None:
        available_at, amount = self.maturing.pop(0)
        self.pending -= amount
        self._make_available(available_at, amount)
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
        self.reached_at = max(self.reached_at, cause.effective_at)
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
        """Is the lot still pending?"""
        return lot.available_at > self.reached_at

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

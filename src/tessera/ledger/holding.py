"""What an account holds in one currency, in memory, under its lock. Oldest expiry first, always.

Every change of a balance appends a posting. What time alone brings is in `perishable`.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from tessera.kit.clock import NEVER
from tessera.ledger.life import NO_LIFE, Life
from tessera.ledger.rows import Allocation, Cause, Hold, Lot, Posting, new_posting

NOTHING_YET = datetime(1000, 1, 1, tzinfo=UTC)
"""Before anything could have matured."""


class LotsNotRead(Exception):  # noqa: N818 - it names what is missing
    """A movement needs the account's lots, which were not read. A fault of the caller, never of the data."""


@dataclass(slots=True, eq=False, kw_only=True)
class Holding:
    """An account's points in one currency, and what was posted to it since it was read.

    `maturing`: (available_at, points) of what is pending, soonest first. `reached_at`: what was to be available by then is,
    and the rest waits: time has got there, though the clock may have been set back since. `next_expiry_at`: no lot that
    holds points, and no open hold, ends earlier. `life`: what bears on all of them. `lots`: those that hold points; None
    when they were not read. `holds`: the open ones, if they were read with the lots, and those that were placed, ended or
    asked for since.
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
    holds: list[Hold] = field(default_factory=list)

    postings: list[Posting] = field(default_factory=list, init=False)
    allocations: list[Allocation] = field(default_factory=list, init=False)
    new_lots: list[Lot] = field(default_factory=list, init=False)
    touched_lots: dict[int, Lot] = field(default_factory=dict, init=False)
    released_lots: dict[int, tuple[datetime, Lot]] = field(default_factory=dict, init=False)
    stored_version: int = field(init=False)
    stored_expiry_at: datetime | None = field(init=False)
    stored_life: Life = field(init=False)
    due_when_read: datetime | None = field(init=False)

    def __post_init__(self) -> None:
        self.stored_version = self.version
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

    def live_lots(self) -> list[Lot]:
        """The lots that still hold points, those opened in this batch among them."""
        if self.lots is None:
            raise LotsNotRead(f"lots of account {self.account_id} were not read")
        return self.lots

    def open_holds(self) -> list[Hold]:
        """The holds by which points are still set aside."""
        still = [hold for hold in self.holds if hold.resolved_version is None]
        if sum(hold.left for hold in still) != self.held:
            raise LotsNotRead(f"holds of account {self.account_id} were not read")
        return still

    def _lot(self, lot_version: int) -> Lot:
        """A lot by its number, perhaps an empty one."""
        return next(lot for lot in self.live_lots() if lot.lot_version == lot_version)

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
        self._look_out(lot.expires_at if self.life is NO_LIFE else self.life.ends_at(lot))

    def _look_out(self, ends_at: datetime) -> None:
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
        if self.available < 0 or self.pending < 0 or self.held < 0 or self.debt < 0:
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

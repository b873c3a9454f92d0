"""What time alone brings to an account: points mature and expire, and holds end.

Each is posted at the instant at which it was due; at one instant maturity comes first, then the end of holds, then expiry.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tessera.kit.clock import NEVER
from tessera.ledger.holding import Holding
from tessera.ledger.rows import Cause, Hold, Kind, Lot, last_taken


@dataclass(slots=True, eq=False, kw_only=True)
class Perishable(Holding):
    """A holding that time changes."""

    def settle(self, now: datetime) -> None:
        """Post what has matured, ended or expired by `now`."""
        while (self.maturing and self.maturing[0][0] <= now) or (
            self.next_expiry_at is not None and self.next_expiry_at <= now
        ):
            self._bring_next(now)

    def settle_until(self, instant: datetime, now: datetime) -> None:
        """The same as of an instant, before what ends with it is gone: what can be used until then still can."""
        while (
            (self.maturing and self.maturing[0][0] <= instant)
            or (self.next_expiry_at is not None and self.next_expiry_at < instant)
            or (self.next_expiry_at == instant and self._holds_that_end(instant))
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
        elif ended := self._holds_that_end(due_at):
            self._end_holds(ended, cause)
        else:
            self._expire(cause)

    def available_at(self, now: datetime) -> int:
        """What will be available once `settle(now)` has run; nothing is posted by asking."""
        due_at = self.next_due_at()
        if due_at is None or due_at > now:
            return self.available
        if not self.debt and (self.next_expiry_at is None or self.next_expiry_at > now):
            return self.available + sum([points for at, points in self.maturing if at <= now])
        twin = Perishable(
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
            holds=[replace(hold) for hold in self.holds],
        )
        twin.settle(now)
        return twin.available

    def _mature(self, cause: Cause) -> None:
        available_at, amount = self.maturing.pop(0)
        self.pending -= amount
        self._make_available(available_at, amount)
        self._post(Kind.MATURED, amount, cause)
        self._repay(cause)

    def _end_holds(self, holds: list[Hold], cause: Cause) -> None:
        """What nobody came for can be used again, and pays what is owed; but what ended meanwhile is gone first."""
        self.reached_at = max(self.reached_at, cause.effective_at)
        for hold in holds:
            self._unhold(hold, cause)
        while self.next_expiry_at is not None and self.next_expiry_at < cause.effective_at:
            self._expire(Cause(None, None, self.next_expiry_at, cause.recorded_at))
        self._repay(cause)

    def _unhold(self, hold: Hold, cause: Cause) -> None:
        """All that is left of a hold goes back to its lots."""
        amount, hold.left = hold.left, 0
        self.held -= amount
        self.available += amount
        self._post(Kind.UNHELD, amount, cause)
        hold.resolved_version = self.version
        for take in last_taken(hold.takes, amount):
            assert take.lot_version is not None  # noqa: S101 - a hold took from lots of its own account
            self._give_back(self._lot(take.lot_version), take.amount)

    def _give_back(self, lot: Lot, amount: int) -> None:
        self._allocate(lot, -amount)
        self._look_out_for(lot)

    def _expire(self, cause: Cause) -> None:
        """End the lots that are due, if any still holds points."""
        lots = self._lots_that_may_expire(cause.effective_at)
        life, instant = self.life, cause.effective_at
        due = [lot for lot in lots if lot.remaining and life.ends_at(lot) <= instant]
        if due:
            expired = [lot for lot in due if life.expires_at(lot) <= instant]
            self._lose(Kind.EXPIRED, expired, cause)
            self._lose(Kind.LAPSED, [lot for lot in due if lot not in expired], cause)
        self._look_again(lots)

    def _look_again(self, lots: Sequence[Lot]) -> None:
        """What ends next: of these lots, of the open holds, or of what was not read because nothing of it is due yet."""
        ends = [self.life.ends_at(lot) for lot in lots if lot.remaining]
        ends += [hold.expires_at for hold in self.holds if hold.resolved_version is None]
        if self.lots is None and self.stored_expiry_at is not None:
            ends.append(self.stored_expiry_at)
        self.next_expiry_at = min((ends_at for ends_at in ends if ends_at < NEVER), default=None)

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

    def repay(self, cause: Cause) -> None:
        """Pay debt back from what is available; what was reported so late that it has expired pays nothing."""
        self.settle(cause.recorded_at)
        self._repay(cause)

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

    def _holds_that_end(self, instant: datetime) -> list[Hold]:
        """Open holds that are over by then; none when they were not read because nothing stored is due yet."""
        if not self.held or (
            self.lots is None and (self.stored_expiry_at is None or self.stored_expiry_at > instant)
        ):
            return []
        return [hold for hold in self.open_holds() if hold.expires_at <= instant]

"""A plain account: a list of lots and a number owed. What a wallet must agree with, reckoned without its shortcuts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tessera.kit.clock import NEVER


@dataclass(eq=False)
class PlainLot:
    """Points granted together; `expired` is what time took and was not restored."""

    number: int
    granted: int
    left: int
    available_at: datetime
    expires_at: datetime
    expired: int = 0


@dataclass(eq=False)
class PlainHold:
    """Points set aside: so many of each lot, in the order taken; `back` of them have come back."""

    until: datetime
    takes: list[tuple[PlainLot, int]]
    left: int
    back: int = 0


class PlainAccount:
    """Lots, holds and debt; when all points lapse, and until when none expires.

    What was to be usable by `reached_at` is: time has got there, though `now` may go back.
    """

    def __init__(self) -> None:
        self.lots: list[PlainLot] = []
        self.holds: list[PlainHold] = []
        self.debt = 0
        self.reached_at = datetime.min.replace(tzinfo=UTC)
        self.lapses_at: datetime | None = None
        self.kept_until: datetime | None = None

    @property
    def available(self) -> int:
        return sum(lot.left for lot in self.lots if self.is_usable(lot))

    @property
    def pending(self) -> int:
        return sum(lot.left for lot in self.lots if not self.is_usable(lot))

    @property
    def held(self) -> int:
        return sum(hold.left for hold in self.holds)

    def settle(self, now: datetime) -> None:
        """Walk through every instant until `now` at which something matures, ends or expires; in this order."""
        instants = {lot.available_at for lot in self.lots} | {hold.until for hold in self.holds if hold.left}
        instants |= {lot.expires_at for lot in self.lots}
        instants |= {at for at in (self.lapses_at, self.kept_until) if at is not None}
        for instant in sorted(instant for instant in instants if instant <= now):
            if any(lot.left and lot.available_at == instant > self.reached_at for lot in self.lots):
                self.reached_at = instant
                self.repay()
            ended = [hold for hold in self.holds if hold.left and hold.until == instant]
            if ended:
                self.reached_at = max(self.reached_at, instant)
                for hold in ended:
                    self.free(hold)
                self.expire(instant - timedelta.resolution)
                self.repay()
            self.expire(instant)

    def expire(self, instant: datetime) -> None:
        """What is over by then is gone."""
        for lot in self.lots:
            if self.is_over(lot, instant):
                self.reached_at = max(self.reached_at, instant) if lot.left else self.reached_at
                lot.expired += lot.left
                lot.left = 0

    def is_usable(self, lot: PlainLot) -> bool:
        """Has it matured?"""
        return lot.available_at <= self.reached_at

    def is_over(self, lot: PlainLot, instant: datetime) -> bool:
        """Has all lapsed by then, or the lot's date passed, with nothing to keep it?"""
        if self.lapses_at is not None and self.lapses_at <= instant:
            return True
        waits = lot.available_at >= NEVER
        kept = not waits and self.kept_until is not None and self.kept_until > instant
        return lot.expires_at <= instant and not kept

    def push(
        self, *, lapses_at: datetime | None, kept_until: datetime | None, counts: bool, now: datetime
    ) -> None:
        """Something happens that may start the clock, set it back, or shelter what is there."""
        if kept_until is not None and (self.kept_until is None or kept_until > self.kept_until):
            self.kept_until = kept_until
        runs = self.lapses_at is not None and self.lapses_at > now
        if lapses_at is not None and not runs:
            self.lapses_at = lapses_at
        elif lapses_at is not None and self.lapses_at is not None and counts:
            self.lapses_at = max(self.lapses_at, lapses_at)
        if self.lapses_at is not None and self.kept_until is not None:
            self.lapses_at = max(self.lapses_at, self.kept_until)
        self.settle(now)

    def release(self, lot: PlainLot, *, available_at: datetime, expires_at: datetime, now: datetime) -> None:
        """The event that a lot waited for has come."""
        lot.available_at, lot.expires_at = available_at, expires_at
        self.arrive(lot, now)
        self.settle(now)
        self.repay()

    def add(self, lots: Iterable[PlainLot], now: datetime) -> None:
        """Points come in: usable from now on, or from the instant at which they mature; too late ones are gone."""
        for lot in lots:
            self.lots.append(lot)
            self.arrive(lot, now)
        self.settle(now)
        self.repay()

    def arrive(self, lot: PlainLot, now: datetime) -> None:
        """Need its points not wait? Then nothing waits any longer that was to be usable before them."""
        if lot.available_at <= now:
            self.reached_at = max(self.reached_at, lot.available_at)

    def reverse(self, lot: PlainLot, amount: int) -> tuple[int, int, int, int]:
        """Take back: (from the lot, what had expired already, from other lots, into debt)."""
        own = min(amount, lot.left)
        lot.left -= own
        gone = min(amount - own, lot.expired)
        lot.expired -= gone
        others = self._take(amount - own - gone)
        owed = amount - own - gone - others
        self.debt += owed
        return own, gone, others, owed

    def adjust_down(self, amount: int) -> bool:
        """Take points if there are enough."""
        if amount > self.available:
            return False
        self._take(amount)
        return True

    def part_with(self, amount: int) -> list[tuple[PlainLot, int]] | None:
        """Take points for somebody else, if there are enough: so many of each lot."""
        return None if amount > self.available else self._draw(amount)

    def hold(self, amount: int, until: datetime) -> PlainHold | None:
        """Set points aside if there are enough."""
        if amount > self.available:
            return None
        hold = PlainHold(until, self._draw(amount), amount)
        self.holds.append(hold)
        return hold

    def free(self, hold: PlainHold) -> None:
        """What is left of a hold goes back."""
        for lot, amount in self._come_back(hold, hold.left):
            lot.left += amount
        hold.left = 0

    def refund(
        self, hold: PlainHold, amount: int, grace: PlainLot | None, now: datetime
    ) -> tuple[int, int, int]:
        """Points that were spent come back: (to their lots, into the lot of grace, gone at once)."""
        to_lots = into_grace = gone = 0
        for lot, part in self._come_back(hold, amount):
            if not self.is_over(lot, now):
                lot.left += part
                to_lots += part
            elif grace is not None and not self.is_over(grace, now):
                into_grace += part
            else:
                lot.left += part
                gone += part
        if grace is not None and into_grace:
            grace.granted = grace.left = into_grace
            self.lots.append(grace)
        return to_lots, into_grace, gone

    def _come_back(self, hold: PlainHold, amount: int) -> list[tuple[PlainLot, int]]:
        """Point by point, the last one taken first."""
        points = [lot for lot, taken in hold.takes for _ in range(taken)][::-1]
        coming = points[hold.back : hold.back + amount]
        hold.back += amount
        return [(lot, coming.count(lot)) for lot in dict.fromkeys(coming)]

    def repay(self) -> None:
        """What can be used pays what is owed."""
        self.debt -= self._take(self.debt)

    def _take(self, amount: int) -> int:
        """Take up to `amount` from usable lots; returns what was found."""
        return sum(taken for _, taken in self._draw(amount))

    def _draw(self, amount: int) -> list[tuple[PlainLot, int]]:
        """Take up to `amount` from usable lots, those that expire first before others."""
        takes = []
        for lot in sorted(self.lots, key=lambda lot: (lot.expires_at, lot.number)):
            part = min(amount, lot.left if self.is_usable(lot) else 0)
            lot.left -= part
            amount -= part
            if part:
                takes.append((lot, part))
        return takes

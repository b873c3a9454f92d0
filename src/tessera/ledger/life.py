"""What bears on all points of an account at once, whatever their lots say: a clock of inactivity, and a shelter."""

from datetime import datetime
from typing import NamedTuple

from tessera.kit.clock import NEVER
from tessera.ledger.rows import Lot


class Life(NamedTuple):
    """`lapses_at`: all points are gone then (None: no clock has begun). `kept_until`: none expires before.

    Both move forward only: what a member was promised stands. `lapses_at` is never before `kept_until`.
    """

    lapses_at: datetime | None = None
    kept_until: datetime | None = None

    def expires_at(self, lot: Lot) -> datetime:
        """When a lot's own date ends it. What waits for an event is not kept beyond the date by which that must come."""
        if self.kept_until is None or lot.available_at >= NEVER:
            return lot.expires_at
        return max(lot.expires_at, self.kept_until)

    def ends_at(self, lot: Lot) -> datetime:
        """The first instant at which a lot's points are gone."""
        expires_at = self.expires_at(lot)
        return expires_at if self.lapses_at is None else min(expires_at, self.lapses_at)

    def pushed(self, by: "Life", *, counts: bool, now: datetime) -> "Life":
        """The life after an activity; one that does not count leaves a running clock alone, but starts a new one."""
        kept_until = _later(self.kept_until, by.kept_until)
        running = self.lapses_at if self.lapses_at is not None and self.lapses_at > now else None
        lapses_at = _later(running, by.lapses_at if counts or running is None else None) or self.lapses_at
        if lapses_at is not None:
            lapses_at = _later(lapses_at, kept_until)
        return Life(lapses_at, kept_until)


NO_LIFE = Life()


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    if one is None or other is None:
        return one or other
    return max(one, other)

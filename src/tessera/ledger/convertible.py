"""What conversions take from an account and give to it: as of the instant of their date, whatever time has done since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tessera.kit.clock import NEVER
from tessera.ledger.perishable import Perishable
from tessera.ledger.rows import Cause, Kind, Lot


class Part(NamedTuple):
    """What a lot had at an instant: so much is `left` of it by now, so much expired meanwhile."""

    lot: Lot
    left: int
    gone: int


@dataclass(slots=True, eq=False, kw_only=True)
class Convertible(Perishable):
    """A holding that conversions take from and give to."""

    def usable_at(self, instant: datetime, gone: Sequence[tuple[Lot, int]]) -> list[Part]:
        """What could be used at an instant and was not taken since, oldest expiry first. Call `settle_until` before.

        `gone`: lots, with what of each has expired at that instant or since.
        """
        expired = {lot.lot_version: amount for lot, amount in gone}
        lots = {lot.lot_version: lot for lot, _ in gone}
        lots |= {lot.lot_version: lot for lot in self.live_lots() if lot.remaining and not self._waits(lot)}
        return [
            Part(lot, lot.remaining, expired.get(number, 0))
            for number, lot in sorted(lots.items(), key=lambda item: (item[1].expires_at, item[0]))
            if lot.available_at <= instant
        ]

    def convert_out(self, amount: int, parts: Sequence[Part], *, conversion: str, cause: Cause) -> int:
        """Points go into another currency, out of these parts in their order; returns what of them had expired meanwhile.

        That is brought back and taken at once: had the conversion been recorded on its date, it would not have expired.
        """
        takes: list[tuple[Lot, int]] = []
        wanted, restored = amount, 0
        for part in parts:
            taken = min(wanted, part.left + part.gone)
            if taken > part.left:
                restored += taken - part.left
                self._bring_back(part.lot, taken - part.left, rule_id=conversion, cause=cause)
            if taken:
                takes.append((part.lot, taken))
                wanted -= taken
        self.available -= amount
        self._post(Kind.CONVERTED, -amount, cause, rule_id=conversion)
        for lot, taken in takes:
            self._allocate(lot, taken)
        return restored

    def convert_in(
        self, amount: int, *, expires_at: datetime | None, conversion: str, cause: Cause
    ) -> tuple[int, int]:
        """Points come out of another currency, usable from the date on; returns the versions of posting and lot."""
        lot = self._open_lot(cause.effective_at, expires_at or NEVER)
        lot.granted = lot.remaining = amount
        self._make_available(lot.available_at, amount)
        self._post(Kind.CONVERTED, amount, cause, rule_id=conversion, lot_version=lot.lot_version)
        version = self.version
        self._repay(cause)
        return version, lot.lot_version

    def _bring_back(self, lot: Lot, amount: int, *, rule_id: str, cause: Cause) -> None:
        """What of a lot had expired is there again, to be taken at once."""
        self.available += amount
        self._post(Kind.RESTORED, amount, cause, rule_id=rule_id, lot_version=lot.lot_version)
        self._allocate(lot, -amount)

"""An account's rows in memory, between transactions."""

from datetime import datetime
from uuid import UUID

from tessera.ledger.rows import Allocation, Hold, Lot, Posting
from tessera.ledger.wallet import Wallet

ACCOUNT = UUID(int=1)


class Stored:
    """The account's rows, as a database would have them: what a transaction leaves is all that the next one finds."""

    def __init__(self) -> None:
        self.row = Wallet(account_id=ACCOUNT, currency="points")
        self.lots: dict[int, Lot] = {}
        self.holds: dict[int, Hold] = {}
        self.postings: list[Posting] = []
        self.allocations: list[Allocation] = []

    def read(self, now: datetime, *, takes: bool) -> Wallet:
        """A wallet as a batch reads it: with its lots only when something may be taken from them."""
        w = self.row
        fresh = Wallet(
            account_id=ACCOUNT, currency="points", available=w.available, pending=w.pending, held=w.held, debt=w.debt,
            lifetime_earned=w.lifetime_earned, version=w.version, next_expiry_at=w.next_expiry_at, life=w.life,
            maturing=list(w.maturing), reached_at=w.reached_at,
        )  # fmt: skip
        if takes or fresh.needs_lots(now):
            fresh.lots = [lot for lot in self.lots.values() if lot.remaining]
            for hold in self.holds.values():
                if hold.resolved_version is None:
                    self.know(fresh, hold)
        return fresh

    def know(self, wallet: Wallet, hold: Hold) -> None:
        """Read a hold into a wallet, with the lots that it took from."""
        if hold not in wallet.holds:
            wallet.holds.append(hold)
        for take in hold.takes:
            if take.lot_version is not None:
                wallet.adopt(self.lots[take.lot_version])

    def write(self, wallet: Wallet) -> None:
        """Keep what the wallet posted."""
        self.row = wallet
        self.postings += wallet.postings
        self.allocations += wallet.allocations
        self.lots |= {lot.lot_version: lot for lot in wallet.new_lots}
        self.holds |= {hold.version: hold for hold in wallet.holds}

    def expired(self, lot_version: int, wallet: Wallet) -> int:
        """What of a lot has expired and was not brought back, this transaction's postings among them."""
        expiries = {p.version for p in [*self.postings, *wallet.postings] if p.contra == "expired"}
        return sum(
            a.amount
            for a in [*self.allocations, *wallet.allocations]
            if a.lot_version == lot_version and a.taker_version in expiries
        )

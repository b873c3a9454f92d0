"""Everything that a batch needs to decide, read under the accounts' lock; and what it has decided so far."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.engine.activity import Activity
from tessera.engine.returns import Part
from tessera.engine.standing import Standing
from tessera.ledger.answers import SourceKey, find_answers, read_returned
from tessera.ledger.lock import Wallets, read_lots, read_lots_by_key
from tessera.ledger.rows import NEVER, Lot
from tessera.ledger.wallet import Wallet
from tessera.ledger.write import ActivityRow, write_activities, write_returned, write_wallets
from tessera.members.resolve import Found
from tessera.members.standings import read_standings, write_standings
from tessera.usecases.answers import Answer, Submission
from tessera.usecases.recording.codec import encode, read_activity, read_answer, read_standing

ADJUSTMENT: Final = "adjustment"
"""The type of an activity by which staff give or take points."""

LotKey = tuple[UUID, str, int]


class Known(NamedTuple):
    """An activity that has been decided, before or in this batch."""

    account_id: UUID
    member_id: UUID
    activity: Activity
    answer: Answer


class Item(NamedTuple):
    """A submission whose member was found and whose instants are known."""

    submission: Submission
    member: Found
    now: datetime

    @property
    def key(self) -> SourceKey:
        return self.submission.source, self.submission.activity.key


class Books:
    """The open books of one batch. Nothing is written before `write`."""

    def __init__(self, connection: Connection, items: Sequence[Item], wallets: Wallets) -> None:
        """Read what the items need; `wallets` are their accounts', locked in this transaction."""
        self._connection = connection
        self.wallets = wallets
        self.known = self._read_known(items)
        self._members = {item.member.member_id: item.member for item in items}
        self.standings: dict[UUID, Standing] = {
            member_id: read_standing(state)
            for member_id, (_, state) in read_standings(connection, list(wallets)).items()
        }
        self.returned = self._read_returned(items)
        self.lots: dict[LotKey, tuple[Lot, int]] = {}
        self._read_lots(items)
        self._rows: list[ActivityRow] = []
        self._keys: list[str] = []
        self._moved: set[UUID] = set()
        self._decided: set[UUID] = set()
        self._returned_rows: dict[tuple[UUID, int], tuple[UUID, UUID, int, int, int]] = {}

    def standing(self, member_id: UUID) -> Standing:
        """The member's standing as of the last activity of this batch."""
        return self.standings.get(member_id) or Standing()

    def settled(self, account_id: UUID, now: datetime) -> Mapping[str, Wallet]:
        """The account's wallets, with what time has brought by `now` posted."""
        wallets = self.wallets[account_id]
        for wallet in wallets.values():
            wallet.settle(now)
        return wallets

    def lot(self, account_id: UUID, currency: str, lot_version: int) -> tuple[Lot, int]:
        """A purchase's lot and what of it has expired; one of this batch has expired nothing yet."""
        wallet = self.wallets[account_id][currency]
        opened = next((lot for lot in wallet.new_lots if lot.lot_version == lot_version), None)
        if opened is not None:
            return opened, self._expired_here(wallet, lot_version)
        stored, expired = self.lots[account_id, currency, lot_version]
        live = next((lot for lot in wallet.live_lots() if lot.lot_version == lot_version), stored)
        return live, expired + self._expired_here(wallet, lot_version)

    def keep(self, item: Item, answer: Answer, standing: Standing) -> None:
        """Take a decision into the books: its row, its key, and the member's standing."""
        member, activity = item.member, item.submission.activity
        assert answer.activity_id is not None  # noqa: S101 - only a quote has none
        self._rows.append(
            ActivityRow(
                account_id=member.account_id,
                activity_id=answer.activity_id,
                member_id=member.member_id,
                source=item.submission.source,
                occurred_at=activity.occurred_at,
                received_at=item.now,
                programme_version=answer.programme_version,
                standing_version=standing.version,
                payload=encode(activity),
                outcome=encode(answer),
            )
        )
        self._keys.append(activity.key)
        self.known[item.key] = Known(member.account_id, member.member_id, activity, answer)
        if answer.refusal is None:  # a refusal is remembered and changes nothing else
            self.standings[member.member_id] = standing
            self._decided.add(member.member_id)
            self._moved.add(member.account_id)

    def keep_returned(self, account_id: UUID, purchase_id: UUID, returned: Mapping[int, Part]) -> None:
        """Take what has come back of a purchase into the books."""
        self.returned[purchase_id] = dict(returned)
        for line, part in returned.items():
            row = (account_id, purchase_id, line, part.amount_minor, part.quantity_milli)
            self._returned_rows[purchase_id, line] = row

    def write(self) -> None:
        """Write everything down. The caller commits."""
        connection = self._connection
        write_activities(connection, self._rows, self._keys)
        write_wallets(
            connection, [w for account_id in self._moved for w in self.wallets[account_id].values()]
        )
        write_returned(connection, list(self._returned_rows.values()))
        rows = []
        for member_id in sorted(self._decided, key=lambda member_id: member_id.int):
            standing = self.standings[member_id]
            rows.append((self._members[member_id].account_id, member_id, standing.version, encode(standing)))
        write_standings(connection, rows)

    def _read_known(self, items: Sequence[Item]) -> dict[SourceKey, Known]:
        keys = {item.key for item in items}
        keys |= {(item.key[0], item.submission.activity.of) for item in items if item.submission.activity.of}
        return {
            key: Known(
                stored.account_id,
                stored.member_id,
                read_activity(stored.payload),
                read_answer(stored.outcome),
            )
            for key, stored in find_answers(self._connection, keys).items()
        }

    def _purchases(self, items: Sequence[Item]) -> list[Known]:
        """The stored purchases that the batch's returns name."""
        named = ((item.key[0], item.submission.activity.of or "") for item in items)
        return [self.known[key] for key in named if key in self.known]

    def _read_returned(self, items: Sequence[Item]) -> dict[UUID, dict[int, Part]]:
        purchases = [
            (k.account_id, k.answer.activity_id) for k in self._purchases(items) if k.answer.activity_id
        ]
        found = read_returned(self._connection, purchases)
        return {purchase: {line: Part(*p) for line, p in parts.items()} for purchase, parts in found.items()}

    def _read_lots(self, items: Sequence[Item]) -> None:
        """Lots are read only where something may be taken from them: dues, debts, returns and adjustments."""
        latest: dict[UUID, datetime] = {}
        takers: set[UUID] = set()
        for item in items:
            account_id, activity = item.member.account_id, item.submission.activity
            latest[account_id] = max(item.now, latest.get(account_id, item.now))
            if activity.of or activity.type == ADJUSTMENT:
                takers.add(account_id)
        wanted = [
            wallet
            for account_id, wallets in self.wallets.items()
            for wallet in wallets.values()
            if account_id in takers or wallet.needs_lots(latest[account_id])
        ]
        read_lots(self._connection, wanted)
        keys = [
            (k.account_id, granted.currency, granted.expires_at or NEVER, granted.lot)
            for k in self._purchases(items)
            for granted in k.answer.granted
        ]
        self.lots = read_lots_by_key(self._connection, keys)

    @staticmethod
    def _expired_here(wallet: Wallet, lot_version: int) -> int:
        """What of a lot has expired by this batch's own postings, less what it brought back."""
        expiries = {posting.version for posting in wallet.postings if posting.contra == "expired"}
        return sum(
            allocation.amount
            for allocation in wallet.allocations
            if allocation.lot_version == lot_version and allocation.taker_version in expiries
        )

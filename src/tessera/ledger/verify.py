"""Prove the books by themselves: every table against every other, in the database."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.kit.record import Record
from tessera.ledger import _sql_proof as _sql
from tessera.ledger.rows import Allocation, Posting

_read_maturing = msgspec.msgpack.Decoder(list[tuple[datetime, int]]).decode

CHECKS = {
    "chain": _sql.CHECK_CHAIN,
    "account": _sql.CHECK_ACCOUNTS,
    "lifetime": _sql.CHECK_LIFETIME,
    "lot": _sql.CHECK_LOTS,
    "holdings": _sql.CHECK_HOLDINGS,
    "hold": _sql.CHECK_HOLDS,
    "allocation": _sql.CHECK_ALLOCATIONS,
    "transfer": _sql.CHECK_TRANSFERS,
    "conversion": _sql.CHECK_CONVERSIONS,
    "key": _sql.CHECK_KEYS,
    "due": _sql.CHECK_DUE,
}


class Difference(Record, frozen=True):
    """Something that is not as it must be: which check found it, where, and what."""

    check: str
    account_id: UUID | None
    currency: str
    detail: str


class StoredActivity(NamedTuple):
    """An activity as it was decided."""

    account_id: UUID
    member_id: UUID
    activity_id: UUID
    source: str
    received_at: datetime
    programme_version: int
    standing_version: int
    payload: bytes
    outcome: bytes


class StoredLot(NamedTuple):
    """A lot as it stands; see `models.Lot`."""

    account_id: UUID
    currency: str
    lot_version: int
    expires_at: datetime
    available_at: datetime
    granted: int
    remaining: int


class StoredHold(NamedTuple):
    """Points set aside once; see `models.Hold`."""

    account_id: UUID
    currency: str
    version: int
    hold_id: UUID
    amount: int
    expires_at: datetime
    resolved_version: int | None


class StoredLife(NamedTuple):
    """What bears on all points of an account; see `life.Life`."""

    account_id: UUID
    currency: str
    lapses_at: datetime | None
    kept_until: datetime | None


class StoredReturn(NamedTuple):
    """What has come back of a purchase's line; see `models.Returned`."""

    account_id: UUID
    activity_id: UUID
    line: int
    amount_minor: int
    quantity_milli: int


class Slice(NamedTuple):
    """Some accounts' rows, by account."""

    activities: dict[UUID, list[StoredActivity]]
    postings: dict[UUID, list[Posting]]
    allocations: dict[UUID, list[Allocation]]
    lots: dict[UUID, list[StoredLot]]
    holds: dict[UUID, list[StoredHold]]
    lives: dict[UUID, list[StoredLife]]
    returned: dict[UUID, list[StoredReturn]]


def count_books(connection: Connection) -> tuple[int, int, int]:
    """How many accounts (per currency), postings and activities there are."""
    row = connection.execute(_sql.COUNT_BOOKS).fetchone()
    assert row is not None  # noqa: S101 - a count has a row
    return row[0], row[1], row[2]


def check_books(connection: Connection, check: str) -> Iterator[Difference]:
    """Run one of `CHECKS`."""
    for account_id, currency, detail in connection.execute(CHECKS[check]):
        yield Difference(check, account_id, currency, detail)


def check_pending(connection: Connection) -> Iterator[Difference]:
    """What an account says will mature is what its lots hold that wait, instant by instant, and all that is pending."""
    for account_id, currency, pending, maturing, by_lot in connection.execute(_sql.READ_PENDING):
        says = {int(at.timestamp()): points for at, points in _read_maturing(maturing)}
        holds = {int(at): points for at, points in by_lot.items()}
        if says != holds or sum(says.values()) != pending:
            detail = (
                f"{pending} pending, {sum(says.values())} to mature, lots hold {sum(holds.values())} of it"
            )
            yield Difference("pending", account_id, currency, detail)


def read_halves(connection: Connection) -> Iterator[tuple[UUID, UUID, bytes, bytes]]:
    """Both answers to whatever took points from one account to another: (account, activity, giver's, taker's)."""
    with connection.cursor(binary=True) as cursor:
        yield from cursor.execute(_sql.READ_HALVES)


def check_trial(connection: Connection) -> Iterator[Difference]:
    """Per currency, what members have is what the contra codes gave."""
    for currency, claims, contra in connection.execute(_sql.READ_TRIAL):
        if (claims or 0) != (contra or 0):
            yield Difference(
                "trial", None, currency, f"members have {claims or 0}, the contra codes {contra or 0}"
            )


def read_slices(connection: Connection, *, accounts: int, beside: Collection[UUID]) -> Iterator[Slice]:
    """The books of all accounts but those `beside`, some at a time, in the order of their ids."""
    after = UUID(int=0)
    while True:
        rows: list[tuple[UUID]] = connection.execute(_sql.READ_ACCOUNT_IDS, (after, accounts)).fetchall()
        if not rows:
            return
        yield read_slice(connection, [account_id for (account_id,) in rows if account_id not in beside])
        after = rows[-1][0]


def read_slice(connection: Connection, account_ids: Sequence[UUID]) -> Slice:
    """The books of some accounts."""
    return Slice(
        _by_account(connection, _sql.READ_ACTIVITIES, account_ids, StoredActivity),
        _by_account(connection, _sql.READ_POSTINGS, account_ids, Posting),
        _by_account(connection, _sql.READ_ALLOCATIONS, account_ids, Allocation),
        _by_account(connection, _sql.READ_LOTS, account_ids, StoredLot),
        _by_account(connection, _sql.READ_HOLDS, account_ids, StoredHold),
        _by_account(connection, _sql.READ_LIVES, account_ids, StoredLife),
        _by_account(connection, _sql.READ_RETURNED, account_ids, StoredReturn),
    )


def _by_account(connection: Connection, statement: str, account_ids: Sequence[UUID], row_type: Any) -> Any:
    found: dict[UUID, list[Any]] = {}
    with connection.cursor(binary=True) as cursor:
        for row in cursor.execute(statement, (list(account_ids),)):
            found.setdefault(row[0], []).append(row_type._make(row))
    return found

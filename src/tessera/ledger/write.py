"""Write what a batch has decided: append rows, move accounts by set. The caller commits."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.kit.clock import NEVER
from tessera.ledger import _sql
from tessera.ledger.append import Append, append_many
from tessera.ledger.wallet import Wallet

_encode = msgspec.msgpack.Encoder().encode
_NOTHING_MATURES = b"\x90"


class ActivityRow(NamedTuple):
    """An activity with its stored answer; see `models.Activity`."""

    account_id: UUID
    activity_id: UUID
    member_id: UUID
    source: str
    occurred_at: datetime
    received_at: datetime
    programme_version: int
    standing_version: int
    payload: bytes
    outcome: bytes


def write_activities(
    connection: Connection, rows: Sequence[ActivityRow], keys: Sequence[str], append: Append = append_many
) -> None:
    """Append activities and claim their keys (one for each row).

    A key that another transaction claimed meanwhile for another account raises psycopg's UniqueViolation: the batch is
    rolled back and tried again, and the look-up then finds it.
    """
    claimed = [
        (key, row.source, row.account_id, row.activity_id) for key, row in zip(keys, rows, strict=True)
    ]
    append(connection, _sql.KEYS, claimed)
    append(connection, _sql.ACTIVITIES, rows)


def write_wallets(connection: Connection, wallets: Iterable[Wallet], append: Append = append_many) -> None:
    """Append the wallets' postings, lots and allocations and move the accounts to their new balances.

    Where nothing was posted, an account may still have found that it looks for nothing that soon: a sweep that forgot it
    without writing that down would never come again.
    """
    moved = sorted(
        (w for w in wallets if w.postings or w.life != w.stored_life or w.next_due_at() != w.due_when_read),
        key=lambda w: (w.account_id.int, w.currency),
    )
    if not moved:
        return
    append(connection, _sql.POSTINGS, [row for w in moved for row in w.postings])
    lots = [
        (
            w.account_id,
            w.currency,
            lot.expires_at,
            lot.lot_version,
            lot.granted,
            lot.remaining,
            lot.available_at,
        )
        for w in moved
        for lot in w.new_lots
    ]
    append(connection, _sql.LOTS, lots)
    _update_terms(connection, moved)
    allocations = [row for w in moved for row in w.allocations]
    if allocations:
        append(connection, _sql.ALLOCATIONS, allocations)
        _update_lots(connection, moved)
    _write_holds(connection, moved, append)
    columns = zip(*map(_balances, moved), strict=True)
    connection.execute(_sql.UPDATE_ACCOUNTS, tuple(map(list, columns)))
    _bring_due_forward(connection, moved)


def write_returned(connection: Connection, rows: Sequence[tuple[UUID, UUID, int, int, int]]) -> None:
    """Store how much of purchases' lines has come back: (account, purchase, line, minor units, thousandths)."""
    if rows:
        connection.execute(_sql.WRITE_RETURNED, tuple(map(list, zip(*rows, strict=True))))


def _write_holds(connection: Connection, wallets: Sequence[Wallet], append: Append) -> None:
    """Holds of this batch, and those of before that it resolved."""
    new: list[tuple[Any, ...]] = []
    resolved: list[tuple[Any, ...]] = []
    for w in wallets:
        for hold in w.holds:
            key = (w.account_id, w.currency, hold.version)
            if hold.resolved_version is None and hold.left < hold.amount:
                raise AssertionError(f"hold {hold.hold_id} was captured in part and not let go")
            if hold.version > w.stored_version:
                new.append((*key, hold.hold_id, hold.amount, hold.expires_at, hold.resolved_version))
            elif (hold.resolved_version or 0) > w.stored_version:
                resolved.append((*key, hold.resolved_version))
    append(connection, _sql.HOLDS, new)
    if resolved:
        connection.execute(_sql.RESOLVE_HOLDS, tuple(map(list, zip(*resolved, strict=True))))


def _update_terms(connection: Connection, wallets: Sequence[Wallet]) -> None:
    """Lots that were there before this batch and no longer wait for their event."""
    rows = [
        (w.account_id, w.currency, stored_expiry_at, lot.lot_version, lot.available_at, lot.expires_at)
        for w in wallets
        for stored_expiry_at, lot in w.released_lots.values()
        if lot not in w.new_lots
    ]
    if rows:
        connection.execute(_sql.UPDATE_TERMS, tuple(map(list, zip(*rows, strict=True))))


def _update_lots(connection: Connection, wallets: Sequence[Wallet]) -> None:
    """Lots that were there before this batch; new ones were copied with what remains of them."""
    rows = [
        (w.account_id, w.currency, lot.expires_at, lot.lot_version, lot.remaining)
        for w in wallets
        for lot in w.touched_lots.values()
        if lot not in w.new_lots
    ]
    if rows:
        connection.execute(_sql.UPDATE_LOTS, tuple(map(list, zip(*rows, strict=True))))


def _balances(w: Wallet) -> tuple[Any, ...]:
    maturing = _encode(w.maturing) if w.maturing else _NOTHING_MATURES
    return (
        w.account_id, w.currency, w.available, w.pending, w.held, w.debt,
        w.lifetime_earned, w.version, w.next_expiry_at, maturing, w.reached_at, *w.life,
    )  # fmt: skip


def _bring_due_forward(connection: Connection, wallets: Sequence[Wallet]) -> None:
    """Tell the sweep of accounts with something due sooner than it knows; too early a date it mends by itself."""
    due: dict[UUID, datetime] = {}
    for wallet in wallets:
        due_at, known = wallet.next_due_at(), wallet.due_when_read
        if due_at is not None and (known is None or due_at < known):
            due[wallet.account_id] = min(due_at, due.get(wallet.account_id, NEVER))
    if due:
        connection.execute(_sql.BRING_DUE_FORWARD, (list(due), list(due.values())))

"""Take accounts under lock and read them into wallets."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import product
from typing import Any
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.ledger import _sql
from tessera.ledger.holding import NOTHING_YET
from tessera.ledger.life import NO_LIFE, Life
from tessera.ledger.rows import Lot
from tessera.ledger.wallet import Wallet

Wallets = dict[UUID, dict[str, Wallet]]
"""Wallets by account, then by currency."""

_read_maturing = msgspec.msgpack.Decoder(list[tuple[datetime, int]]).decode
_NOTHING_MATURES = b"\x90"


def lock_accounts(connection: Connection, account_ids: Sequence[UUID], currencies: Iterable[str]) -> Wallets:
    """Lock the accounts, in id order, until the transaction ends; open what is missing in `currencies` before.

    The rows come back as they are under the lock. Whatever else hangs on them (lots, keys, standings) must be read
    in a later statement.
    """
    wanted = list(product(account_ids, currencies))
    with connection.cursor(binary=True) as cursor:
        with connection.pipeline():  # one round trip for both; what is read inside would make it two
            if wanted:
                connection.execute(_sql.OPEN_ACCOUNTS, tuple(map(list, zip(*wanted, strict=True))))
            cursor.execute(_sql.LOCK_ACCOUNTS, (list(account_ids),))
        return _wallets(cursor.fetchall(), account_ids)


def read_accounts(connection: Connection, account_ids: Sequence[UUID]) -> Wallets:
    """The accounts as they stand, without a lock: to quote and to show."""
    with connection.cursor(binary=True) as cursor:
        return _wallets(cursor.execute(_sql.READ_ACCOUNTS, (list(account_ids),)).fetchall(), account_ids)


def read_lots(connection: Connection, wallets: Iterable[Wallet]) -> None:
    """Read the lots that still hold points into these wallets."""
    by_key = {(wallet.account_id, wallet.currency): wallet for wallet in wallets}
    if not by_key:
        return
    for wallet in by_key.values():
        wallet.lots = []
    with connection.cursor(binary=True) as cursor:
        cursor.execute(_sql.READ_LOTS, ([*{account_id for account_id, _ in by_key}],))
        for account_id, currency, *lot in cursor:
            wanted = by_key.get((account_id, currency))
            if wanted is not None and wanted.lots is not None:
                wanted.lots.append(make_lot(lot))


def make_lot(row: Sequence[Any]) -> Lot:
    """A lot from (lot_version, expires_at, available_at, granted, remaining)."""
    lot_version, expires_at, available_at, granted, remaining = row
    return Lot(
        lot_version=lot_version,
        expires_at=expires_at,
        available_at=available_at,
        granted=granted,
        remaining=remaining,
    )


def _wallets(rows: Iterable[Sequence[Any]], account_ids: Sequence[UUID]) -> Wallets:
    wallets: Wallets = {account_id: {} for account_id in account_ids}
    for row in rows:
        (
            account_id,
            currency,
            available,
            pending,
            held,
            debt,
            lifetime,
            version,
            next_expiry_at,
            maturing,
            reached_at,
            lapses_at,
            kept_until,
        ) = row
        wallets[account_id][currency] = Wallet(
            account_id=account_id,
            currency=currency,
            available=available,
            pending=pending,
            held=held,
            debt=debt,
            lifetime_earned=lifetime,
            version=version,
            next_expiry_at=next_expiry_at,
            life=Life(lapses_at, kept_until) if lapses_at or kept_until else NO_LIFE,
            maturing=[] if maturing == _NOTHING_MATURES else _read_maturing(maturing),
            reached_at=reached_at or NOTHING_YET,
        )
    return wallets


def read_lots_by_key(
    connection: Connection, wanted: Sequence[tuple[UUID, str, int]]
) -> dict[tuple[UUID, str, int], tuple[Lot, int]]:
    """Particular lots, also empty ones, by (account, currency, lot version), each with what of it expired."""
    if not wanted:
        return {}
    with connection.cursor(binary=True) as cursor:
        cursor.execute(_sql.READ_LOTS_BY_KEY, tuple(map(list, zip(*wanted, strict=True))))
        return {(row[0], row[1], row[2]): (make_lot(row[2:7]), row[7]) for row in cursor}

"""Take accounts under lock and read them into wallets."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby, product
from operator import itemgetter
from typing import Any
from uuid import UUID

import msgspec
from psycopg import Connection
from psycopg.errors import SerializationFailure

from tessera.ledger import _sql
from tessera.ledger.holding import NOTHING_YET
from tessera.ledger.life import NO_LIFE, Life
from tessera.ledger.rows import Hold, Lot, Take
from tessera.ledger.wallet import Wallet

Wallets = dict[UUID, dict[str, Wallet]]
"""Wallets by account, then by currency."""

GLANCES = 5
"""So often an account that moves meanwhile is read again."""

_read_maturing = msgspec.msgpack.Decoder(list[tuple[datetime, int]]).decode
_NOTHING_MATURES = b"\x90"


def lock_accounts(connection: Connection, account_ids: Sequence[UUID], currencies: Iterable[str]) -> Wallets:
    """Lock the accounts, in id order, until the transaction ends; open what is missing in `currencies` before.

    The rows come back as they are under the lock. Whatever else hangs on them (lots, keys, standings) must be read
    in a later statement.
    """
    with connection.pipeline():  # one round trip for both; what is read inside would make it two
        locked = ask_locked(connection, account_ids, currencies)
    return locked()


def ask_locked(
    connection: Connection, account_ids: Sequence[UUID], currencies: Iterable[str]
) -> Callable[[], Wallets]:
    """The same, to be got at the end of a pipeline; what is asked in it after this is read under the lock."""
    _open_accounts(connection, list(product(account_ids, currencies)))
    cursor = connection.cursor(binary=True).execute(_sql.LOCK_ACCOUNTS, (list(account_ids),))
    return lambda: _wallets(cursor.fetchall(), account_ids)


def lock_both(connection: Connection, account_ids: Collection[UUID], currencies: Collection[str]) -> Wallets:
    """The same for two accounts that may lie on two shards of a cluster, where no statement locks rows on both.

    All are opened before any is locked: who opens one later may wait for somebody who waits for the lock.
    """
    ordered = sorted(account_ids, key=lambda account_id: account_id.int)
    _open_accounts(connection, list(product(ordered, currencies)))
    wallets: Wallets = {}
    for account_id in ordered:
        wallets |= lock_accounts(connection, [account_id], ())
    return wallets


def _open_accounts(connection: Connection, wanted: Sequence[tuple[UUID, str]]) -> None:
    if wanted:
        connection.execute(_sql.OPEN_ACCOUNTS, tuple(map(list, zip(*wanted, strict=True))))


def read_accounts(connection: Connection, account_ids: Sequence[UUID]) -> Wallets:
    """The accounts as they stand, without a lock: to quote and to show."""
    return ask_accounts(connection, account_ids)()


def ask_accounts(connection: Connection, account_ids: Sequence[UUID]) -> Callable[[], Wallets]:
    """The same, to be got at the end of a pipeline."""
    cursor = connection.cursor(binary=True).execute(_sql.READ_ACCOUNTS, (list(account_ids),))
    return lambda: _wallets(cursor.fetchall(), account_ids)


def read_settled(connection: Connection, account_ids: Sequence[UUID], now: datetime) -> Wallets:
    """The same with what time has brought by `now`, in memory. Raises SerializationFailure if they never stand still."""
    return settle_read(connection, read_accounts(connection, account_ids), now)


def settle_read(connection: Connection, wallets: Wallets, now: datetime) -> Wallets:
    """Of accounts that were just read: the same as `read_settled`.

    Without a lock an account may move between the reading of its row and of its lots; then it is read again.
    """
    account_ids = list(wallets)
    for _ in range(GLANCES):
        every = [wallet for own in wallets.values() for wallet in own.values()]
        changing = [wallet for wallet in every if wallet.needs_lots(now)]
        read_lots(connection, changing)
        if changing and _moved(wallets, again := read_accounts(connection, account_ids)):
            wallets = again
            continue
        for wallet in every:
            wallet.settle(now)
        return wallets
    raise SerializationFailure("the accounts went on moving while they were read")


def _moved(before: Wallets, after: Wallets) -> bool:
    return any(
        wallet.version != before[account_id][currency].version
        for account_id, own in after.items()
        for currency, wallet in own.items()
        if currency in before[account_id]
    )


def read_lots(connection: Connection, wallets: Iterable[Wallet]) -> None:
    """Read the lots that still hold points, and the open holds, into these wallets."""
    by_key = {(wallet.account_id, wallet.currency): wallet for wallet in wallets}
    if not by_key:
        return
    for wallet in by_key.values():
        wallet.lots = []
    with connection.pipeline():
        accounts = [*{account_id for account_id, _ in by_key}]
        cursor = connection.cursor(binary=True).execute(_sql.READ_LOTS, (accounts,))
        know_holds = _ask_holds(connection, by_key.values())
    for account_id, currency, *lot in cursor.fetchall():
        wanted = by_key.get((account_id, currency))
        if wanted is not None and wanted.lots is not None:
            wanted.lots.append(make_lot(lot))
    know_holds()


def _ask_holds(connection: Connection, wallets: Iterable[Wallet]) -> Callable[[], None]:
    """Ask for the open holds of those that have points set aside, and the lots that they took from."""
    by_key = {(wallet.account_id, wallet.currency): wallet for wallet in wallets if wallet.has_holds}
    if not by_key:
        return lambda: None
    accounts = [*{account_id for account_id, _ in by_key}]
    return _asked_holds(connection, _sql.READ_HOLDS, (accounts,), by_key)


def read_takes(connection: Connection, wallets: Wallets, wanted: Sequence[tuple[UUID, str, int]]) -> None:
    """Read holds by their postings (account, currency, version), open or resolved, and the lots that they took from.

    Into these wallets, whose lots have been read: `Wallet.takes_of` then knows what may come back.
    """
    if not wanted:
        return
    by_key = {(account_id, currency): wallets[account_id][currency] for account_id, currency, _ in wanted}
    _asked_holds(connection, _sql.READ_TAKES, tuple(map(list, zip(*set(wanted), strict=True))), by_key)()


def _asked_holds(
    connection: Connection, statement: str, asked: Sequence[Any], wallets: Mapping[tuple[UUID, str], Wallet]
) -> Callable[[], None]:
    cursor = connection.cursor(binary=True).execute(statement, asked)

    def know() -> None:
        for (account_id, currency, version), own in groupby(cursor.fetchall(), key=itemgetter(0, 1, 2)):
            wallet = wallets.get((account_id, currency))
            if wallet is not None and all(hold.version != version for hold in wallet.holds):
                _know_hold(wallet, [row[2:] for row in own])

    return know


def _know_hold(wallet: Wallet, rows: Sequence[Sequence[Any]]) -> None:
    version, hold_id, amount, expires_at, resolved_version, *_ = rows[0]
    lots = [make_lot(row[6:]) for row in rows]
    for lot in lots:
        wallet.adopt(lot)
    hold = Hold(
        hold_id=hold_id,
        version=version,
        amount=amount,
        expires_at=expires_at,
        takes=[Take(lot.lot_version, row[5], lot.expires_at) for lot, row in zip(lots, rows, strict=True)],
        left=amount if resolved_version is None else 0,
        resolved_version=resolved_version,
    )
    wallet.holds.append(hold)


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

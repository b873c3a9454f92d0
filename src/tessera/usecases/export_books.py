"""Members, balances and postings as rows, in one snapshot and bounded memory."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from psycopg import Connection

from tessera.kit.clock import Clock
from tessera.ledger.export import stream_accounts, stream_postings
from tessera.ledger.lock import read_accounts, read_lots
from tessera.ledger.rows import Posting
from tessera.members.export import stream_members

ACCOUNTS_AT_ONCE = 500


class Part(StrEnum):
    """What can be exported."""

    MEMBERS = "members"
    BALANCES = "balances"
    POSTINGS = "postings"


COLUMNS: dict[Part, dict[str, type]] = {
    Part.MEMBERS: {
        "member_id": str,
        "account_id": str,
        "name": str,
        "language": str,
        "enrolled_at": datetime,
        "identities": str,
        "traits": str,
    },
    Part.BALANCES: {
        "account_id": str,
        "currency": str,
        "available": int,
        "pending": int,
        "held": int,
        "debt": int,
        "lifetime_earned": int,
        "at": datetime,
    },
    Part.POSTINGS: {
        name: {"effective_at": datetime, "recorded_at": datetime}.get(
            name, int if kind in {int, int | None} else str
        )
        for name, kind in Posting.__annotations__.items()
    },
}
"""The columns of each part, with what they hold. Ids are texts; identities and traits are JSON."""

Row = tuple[Any, ...]


def export_books(connection: Connection, part: Part, *, clock: Clock) -> Iterator[Row]:
    """The rows of a part, as of one instant; must be the first in its transaction, as it asks for a snapshot."""
    connection.execute("set transaction isolation level repeatable read, read only")
    if part is Part.MEMBERS:
        return _members(connection)
    if part is Part.BALANCES:
        return _balances(connection, clock.now())
    return _postings(connection)


def _members(connection: Connection) -> Iterator[Row]:
    for one in stream_members(connection):
        identities = [{"kind": kind, "value": value} for kind, value in one.identities]
        yield (
            str(one.member_id),
            str(one.account_id),
            one.name,
            one.language,
            one.enrolled_at,
            msgspec.json.encode(identities).decode(),
            msgspec.json.encode(one.traits, order="sorted").decode(),
        )


def _balances(connection: Connection, now: datetime) -> Iterator[Row]:
    """What has matured or expired by now is settled in memory, as for every reader; nothing is written."""
    for account_ids in stream_accounts(connection, at_once=ACCOUNTS_AT_ONCE):
        accounts = read_accounts(connection, account_ids)
        wallets = [wallet for own in accounts.values() for _, wallet in sorted(own.items())]
        read_lots(connection, [wallet for wallet in wallets if wallet.needs_lots(now)])
        for one in wallets:
            one.settle(now)
            balance = (one.available, one.pending, one.held, one.debt, one.lifetime_earned)
            yield (str(one.account_id), one.currency, *balance, now)


def _postings(connection: Connection) -> Iterator[Row]:
    for posting in stream_postings(connection):
        account_id, *rest = posting
        activity_id = None if posting.activity_id is None else str(posting.activity_id)
        place = Posting._fields.index("activity_id") - 1
        yield (str(account_id), *rest[:place], activity_id, *rest[place + 1 :])

"""The books row by row, for other people's tools. Accounts of the sandbox are left out."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from psycopg import Connection

from tessera.ledger import _sql_export as _sql
from tessera.ledger.rows import Posting

ROWS_A_FETCH = 2_000


def stream_postings(connection: Connection) -> Iterator[Posting]:
    """Every posting, by account, currency and version. One snapshot, in bounded memory."""
    with connection.cursor(name="postings", binary=True) as cursor:
        cursor.itersize = ROWS_A_FETCH
        for row in cursor.execute(_sql.STREAM_POSTINGS):
            yield Posting(*row)


def stream_accounts(connection: Connection, *, at_once: int) -> Iterator[Sequence[UUID]]:
    """The ids of all accounts in their order, so many at once."""
    after = UUID(int=0)
    while True:
        rows: list[tuple[Any, ...]] = connection.execute(_sql.NEXT_ACCOUNTS, (after, at_once)).fetchall()
        if not rows:
            return
        yield [account_id for (account_id,) in rows]
        after = rows[-1][0]

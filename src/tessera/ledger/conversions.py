"""Whom the date of a conversion concerns, and what of their points has expired since."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from tessera.ledger import _sql_convert as _sql
from tessera.ledger.lock import make_lot
from tessera.ledger.rows import Lot

Asked = tuple[UUID, str, datetime]
"""Account, currency, instant."""


def find_convertible(  # noqa: PLR0913 - what is asked, each by name
    connection: Connection, currency: str, *, at: datetime, least: int, after: UUID, limit: int
) -> tuple[list[UUID], UUID | None]:
    """Of the next `limit` accounts after one, in the order of their ids, those with enough of a currency at an instant.

    A few may turn out to have less: what debts will take is not reckoned here. Also the last account looked at; None
    when there is none after it.
    """
    with connection.cursor(binary=True) as cursor:
        rows = cursor.execute(_sql.FIND_CONVERTIBLE, (currency, at, least, after, limit)).fetchall()
    last = rows[-1][0] if len(rows) == limit else None
    return [account_id for account_id, enough in rows if enough], last


def read_gone(connection: Connection, asked: Sequence[Asked]) -> dict[Asked, list[tuple[Lot, int]]]:
    """Lots that could be used at an instant, with what of each expired then or since and was not brought back."""
    gone: dict[Asked, list[tuple[Lot, int]]] = {}
    if not asked:
        return gone
    with connection.cursor(binary=True) as cursor:
        for row in cursor.execute(_sql.READ_GONE, tuple(map(list, zip(*asked, strict=True)))):
            gone.setdefault(row[:3], []).append((make_lot(row[3:8]), row[8]))
    return gone

"""What accounts could use right before an instant: the entries of a draw."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from tessera.ledger._sql_tickets import READ_AVAILABLE_BEFORE


def read_available_before(
    connection: Connection, currency: str, at: datetime, *, least: int
) -> dict[UUID, int]:
    """{account: smallest units} of the real accounts that could use at least `least` right before `at`.

    As the books had it: what was recorded later does not count, whenever it happened. What time has brought by then must
    have been posted (`due`).
    """
    asked = {"currency": currency, "at": at, "least": least}
    with connection.cursor(binary=True) as cursor:
        return dict(cursor.execute(READ_AVAILABLE_BEFORE, asked).fetchall())

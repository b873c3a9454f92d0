"""What accounts could use right before an instant: the entries of a draw."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from tessera.ledger._sql_tickets import READ_AVAILABLE_BEFORE, SUM_TICKETS


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


def sum_tickets(connection: Connection, currency: str, *, unit: int) -> tuple[int, int]:
    """(Real accounts, entries) by now, as of the accounts' last settlement; `unit` smallest units are an entry."""
    row = connection.execute(SUM_TICKETS, {"currency": currency, "unit": unit}).fetchone()
    return (0, 0) if row is None else (row[0], row[1])

"""Read the books: balances as of an instant, what expires, what keys were used, what all of it comes to."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from tessera.ledger import _sql


def read_balances_as_of(
    connection: Connection, account_id: UUID, at: datetime
) -> dict[str, tuple[int, int, int, int]]:
    """{currency: (available, pending, held, debt)} as the books stood at `at`."""
    with connection.cursor(binary=True) as cursor:
        cursor.execute(_sql.READ_BALANCES_AS_OF, (account_id, at))
        return {currency: (a, p, h, d) for currency, a, p, h, d in cursor}


def read_expiries(
    connection: Connection, account_id: UUID, *, after: datetime, limit: int
) -> list[tuple[str, datetime, int]]:
    """(currency, expires_at, points) of what expires after an instant, soonest first."""
    with connection.cursor(binary=True) as cursor:
        cursor.execute(_sql.READ_EXPIRIES, (account_id, after, limit))
        return cursor.fetchall()


def read_keys(connection: Connection, source: str) -> set[str]:
    """The keys that a source has used."""
    return {row[0] for row in connection.execute(_sql.READ_KEYS, (source,))}


def sum_accounts(connection: Connection) -> list[tuple[str, int, int, int, int, int]]:
    """(currency, available, pending, held, debt, lifetime earned) of all accounts, as of their last settlement."""
    return connection.execute(_sql.SUM_ACCOUNTS).fetchall()


def sum_kinds(connection: Connection) -> list[tuple[str, str, int]]:
    """(currency, kind, amount) over all postings."""
    return connection.execute(_sql.SUM_KINDS).fetchall()


def sum_rules(connection: Connection, *, limit: int) -> list[tuple[str, str, int, int]]:
    """(rule, currency, points, postings) of the rules that gave most."""
    return connection.execute(_sql.SUM_RULES, (limit,)).fetchall()

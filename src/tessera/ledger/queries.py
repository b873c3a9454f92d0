"""Read the books: balances as of an instant, what expires, the history."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.ledger import _sql


class HistoryRow(NamedTuple):
    """A posting with the activity that caused it (None for what time brought)."""

    account_id: UUID
    currency: str
    version: int
    kind: str
    amount: int
    available_after: int
    pending_after: int
    held_after: int
    debt_after: int
    activity_id: UUID | None
    rule_id: str | None
    programme_version: int | None
    effective_at: datetime
    recorded_at: datetime
    member_id: UUID | None
    source: str | None
    payload: bytes | None
    outcome: bytes | None


class QuietRow(NamedTuple):
    """An activity that moved no points."""

    account_id: UUID
    activity_id: UUID
    member_id: UUID
    source: str
    programme_version: int
    standing_version: int
    occurred_at: datetime
    received_at: datetime
    payload: bytes
    outcome: bytes


class Place(NamedTuple):
    """A place in a history, to go on from. An activity without postings has its id for a currency."""

    recorded_at: datetime
    account_id: UUID
    currency: str
    version: int


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


def read_history(
    connection: Connection, account_ids: Sequence[UUID], *, before: Place, limit: int
) -> list[HistoryRow]:
    """The postings of a person's accounts before a place, newest first."""
    with connection.cursor(binary=True) as cursor:
        cursor.execute(_sql.READ_HISTORY, (list(account_ids), list(account_ids), *before, limit))
        return [HistoryRow(*row) for row in cursor]


def read_quiet(
    connection: Connection, account_ids: Sequence[UUID], *, before: Place, limit: int
) -> list[QuietRow]:
    """What happened to a person's accounts before a place and moved no points, newest first."""
    accounts = list(account_ids)
    with connection.cursor(binary=True) as cursor:
        cursor.execute(_sql.READ_QUIET, (accounts, *before, accounts, accounts, limit))
        return [QuietRow(*row) for row in cursor]

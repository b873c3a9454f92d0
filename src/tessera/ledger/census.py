"""Who holds what, and who earned by which rule: counted over all real accounts."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.ledger import _sql_census


class Holders(NamedTuple):
    """A currency's accounts that hold or owe points, the points that they hold, and whether it was ever posted in."""

    accounts: int
    points: int
    used: bool


class Earners(NamedTuple):
    """How many accounts earned by a rule, and in how many postings."""

    accounts: int
    times: int


class Past(NamedTuple):
    """An activity with its answer, as it was stored."""

    account_id: UUID
    activity_id: UUID
    member_id: UUID
    source: str
    occurred_at: datetime
    programme_version: int
    payload: bytes
    outcome: bytes


def count_holders(connection: Connection) -> dict[str, Holders]:
    """By currency, as of the accounts' last settlement."""
    rows = connection.execute(_sql_census.COUNT_HOLDERS)
    return {currency: Holders(accounts, points, used) for currency, accounts, points, used in rows}


def count_earners(connection: Connection, rules: Collection[str], *, since: datetime) -> dict[str, Earners]:
    """By rule; one by which nobody earned is missing. Reads all postings: there is no index for it."""
    if not rules:
        return {}
    rows = connection.execute(_sql_census.COUNT_EARNERS, (sorted(rules), since))
    return {rule: Earners(accounts, times) for rule, accounts, times in rows}


def active_accounts(connection: Connection, *, since: datetime) -> list[UUID]:
    """The accounts with any activity that occurred since."""
    return [account_id for (account_id,) in connection.execute(_sql_census.ACTIVE_ACCOUNTS, (since,))]


def read_past(connection: Connection, accounts: Sequence[UUID]) -> Iterator[Past]:
    """All that ever happened in these accounts, in the order in which it was decided."""
    with connection.cursor(binary=True) as cursor:
        yield from map(Past._make, cursor.execute(_sql_census.READ_PAST, (list(accounts),)))


def sum_donations(connection: Connection, *, sandbox: bool) -> dict[tuple[str, str], tuple[int, int]]:
    """What causes have been given: {(cause, currency): (points, how many times)}. The sandbox has causes of its own."""
    rows = connection.execute(_sql_census.SUM_DONATIONS, (sandbox,))
    return {(cause, currency): (points, times) for cause, currency, points, times in rows}

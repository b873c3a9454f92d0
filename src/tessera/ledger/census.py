"""Who holds what, and who earned by which rule: counted over all real accounts."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

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

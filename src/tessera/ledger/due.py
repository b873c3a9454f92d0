"""Accounts that time has something for."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from tessera.ledger import _sql


def read_due(connection: Connection, now: datetime, *, limit: int) -> list[UUID]:
    """Accounts that may have something due by `now`, longest due first."""
    return [row[0] for row in connection.execute(_sql.READ_DUE, (now, limit))]


def set_due(connection: Connection, due: Sequence[tuple[UUID, datetime | None]]) -> None:
    """When to look at accounts next; None: when something happens to them. They are locked."""
    later = [(account_id, due_at) for account_id, due_at in due if due_at is not None]
    if later:
        connection.execute(_sql.SET_DUE, tuple(map(list, zip(*later, strict=True))))
    never = [account_id for account_id, due_at in due if due_at is None]
    if never:
        connection.execute(_sql.CLEAR_DUE, (never,))

"""Look stored answers up by key, and what has come back of purchases."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.ledger import _sql

SourceKey = tuple[str, str]
"""(source, key): unique for ever."""


class Stored(NamedTuple):
    """An activity that was decided: its payload and its answer, as bytes."""

    account_id: UUID
    member_id: UUID
    activity_id: UUID
    programme_version: int
    payload: bytes
    outcome: bytes


def find_answers(connection: Connection, keys: Collection[SourceKey]) -> dict[SourceKey, Stored]:
    """The activities that were decided under these keys. Ask under the accounts' lock, in a statement of its own."""
    return ask_answers(connection, keys)()


def ask_answers(connection: Connection, keys: Collection[SourceKey]) -> Callable[[], dict[SourceKey, Stored]]:
    """The same, to be got at the end of a pipeline."""
    by_source: dict[str, list[str]] = {}
    for source, key in keys:
        by_source.setdefault(source, []).append(key)
    asked = [
        (source, connection.cursor(binary=True).execute(_sql.FIND_ANSWERS, (own, source)))
        for source, own in by_source.items()
    ]
    return lambda: {
        (source, key): Stored(*stored) for source, cursor in asked for key, *stored in cursor.fetchall()
    }


def read_decided(
    connection: Connection, activities: Sequence[tuple[UUID, UUID]]
) -> dict[UUID, tuple[bytes, bytes]]:
    """Activities named by (account, activity), as they were decided: {activity: (payload, answer)}."""
    if not activities:
        return {}
    with connection.cursor(binary=True) as cursor:
        cursor.execute(_sql.READ_DECIDED, tuple(map(list, zip(*activities, strict=True))))
        return {activity_id: (payload, outcome) for activity_id, payload, outcome in cursor}


def read_members_of(connection: Connection, activities: Sequence[tuple[UUID, UUID]]) -> dict[UUID, UUID]:
    """Whose activities these are, named by (account, activity): {activity: member}."""
    if not activities:
        return {}
    with connection.cursor(binary=True) as cursor:
        cursor.execute(_sql.READ_MEMBERS_OF, tuple(map(list, zip(*activities, strict=True))))
        return dict(cursor.fetchall())


class Lately(NamedTuple):
    """An activity of an account: whose, from which source, its payload and its answer, as bytes."""

    activity_id: UUID
    member_id: UUID
    source: str
    payload: bytes
    outcome: bytes


def read_since(connection: Connection, account_id: UUID, at: datetime) -> list[Lately]:
    """What has happened to an account at an instant or since, in no order."""
    with connection.cursor(binary=True) as cursor:
        return [Lately(*row) for row in cursor.execute(_sql.READ_SINCE, (account_id, at))]


def read_returned(
    connection: Connection, purchases: Sequence[tuple[UUID, UUID]]
) -> dict[UUID, dict[int, tuple[int, int]]]:
    """What has come back of purchases named by (account, activity): {activity: {line: (minor units, thousandths)}}."""
    found: dict[UUID, dict[int, tuple[int, int]]] = {}
    if not purchases:
        return found
    accounts, activities = map(list, zip(*purchases, strict=True))
    with connection.cursor(binary=True) as cursor:
        cursor.execute(_sql.READ_RETURNED, (accounts, activities))
        for activity_id, line, amount_minor, quantity_milli in cursor:
            found.setdefault(activity_id, {})[line] = (amount_minor, quantity_milli)
    return found

"""The engine's memory of each member, kept as the bytes that the engine made."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from psycopg import Connection

from tessera.members import _sql


def read_standings(connection: Connection, account_ids: Sequence[UUID]) -> dict[UUID, tuple[int, bytes]]:
    """{member_id: (version, state)} of the accounts' members; one who has done nothing yet is missing.

    Read after the accounts are locked, in a statement of its own: the lock's snapshot would be too old.
    """
    with connection.cursor(binary=True) as cursor:
        cursor.execute(_sql.READ_STANDINGS, (list(account_ids),))
        return {member_id: (version, state) for member_id, version, state in cursor.fetchall()}


def read_all_standings(connection: Connection) -> Iterator[bytes | None]:
    """Every member's state; None for a member who has done nothing yet."""
    with connection.cursor(binary=True) as cursor:
        for (state,) in cursor.execute(_sql.READ_ALL_STANDINGS):
            yield state


def write_standings(connection: Connection, rows: Sequence[tuple[UUID, UUID, int, bytes]]) -> None:
    """Store (account_id, member_id, version, state) of members, each once. Their accounts are locked."""
    if rows:
        connection.execute(_sql.WRITE_STANDINGS, tuple(map(list, zip(*rows, strict=True))))

"""The engine's memory of each member, kept as the bytes that the engine made."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.errors import SerializationFailure

from tessera.members import _sql
from tessera.members.resolve import Found, read_traits

ELSEWHERE: Final = b""
"""The state of a member who was merged: another member's standing remembers it."""


class Stored(NamedTuple):
    """A member's standing as it is stored; `review_at`: when to look at the levels again, None for never."""

    version: int
    state: bytes
    review_at: datetime | None = None


class MemberMoved(SerializationFailure):
    """A member was merged between the look-up and the lock. Nothing was written; a second try looks the member up anew."""


def read_standings(connection: Connection, account_ids: Sequence[UUID]) -> dict[UUID, Stored]:
    """The standings of the accounts' members, by member; one who has done nothing yet is missing.

    Read after the accounts are locked, in a statement of its own: the lock's snapshot would be too old. Raises
    MemberMoved when a member of these accounts was merged into another.
    """
    found = read_stored_standings(connection, account_ids)
    if any(stored.state == ELSEWHERE for stored in found.values()):
        raise MemberMoved("A member of these accounts was merged into another.")
    return found


def read_stored_standings(connection: Connection, account_ids: Sequence[UUID]) -> dict[UUID, Stored]:
    """The same for whoever asks about merged members too: their state is `ELSEWHERE`."""
    with connection.cursor(binary=True) as cursor:
        cursor.execute(_sql.READ_STANDINGS, (list(account_ids),))
        return {member_id: Stored(*stored) for member_id, *stored in cursor.fetchall()}


def read_all_standings(connection: Connection) -> Iterator[tuple[Found, bytes | None]]:
    """Every member with the state; None for a member who has done nothing yet."""
    with connection.cursor(binary=True) as cursor:
        for member_id, account_id, traits, enrolled_at, state in cursor.execute(_sql.READ_ALL_STANDINGS):
            yield Found(member_id, account_id, read_traits(traits), enrolled_at), state


def write_standings(connection: Connection, rows: Sequence[tuple[UUID, UUID, int, bytes]]) -> None:
    """Store (account_id, member_id, version, state) of members, each once. Their accounts are locked."""
    if rows:
        connection.execute(_sql.WRITE_STANDINGS, tuple(map(list, zip(*rows, strict=True))))

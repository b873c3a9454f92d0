"""The engine's memory of each member, kept as the bytes that the engine made."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.errors import SerializationFailure

from tessera.members import _sql
from tessera.members.resolve import Found, read_traits

ELSEWHERE: Final = b""
"""The state where a member's standing no longer is: another member's remembers it, or the member has another account."""


class Stored(NamedTuple):
    """A member's standing as it is stored; `review_at`: when to look at the levels again, None for never."""

    version: int
    state: bytes
    review_at: datetime | None = None


class MemberMoved(SerializationFailure):
    """A member was merged, or joined or left a household, between the look-up and the lock. Nothing was written; a second
    try looks the member up anew.
    """


def read_standings(
    connection: Connection, account_ids: Sequence[UUID], *, of: Mapping[UUID, UUID]
) -> dict[UUID, Stored]:
    """The standings of members, by member; one who has done nothing yet is missing. `of`: the account of each.

    Read after the accounts are locked, in a statement of its own: the lock's snapshot would be too old. Raises
    MemberMoved when one of them was merged into another, or has another account by now.
    """
    return ask_standings(connection, account_ids, of=of)()


def ask_standings(
    connection: Connection, account_ids: Sequence[UUID], *, of: Mapping[UUID, UUID]
) -> Callable[[], dict[UUID, Stored]]:
    """The same, to be got at the end of a pipeline."""
    asked = _ask(connection, account_ids)

    def fetch() -> dict[UUID, Stored]:
        found = {}
        for account_id, member_id, stored in asked():
            if of.get(member_id) == account_id:
                found[member_id] = stored
                if stored.state == ELSEWHERE:
                    raise MemberMoved("A member was merged into another, or has another account.")
        return found

    return fetch


def read_stored_standings(connection: Connection, account_ids: Sequence[UUID]) -> dict[UUID, Stored]:
    """The same for whoever asks about merged members too: the state of one whose standing is in none of these accounts is
    `ELSEWHERE`.
    """
    found: dict[UUID, Stored] = {}
    for _, member_id, stored in _ask(connection, account_ids)():
        if member_id not in found or stored.state != ELSEWHERE:
            found[member_id] = stored
    return found


def _ask(
    connection: Connection, account_ids: Sequence[UUID]
) -> Callable[[], Iterator[tuple[UUID, UUID, Stored]]]:
    cursor = connection.cursor(binary=True).execute(_sql.READ_STANDINGS, (list(account_ids),))
    return lambda: (
        (account_id, member_id, Stored(*stored)) for account_id, member_id, *stored in cursor.fetchall()
    )


def read_all_standings(connection: Connection) -> Iterator[tuple[Found, bytes | None]]:
    """Every member with the state; None for a member who has done nothing yet."""
    with connection.cursor(binary=True) as cursor:
        for member_id, account_id, traits, enrolled_at, state in cursor.execute(_sql.READ_ALL_STANDINGS):
            yield Found(member_id, account_id, read_traits(traits), enrolled_at), state


def write_standings(connection: Connection, rows: Sequence[tuple[UUID, UUID, int, bytes]]) -> None:
    """Store (account_id, member_id, version, state) of members, each once. Their accounts are locked."""
    if rows:
        connection.execute(_sql.WRITE_STANDINGS, tuple(map(list, zip(*rows, strict=True))))

"""The merges there have been: who stands for whom, and since when."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.kit.problems import UnknownMember
from tessera.kit.record import Record
from tessera.members import _sql_merge as _sql
from tessera.members.resolve import resolve_members

_read_identities = msgspec.msgpack.Decoder(list[tuple[str, str]]).decode
_read_traits = msgspec.msgpack.Decoder(dict[str, str]).decode


class Merge(Record, frozen=True):
    """One member merged into another by the activity `merge_id`, with what it takes to undo it.

    `identities` are those that changed hands, `filled` the traits that the other lacked; `standing` and `into_standing`
    are what the engine remembered of either before.
    """

    member_id: UUID
    merge_id: UUID
    account_id: UUID
    into_id: UUID
    into_account_id: UUID
    identities: list[tuple[str, str]]
    filled: dict[str, str]
    standing: bytes
    into_standing: bytes


class Alias(NamedTuple):
    """A member who was merged into another; the account holds the history until then."""

    member_id: UUID
    account_id: UUID


def read_merge(connection: Connection, member_id: UUID) -> Merge | None:
    """The merge that stands for a member; None for one who stands for themselves."""
    with connection.cursor(binary=True) as cursor:
        row = cursor.execute(_sql.READ_MERGE, (member_id,)).fetchone()
    if row is None:
        return None
    merged_id, merge_id, account_id, into_id, into_account_id, identities, filled, standing, into_standing = (
        row
    )
    return Merge(
        member_id=merged_id,
        merge_id=merge_id,
        account_id=account_id,
        into_id=into_id,
        into_account_id=into_account_id,
        identities=_read_identities(identities),
        filled=_read_traits(filled),
        standing=standing,
        into_standing=into_standing,
    )


def find_kin(connection: Connection, member_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """(member, other) for each other that a member has ever been merged into, also where it was undone."""
    with connection.cursor(binary=True) as cursor:
        return {(one, other) for one, other in cursor.execute(_sql.FIND_KIN, (list(member_ids),))}


def find_then(connection: Connection, member_id: UUID, *, at: datetime) -> Alias:
    """Whom an id stood for at an instant, and whose account. Raises UnknownMember."""
    row = connection.execute(_sql.FIND_THEN, {"member_id": member_id, "at": at}).fetchone()
    if row is None:
        raise UnknownMember("No member has this id.", field="member_id")
    return Alias(*row)


def list_aliases(connection: Connection, member_id: UUID) -> list[Alias]:
    """The members merged into this one, and those merged into them, in the order of their ids."""
    return [Alias(*row) for row in connection.execute(_sql.LIST_ALIASES, (member_id,))]


def list_ids(connection: Connection, member_id: UUID) -> list[UUID]:
    """Every id that stands for a member: the member's own, and those of all who were merged into them. Raises UnknownMember.

    `member_id` may be any of them.
    """
    name = "id", str(member_id)
    found = resolve_members(connection, [name]).get(name)
    if found is None:
        raise UnknownMember("No member has this id.", field="member_id")
    return [found.member_id, *(one.member_id for one in list_aliases(connection, found.member_id))]


def read_all_merges(connection: Connection) -> Iterator[tuple[UUID, UUID, UUID]]:
    """(account, the account it was merged into, activity) of every merge, undone ones too, in their order."""
    yield from connection.execute(_sql.READ_ALL_MERGES)

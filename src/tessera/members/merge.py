"""Let one member stand for another: what the other was known by, and what was known of them, goes along."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.members import _sql_merge as _sql
from tessera.members.change import change_member
from tessera.members.merges import Merge
from tessera.members.read import read_member_itself
from tessera.members.standings import MemberMoved

_encode = msgspec.msgpack.Encoder().encode


def lock_members(connection: Connection, accounts: Mapping[UUID, UUID]) -> dict[UUID, UUID | None]:
    """Hold members until the transaction ends: {member: whom they were merged into}. Their `accounts` are locked before.

    Raises MemberMoved where one of them has another account by now.
    """
    rows = connection.execute(_sql.LOCK_MEMBERS, (list(accounts),)).fetchall()
    if any(account_id != accounts[member_id] for member_id, account_id, _ in rows):
        raise MemberMoved("One of the members joined or left a household meanwhile.")
    return {member_id: merged_into for member_id, _, merged_into in rows}


def merge_member(  # noqa: PLR0913 - the facts of a merge, each by name
    connection: Connection,
    member_id: UUID,
    *,
    into_id: UUID,
    merge_id: UUID,
    standing: bytes,
    into_standing: bytes,
    now: datetime,
) -> None:
    """Make `member_id` an alias of `into_id`; both are held. Identities change hands, traits fill gaps and overwrite none.

    What the member was known for stays in the member's own row, as it was.
    """
    member, into = read_member_itself(connection, member_id), read_member_itself(connection, into_id)
    moved = connection.execute(_sql.HAND_IDENTITIES, (into_id, into.account_id, member_id)).fetchall()
    filled = {trait: value for trait, value in member.traits.items() if trait not in into.traits}
    if filled:
        change_member(connection, into_id, traits=filled, now=now)
    connection.execute(_sql.MARK_MERGED, (into_id, member_id))
    connection.execute(
        _sql.KEEP_MERGE,
        (
            member_id,
            merge_id,
            member.account_id,
            into_id,
            into.account_id,
            now,
            _encode(sorted(moved)),
            _encode(filled),
            standing,
            into_standing,
        ),
    )


def unmerge_member(connection: Connection, merge: Merge, *, now: datetime) -> None:
    """Let the merged member stand for themselves again; both are held.

    Identities that the other still has go back, and traits that it filled and nobody changed since are taken away.
    """
    kinds, values = [kind for kind, _ in merge.identities], [value for _, value in merge.identities]
    connection.execute(
        _sql.GIVE_IDENTITIES_BACK, (merge.member_id, merge.account_id, kinds, values, merge.into_id)
    )
    into = read_member_itself(connection, merge.into_id)
    borrowed = [trait for trait, value in merge.filled.items() if into.traits.get(trait) == value]
    if borrowed:
        change_member(connection, merge.into_id, traits=dict.fromkeys(borrowed), now=now)
    connection.execute(_sql.MARK_MERGED, (None, merge.member_id))
    if not connection.execute(_sql.END_MERGE, (now, merge.member_id, merge.merge_id)).rowcount:
        raise AssertionError(f"merge {merge.merge_id} was undone before")

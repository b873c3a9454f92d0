"""Whom a batch of activities is about: from identities to members. The id of one who was merged leads to the other."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.kit.record import Record
from tessera.members import _sql

Ref = tuple[str, str]
"""What a member is named by: `("id", "<uuid>")`, or the (kind, value) of a normalised identity."""

read_traits = msgspec.msgpack.Decoder(dict[str, str]).decode


class Found(Record, frozen=True, gc=False):
    """A member as far as deciding needs one."""

    member_id: UUID
    account_id: UUID
    traits: dict[str, str]
    enrolled_at: datetime


def resolve_members(connection: Connection, refs: Sequence[Ref]) -> dict[Ref, Found]:
    """The member behind each ref. A ref that names nobody, or is no id at all, is missing from the answer."""
    return ask_members(connection, refs)()


def ask_members(connection: Connection, refs: Sequence[Ref]) -> Callable[[], dict[Ref, Found]]:
    """The same, to be got at the end of a pipeline."""
    identities = {ref for ref in refs if ref[0] != "id"}
    named = _ask_by_identity(connection, identities) if identities else dict
    ids = {ref for ref in refs if ref[0] == "id"}
    return lambda: named() | _by_id(connection, ids) if ids else named()


def _ask_by_identity(connection: Connection, refs: set[Ref]) -> Callable[[], dict[Ref, Found]]:
    kinds = {kind for kind, _ in refs}
    cursor = connection.cursor(binary=True)
    if len(kinds) == 1:
        kind = kinds.pop()
        cursor.execute(_sql.FIND_BY_ONE_KIND, (kind, [value for _, value in refs]))
        return lambda: {
            (kind, value): Found(member_id, account_id, read_traits(traits), enrolled_at)
            for value, member_id, account_id, traits, enrolled_at in cursor.fetchall()
        }
    cursor.execute(_sql.FIND_BY_KINDS, ([kind for kind, _ in refs], [value for _, value in refs]))
    return lambda: {
        (kind, value): Found(member_id, account_id, read_traits(traits), enrolled_at)
        for kind, value, member_id, account_id, traits, enrolled_at in cursor.fetchall()
    }


def _by_id(connection: Connection, refs: set[Ref]) -> dict[Ref, Found]:
    asked: dict[UUID, list[Ref]] = {}
    for ref in refs:
        try:
            asked.setdefault(UUID(ref[1]), []).append(ref)
        except ValueError:
            continue
    found: dict[Ref, Found] = {}
    with connection.cursor(binary=True) as cursor:
        while asked:
            merged: dict[UUID, list[Ref]] = {}
            cursor.execute(_sql.FIND_BY_ID, (list(asked),))
            for member_id, account_id, traits, enrolled_at, merged_into in cursor.fetchall():
                if merged_into is not None:
                    merged.setdefault(merged_into, []).extend(asked[member_id])
                    continue
                member = Found(member_id, account_id, read_traits(traits), enrolled_at)
                found.update(dict.fromkeys(asked[member_id], member))
            asked = merged
    return found

"""Change what is known of a member. What was decided before keeps the traits it was decided by.

The id of a member who was merged is the other's: the change is made there.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.kit.problems import IdentityTaken, InvalidValue
from tessera.kit.sandbox import plain
from tessera.members import _sql
from tessera.members.almanac import birthday_number
from tessera.members.read import Member, fetch_member, read_member
from tessera.members.reviews import call_review


def change_member(  # noqa: PLR0913 - what may change, each by name
    connection: Connection,
    member_id: UUID,
    *,
    name: str | None = None,
    language: str | None = None,
    traits: Mapping[str, str | None] | None = None,
    now: datetime,
) -> Member:
    """Set what is given and leave the rest; a trait of None is taken away. What traits were is kept.

    Raises UnknownMember.
    """
    member = fetch_member(connection, member_id, statement=_sql.LOCK_MEMBER)
    merged = member.traits | dict(traits or {})
    changed = msgspec.structs.replace(
        member,
        name=member.name if name is None else name,
        language=member.language if language is None else language,
        traits={trait: value for trait, value in merged.items() if value is not None},
    )
    changes = [trait for trait in merged if changed.traits.get(trait) != member.traits.get(trait)]
    if changes:
        before = [member.traits.get(trait) for trait in changes]
        connection.execute(_sql.KEEP_TRAITS, (member.member_id, now, changes, before))
        call_review(connection, member.member_id, account_id=member.account_id, at=now)
    connection.execute(
        _sql.CHANGE_MEMBER,
        (
            changed.name,
            changed.language,
            msgspec.msgpack.encode(changed.traits),
            birthday_number(changed.traits),
            member.member_id,
        ),
    )
    return changed


def add_identity(connection: Connection, member_id: UUID, *, kind: str, value: str, now: datetime) -> Member:
    """Give the member an identity in its normal form; one that is already there stays.

    Raises UnknownMember, and IdentityTaken when it is another member's.
    """
    member = fetch_member(connection, member_id, statement=_sql.LOCK_MEMBER)
    if (kind, value) in member.identities:
        return member
    columns = ([kind], [value], [member.member_id], [member.account_id], [now])
    if not connection.execute(_sql.ADD_IDENTITIES, columns).fetchall():
        raise IdentityTaken("This identity belongs to another member.", kind=plain(kind))
    return read_member(connection, member_id)


def remove_identity(connection: Connection, member_id: UUID, *, kind: str, value: str) -> Member:
    """Take an identity, in its normal form, away. Raises UnknownMember; InvalidValue if it is not there."""
    member = fetch_member(connection, member_id, statement=_sql.LOCK_MEMBER)
    if not connection.execute(_sql.REMOVE_IDENTITY, (kind, value, member.member_id)).rowcount:
        raise InvalidValue("The member does not have this identity.", field=plain(kind))
    return read_member(connection, member_id)

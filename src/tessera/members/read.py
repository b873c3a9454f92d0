"""One member, whole."""

from datetime import datetime
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.kit.problems import UnknownMember
from tessera.kit.record import Record
from tessera.members import _sql


class Member(Record, frozen=True):
    """All that this room knows of a member; `identities` are (kind, value)."""

    member_id: UUID
    account_id: UUID
    name: str
    language: str
    traits: dict[str, str]
    enrolled_at: datetime
    identities: tuple[tuple[str, str], ...]


def read_member(connection: Connection, member_id: UUID) -> Member:
    """The member with this id. Raises UnknownMember."""
    return fetch_member(connection, member_id, statement=_sql.READ_MEMBER)


def read_member_as_of(connection: Connection, member_id: UUID, *, at: datetime) -> Member:
    """The member with the traits of that instant; all else is as it is now.

    Raises UnknownMember, also for an instant before they joined.
    """
    member = read_member(connection, member_id)
    if at < member.enrolled_at:
        raise UnknownMember("Nobody with this id was a member yet.")
    traits: dict[str, str | None] = dict(member.traits)
    traits |= dict(connection.execute(_sql.READ_TRAITS_BEFORE, (member_id, at)).fetchall())
    return msgspec.structs.replace(
        member, traits={trait: value for trait, value in traits.items() if value is not None}
    )


def fetch_member(connection: Connection, member_id: UUID, *, statement: str) -> Member:
    """The member by one of this room's statements, with the identities. Raises UnknownMember."""
    row = connection.execute(statement, (member_id,)).fetchone()
    if row is None:
        raise UnknownMember("No member has this id.")
    _, account_id, name, language, traits, enrolled_at = row
    identities = connection.execute(_sql.LIST_IDENTITIES, (member_id,)).fetchall()
    return Member(
        member_id=member_id,
        account_id=account_id,
        name=name,
        language=language,
        traits=msgspec.msgpack.decode(traits, type=dict[str, str]),
        enrolled_at=enrolled_at,
        identities=tuple((kind, value) for kind, value in identities),
    )

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

"""One member, whole."""

from datetime import datetime
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.kit.problems import UnknownMember
from tessera.kit.record import Record
from tessera.members import _sql
from tessera.members.merges import find_then


class Member(Record, frozen=True):
    """All that this room knows of a member; `identities` are (kind, value)."""

    member_id: UUID
    account_id: UUID
    name: str
    language: str
    traits: dict[str, str]
    enrolled_at: datetime
    identities: tuple[tuple[str, str], ...]
    merged_into: UUID | None = None


def read_member(connection: Connection, member_id: UUID) -> Member:
    """The member whom this id stands for. Raises UnknownMember."""
    return fetch_member(connection, member_id, statement=_sql.READ_MEMBER)


def read_member_itself(connection: Connection, member_id: UUID) -> Member:
    """The member with this id, though it may stand for another by now. Raises UnknownMember."""
    return _fetch(connection, member_id, statement=_sql.READ_MEMBER)


def read_member_as_of(connection: Connection, member_id: UUID, *, at: datetime) -> Member:
    """The member whom the id stood for at that instant, with the traits of then; all else is as it is now.

    Raises UnknownMember, also for an instant before they joined.
    """
    member_id = find_then(connection, member_id, at=at).member_id
    member = read_member_itself(connection, member_id)
    if at < member.enrolled_at:
        raise UnknownMember("Nobody with this id was a member yet.")
    traits: dict[str, str | None] = dict(member.traits)
    traits |= dict(connection.execute(_sql.READ_TRAITS_BEFORE, (member_id, at)).fetchall())
    return msgspec.structs.replace(
        member, traits={trait: value for trait, value in traits.items() if value is not None}
    )


def fetch_member(connection: Connection, member_id: UUID, *, statement: str) -> Member:
    """The member whom an id stands for by one of this room's statements, with the identities. Raises UnknownMember.

    A statement that locks holds the id first and then whom it was merged into: never the other way round.
    """
    member = _fetch(connection, member_id, statement=statement)
    while member.merged_into is not None:
        member = _fetch(connection, member.merged_into, statement=statement)
    return member


def _fetch(connection: Connection, member_id: UUID, *, statement: str) -> Member:
    row = connection.execute(statement, (member_id,)).fetchone()
    if row is None:
        raise UnknownMember("No member has this id.")
    _, account_id, name, language, traits, enrolled_at, merged_into = row
    identities = connection.execute(_sql.LIST_IDENTITIES, (member_id,)).fetchall()
    return Member(
        member_id=member_id,
        account_id=account_id,
        name=name,
        language=language,
        traits=msgspec.msgpack.decode(traits, type=dict[str, str]),
        enrolled_at=enrolled_at,
        identities=tuple((kind, value) for kind, value in identities),
        merged_into=merged_into,
    )

"""Look a member up, by id or by an identity, and how what is known of them has changed."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from tessera.kit.problems import InvalidValue, UnknownMember
from tessera.kit.sandbox import plain
from tessera.members import read
from tessera.members.read import Member
from tessera.members.resolve import resolve_members
from tessera.members.trait_history import TraitChange, read_trait_changes

CHANGES_MOST = 1_000


def read_member(connection: Connection, member_id: UUID, *, at: datetime | None = None) -> Member:
    """The member with this id, with the traits of now or of an instant. Raises UnknownMember."""
    with connection.transaction():
        if at is not None:
            return read.read_member_as_of(connection, member_id, at=at)
        return read.read_member(connection, member_id)


def find_member(connection: Connection, *, kind: str, value: str) -> Member:
    """The member who has this identity, in its normal form. Raises UnknownMember."""
    with connection.transaction():
        found = resolve_members(connection, [(kind, value)])
        if not found:
            raise UnknownMember(f"No member has this {plain(kind).partition(':')[0]}.")
        return read.read_member(connection, found[kind, value].member_id)


def read_traits(
    connection: Connection, member_id: UUID, *, before: datetime | None, limit: int
) -> tuple[Member, list[TraitChange]]:
    """The member, and the newest changes of their traits (before an instant). Raises UnknownMember, InvalidValue."""
    if not 1 <= limit <= CHANGES_MOST:
        raise InvalidValue(f"limit must be from 1 to {CHANGES_MOST:,}.", field="limit")
    with connection.transaction():
        member = read.read_member(connection, member_id)
        changes = read_trait_changes(
            connection, member.member_id, traits=member.traits, before=before, limit=limit
        )
        return member, changes

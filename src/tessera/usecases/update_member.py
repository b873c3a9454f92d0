"""Change a member: name, language, traits, identities."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from tessera.members import change
from tessera.members.read import Member


def update_member(  # noqa: PLR0913 - what may change, each by name
    connection: Connection,
    member_id: UUID,
    *,
    name: str | None = None,
    language: str | None = None,
    traits: Mapping[str, str | None] | None = None,
    now: datetime,
) -> Member:
    """Set what is given; a trait of None is taken away. Raises UnknownMember."""
    with connection.transaction():
        return change.change_member(
            connection, member_id, name=name, language=language, traits=traits, now=now
        )


def add_identity(connection: Connection, member_id: UUID, *, kind: str, value: str, now: datetime) -> Member:
    """Add an identity in its normal form. Raises UnknownMember, IdentityTaken."""
    with connection.transaction():
        return change.add_identity(connection, member_id, kind=kind, value=value, now=now)


def remove_identity(connection: Connection, member_id: UUID, *, kind: str, value: str) -> Member:
    """Remove an identity in its normal form. Raises UnknownMember, InvalidValue if the member does not have it."""
    with connection.transaction():
        return change.remove_identity(connection, member_id, kind=kind, value=value)

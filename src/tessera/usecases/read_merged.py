"""Who was merged into a member."""

from uuid import UUID

from psycopg import Connection

from tessera.members.merges import list_aliases
from tessera.members.read import Member, read_member_itself


def read_merged(connection: Connection, member_id: UUID) -> list[Member]:
    """Those who were merged into this member, and into them, as they were; in the order of their ids."""
    with connection.transaction():
        aliases = list_aliases(connection, member_id)
        return [read_member_itself(connection, alias.member_id) for alias in aliases]

"""What a member has asked for once and for all."""

from uuid import UUID

from psycopg import Connection

from tessera.members.instructions import Instruction, list_instructions
from tessera.members.merges import list_ids


def read_instructions(connection: Connection, member_id: UUID) -> list[Instruction]:
    """Those of the member, and of all who were merged into the member, stopped ones too; the newest first.

    Raises UnknownMember.
    """
    return list_instructions(connection, list_ids(connection, member_id))

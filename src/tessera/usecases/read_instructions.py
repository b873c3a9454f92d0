"""What a member has asked for once and for all."""

from uuid import UUID

from psycopg import Connection

from tessera.kit.problems import UnknownMember
from tessera.members.instructions import Instruction, list_instructions
from tessera.members.merges import list_aliases
from tessera.members.resolve import resolve_members


def read_instructions(connection: Connection, member_id: UUID) -> list[Instruction]:
    """Those of the member, and of all who were merged into the member, stopped ones too; the newest first.

    Raises UnknownMember.
    """
    name = "id", str(member_id)
    found = resolve_members(connection, [name]).get(name)
    if found is None:
        raise UnknownMember("No member has this id.", field="member_id")
    aliases = [one.member_id for one in list_aliases(connection, found.member_id)]
    return list_instructions(connection, [found.member_id, *aliases])

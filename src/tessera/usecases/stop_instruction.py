"""Stop what a member has asked for once and for all."""

from typing import ClassVar
from uuid import UUID

from psycopg import Connection

from tessera.kit.clock import Clock
from tessera.kit.problems import Problem
from tessera.kit.sandbox import crosses
from tessera.members.instructions import Instruction, end_instruction, hold_instruction


class UnknownInstruction(Problem):
    """No instruction has this id."""

    code: ClassVar[str] = "unknown_instruction"
    title: ClassVar[str] = "Unknown instruction"


def stop_instruction(
    connection: Connection, instruction_id: UUID, *, source: str, clock: Clock
) -> Instruction:
    """Stop it from now on; one that was stopped before stays as it is. The caller commits. Raises UnknownInstruction."""
    instruction = hold_instruction(connection, instruction_id)
    if instruction is None or crosses(source, instruction.member_id):
        raise UnknownInstruction("No instruction has this id.", field="instruction_id")
    if instruction.stopped_at is not None:
        return instruction
    now = clock.now()
    end_instruction(connection, instruction_id, at=now)
    return instruction._replace(stopped_at=now)

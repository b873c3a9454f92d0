"""`tessera instruction stop`"""

from uuid import UUID

import click
from psycopg import Connection

from tessera.bootstrap.commands.context import in_one_go, json_option
from tessera.bootstrap.commands.instruction.tell import show_instruction
from tessera.bootstrap.commands.requests.staff import sandbox_option, source_of
from tessera.kit.clock import SystemClock
from tessera.members.instructions import Instruction
from tessera.usecases.stop_instruction import stop_instruction


@click.command()
@click.argument("instruction_id", type=click.UUID)
@sandbox_option
@json_option
def stop(instruction_id: UUID, *, sandbox: bool, as_json: bool) -> None:
    """Stop an instruction: from now on nothing is given by it."""

    def work(connection: Connection) -> Instruction:
        return stop_instruction(
            connection, instruction_id, source=source_of(sandbox=sandbox), clock=SystemClock()
        )

    show_instruction(in_one_go(work), as_json=as_json)

"""`tessera instruction donate`"""

import click
from psycopg import Connection

from tessera.bootstrap.commands.context import in_one_go, json_option
from tessera.bootstrap.commands.instruction.tell import show_instruction
from tessera.bootstrap.commands.member.identity import Identity, identity_argument
from tessera.bootstrap.commands.requests.staff import SOURCE, key_option
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.kit.sandbox import source_for
from tessera.members.instructions import LAST_DAY, Instruction
from tessera.usecases.instruct_donation import Instructing, instruct_donation
from tessera.usecases.programmes import Programmes


@click.command()
@identity_argument
@click.option("--to", "cause", required=True, help="The cause, by its id in the document.")
@click.option("--points", type=click.IntRange(min=1), help="So many, in the currency's smallest unit.")
@click.option("--above", type=click.IntRange(min=0), help="Instead: all above so many.")
@click.option("--on-day", type=click.IntRange(1, LAST_DAY), required=True, help="The day of the month.")
@key_option
@json_option
def donate(  # noqa: PLR0913 - one for each option
    identity: Identity,
    *,
    cause: str,
    points: int | None,
    above: int | None,
    on_day: int,
    key: str | None,
    as_json: bool,
) -> None:
    """Let a member give points to a cause each month.

    IDENTITY is who gives, written as for `tessera member show`. In a month without that day it is the last one.
    """
    if (points is None) == (above is None):
        raise click.UsageError("Say --points or --above: one of the two.")
    key = key or str(new_id())

    def work(connection: Connection) -> Instruction:
        member_id = identity.find(connection).member_id
        asked = Instructing(
            source_for(member_id, SOURCE), key, ("id", str(member_id)), cause, points, on_day, above
        )
        return instruct_donation(
            connection, Programmes(), asked, clock=SystemClock(), new_id=new_id
        ).instruction

    show_instruction(in_one_go(work), as_json=as_json)

"""`tessera member unmerge`"""

from uuid import UUID

import click
from psycopg import Connection

from tessera.bootstrap.commands.context import json_option, print_json
from tessera.bootstrap.commands.member.transfer import as_lines, as_object, carry_out
from tessera.bootstrap.commands.requests.staff import SOURCE
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.kit.sandbox import source_for
from tessera.members.read import read_member_itself
from tessera.usecases.answers import Answer
from tessera.usecases.programmes import Programmes
from tessera.usecases.unmerge_members import NotMerged, Unmerging, unmerge_members


@click.command()
@click.argument("member_id", type=click.UUID)
@click.option("--reason", required=True, help="How it was found out; it stays in the history.")
@json_option
def unmerge(member_id: UUID, *, reason: str, as_json: bool) -> None:
    """Undo a merge: who was merged is a member again.

    MEMBER_ID is who was merged; `tessera member show` tells the id. What came along and is still there goes back, cards
    too; what was earned meanwhile stays. Of several merges one upon the other the last is undone first.
    """

    def work(connection: Connection) -> Answer:
        member = read_member_itself(connection, member_id)
        if member.merged_into is None:
            raise NotMerged(f"{member.name}, member {member_id}, is not merged into anybody.")
        source, key = source_for(member_id, SOURCE), str(new_id())
        unmerging = Unmerging(source, key, member_id, member.merged_into, reason)
        return unmerge_members(connection, Programmes(), unmerging, clock=SystemClock(), new_id=new_id).answer

    done = carry_out(work)
    if as_json:
        print_json(as_object(done))
        return
    click.echo(f"{done.name}, member {member_id}, is no longer {done.into_name}, member {done.made.into_id}")
    for line in as_lines(done):
        click.echo(f"  {line}")

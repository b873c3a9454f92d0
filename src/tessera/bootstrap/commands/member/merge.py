"""`tessera member merge`"""

from uuid import UUID

import click
from psycopg import Connection

from tessera.bootstrap.commands.context import json_option, print_json, tell
from tessera.bootstrap.commands.member.identity import Identity, IdentityWord, identity_argument
from tessera.bootstrap.commands.member.transfer import as_lines, as_object, carry_out
from tessera.bootstrap.commands.requests.staff import SOURCE
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.kit.sandbox import source_for
from tessera.usecases.answers import Answer
from tessera.usecases.merge_members import Merging, merge_members
from tessera.usecases.programmes import Programmes


@click.command()
@identity_argument
@click.option("--into", type=IdentityWord(), required=True, help="Who stays, written like IDENTITY.")
@click.option("--reason", required=True, help="Why; it stays in the history.")
@json_option
def merge(identity: Identity, *, into: Identity, reason: str, as_json: bool) -> None:
    """Make two memberships of one person one.

    IDENTITY is who is merged, written as for `tessera member show`. Points, debts, cards, levels and the use of caps go
    over to who stays, and the id of the other leads there. `tessera member unmerge` undoes it.
    """

    def work(connection: Connection) -> Answer:
        member_id, into_id = (_id_of(connection, one) for one in (identity, into))
        source, key = source_for(into_id, SOURCE), str(new_id())
        merging = Merging(source, key, member_id, into_id, reason)
        return merge_members(connection, Programmes(), merging, clock=SystemClock(), new_id=new_id).answer

    done = carry_out(work)
    if as_json:
        print_json(as_object(done))
        return
    click.echo(
        f"{done.name}, member {done.made.member_id}, is {done.into_name} now, member {done.made.into_id}"
    )
    for line in as_lines(done):
        click.echo(f"  {line}")
    tell(f"To undo it: tessera member unmerge {done.made.member_id} --reason WHY")


def _id_of(connection: Connection, identity: Identity) -> UUID:
    """An id as it is written, though it may stand for another member by now; else the id of whoever has the identity."""
    return UUID(identity.value) if identity.kind == "id" else identity.find(connection).member_id

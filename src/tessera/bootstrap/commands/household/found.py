"""`tessera household found`"""

import click
from psycopg import Connection

from tessera.bootstrap.commands.context import in_one_go, json_option
from tessera.bootstrap.commands.household.work import consent_option, show_move
from tessera.bootstrap.commands.member.identity import Identity, identity_argument
from tessera.bootstrap.commands.requests.staff import SOURCE, key_option
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.kit.sandbox import source_for
from tessera.usecases.answers import Answer
from tessera.usecases.join_household import Joining, join_household
from tessera.usecases.programmes import Programmes


@click.command()
@identity_argument
@consent_option
@key_option
@json_option
def found(identity: Identity, *, consent: bool, key: str | None, as_json: bool) -> None:  # noqa: ARG001 - it must be said
    """Start a household with a member's points.

    IDENTITY is written as for `tessera member show`. The member has the first role of the programme, which manages.
    """
    key = key or str(new_id())

    def work(connection: Connection) -> Answer:
        member_id = identity.find(connection).member_id
        joining = Joining(source_for(member_id, SOURCE), key, ("id", str(member_id)))
        return join_household(connection, Programmes(), joining, clock=SystemClock(), new_id=new_id).answer

    show_move(in_one_go(work), "started", key=key, as_json=as_json)

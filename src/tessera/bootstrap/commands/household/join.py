"""`tessera household join`"""

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
@click.option("--code", required=True, help="Of the invitation, as `tessera household invite` printed it.")
@consent_option
@key_option
@json_option
def join(identity: Identity, *, code: str, consent: bool, key: str | None, as_json: bool) -> None:  # noqa: ARG001 - it must be said
    """Let a member join a household by an invitation.

    IDENTITY is written as for `tessera member show`. What the member has goes into the shared balance, with its expiry.
    """
    key = key or str(new_id())

    def work(connection: Connection) -> Answer:
        member_id = identity.find(connection).member_id
        joining = Joining(source_for(member_id, SOURCE), key, ("id", str(member_id)), code)
        return join_household(connection, Programmes(), joining, clock=SystemClock(), new_id=new_id).answer

    show_move(in_one_go(work), "joined", key=key, as_json=as_json)

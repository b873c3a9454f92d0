"""`tessera household withdraw`"""

from uuid import UUID

import click
from psycopg import Connection

from tessera.bootstrap.commands.context import in_one_go, json_option
from tessera.bootstrap.commands.household.work import managing_by, read_open, show_household
from tessera.bootstrap.commands.member.identity import Identity, identity_argument
from tessera.kit.clock import SystemClock
from tessera.usecases.manage_household import withdraw_from_household
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_household import Open


@click.command()
@identity_argument
@click.argument("invitation_id", type=click.UUID)
@json_option
def withdraw(identity: Identity, invitation_id: UUID, *, as_json: bool) -> None:
    """Take an invitation back that nobody has used.

    IDENTITY is who manages the household, written as for `tessera member show`; `tessera household show` tells
    INVITATION_ID.
    """

    def work(connection: Connection) -> Open:
        managing = managing_by(connection, identity)
        withdraw_from_household(
            connection, Programmes(), managing, invitation_id=invitation_id, clock=SystemClock()
        )
        return read_open(connection, managing)

    show_household(in_one_go(work), as_json=as_json)

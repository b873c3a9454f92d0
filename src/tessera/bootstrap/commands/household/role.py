"""`tessera household role`"""

import click
from psycopg import Connection

from tessera.bootstrap.commands.context import in_one_go, json_option
from tessera.bootstrap.commands.household.work import (
    manager_option,
    managing_by,
    read_open,
    show_household,
)
from tessera.bootstrap.commands.member.identity import Identity, identity_argument
from tessera.kit.clock import SystemClock
from tessera.usecases.manage_household import give_role_in_household
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_household import Open


@click.command("role")
@identity_argument
@click.option("--role", required=True, help="What they are from now on: one of the programme's roles.")
@manager_option
@json_option
def role(identity: Identity, *, role: str, by: Identity, as_json: bool) -> None:
    """Give a member of a household another role.

    IDENTITY is written as for `tessera member show`. Somebody must always manage the household.
    """

    def work(connection: Connection) -> Open:
        managing = managing_by(connection, by)
        member = "id", str(identity.find(connection).member_id)
        give_role_in_household(
            connection, Programmes(), managing, member=member, role=role, clock=SystemClock()
        )
        return read_open(connection, managing)

    show_household(in_one_go(work), as_json=as_json)

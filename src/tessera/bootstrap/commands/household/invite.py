"""`tessera household invite`"""

import secrets

import click
from psycopg import Connection

from tessera.api.household_bodies import invited_body
from tessera.bootstrap.commands.context import in_one_go, json_option, print_json, tell
from tessera.bootstrap.commands.household.work import managing_by
from tessera.bootstrap.commands.member.identity import Identity, identity_argument
from tessera.catalogue.codes import RANDOM_BYTES
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.usecases.manage_household import Invited, invite_to_household
from tessera.usecases.programmes import Programmes


@click.command()
@identity_argument
@click.option("--role", required=True, help="What who joins will be: one of the programme's roles.")
@json_option
def invite(identity: Identity, *, role: str, as_json: bool) -> None:
    """Invite somebody into a member's household: prints a code that is good for one person.

    IDENTITY is who invites, written as for `tessera member show`. The code is told this once and kept nowhere.
    """

    def work(connection: Connection) -> Invited:
        return invite_to_household(
            connection,
            Programmes(),
            managing_by(connection, identity),
            role=role,
            random=secrets.token_bytes(RANDOM_BYTES),
            clock=SystemClock(),
            new_id=new_id,
        )

    invited = in_one_go(work)
    if as_json:
        print_json(invited_body(invited))
        return
    click.echo(invited.code)
    one = invited.invitation
    tell(f"Good until {one.ends_at:%Y-%m-%d %H:%M} UTC, for one {one.role}. Invitation {one.invitation_id}.")

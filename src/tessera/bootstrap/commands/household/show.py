"""`tessera household show`"""

import click

from tessera.bootstrap.commands.context import connected, json_option
from tessera.bootstrap.commands.household.work import managing_by, read_open, show_household
from tessera.bootstrap.commands.member.identity import Identity, identity_argument


@click.command()
@identity_argument
@json_option
def show(identity: Identity, *, as_json: bool) -> None:
    """Show who belongs to a member's household, and who is invited.

    IDENTITY is written as for `tessera member show`.
    """
    with connected() as connection:
        found = read_open(connection, managing_by(connection, identity))
    show_household(found, as_json=as_json)

"""`tessera instruction list`"""

import click

from tessera.api.instructions import instruction_body
from tessera.bootstrap.commands.context import connected, json_option, print_json, tell
from tessera.bootstrap.commands.instruction.tell import line_of
from tessera.bootstrap.commands.member.identity import Identity, identity_argument
from tessera.usecases.read_instructions import read_instructions


@click.command("list")
@identity_argument
@json_option
def list_(identity: Identity, *, as_json: bool) -> None:
    """List what a member gives each month, and what was stopped, the newest first.

    IDENTITY is written as for `tessera member show`.
    """
    with connected() as connection:
        found = read_instructions(connection, identity.find(connection).member_id)
    if as_json:
        print_json({"instructions": [instruction_body(one) for one in found]})
        return
    for one in found:
        click.echo(line_of(one))
    if not found:
        tell("There is none.")

"""`tessera key list`"""

import click

from tessera.bootstrap.commands.context import connected, json_option, print_json
from tessera.usecases.manage_keys import list_keys


@click.command("list")
@json_option
def list_(*, as_json: bool) -> None:
    """Show every key, oldest first."""
    with connected() as connection:
        keys = list_keys(connection)
    if as_json:
        print_json({"keys": keys})
        return
    for key in keys:
        state = f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at else "in use"
        click.echo(f"{key.key_id}  {key.source:<20}  {state:<18}  {', '.join(key.scopes)}")
    if not keys:
        click.echo("There is no key yet; make one with: tessera key create SOURCE")

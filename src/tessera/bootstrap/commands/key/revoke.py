"""`tessera key revoke`"""

import click

from tessera.bootstrap.commands.context import connected
from tessera.kit.clock import SystemClock
from tessera.usecases.manage_keys import revoke_key


@click.command()
@click.argument("key_id")
def revoke(key_id: str) -> None:
    """End a key.

    KEY_ID is what `tessera key list` shows. Running servers stop taking the key within two seconds.
    """
    with connected() as connection:
        revoke_key(connection, key_id, now=SystemClock().now())
    click.echo(f"Key {key_id} is revoked.")

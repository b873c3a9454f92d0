"""`tessera codes list`"""

import click

from tessera.bootstrap.commands.context import connected, json_option, print_json
from tessera.catalogue.pools import list_pools


@click.command("list")
@json_option
def list_(*, as_json: bool) -> None:
    """Show every pool: how many codes came in, and how many are left."""
    with connected() as connection:
        pools = list_pools(connection)
    if as_json:
        print_json({"pools": [pool._asdict() | {"left": pool.left} for pool in pools]})
        return
    for pool in pools:
        click.echo(f"{pool.pool:<20}  {pool.left:>10,} left of {pool.imported:,}")
    if not pools:
        click.echo("There is no pool yet; bring one in with: tessera codes import POOL FILE")

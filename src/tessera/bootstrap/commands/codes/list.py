"""`tessera codes list`"""

import click

from tessera.bootstrap.commands.context import connected, json_option, print_json
from tessera.kit.clock import SystemClock
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_pools import ShownPool, read_pools


@click.command("list")
@json_option
def list_(*, as_json: bool) -> None:
    """Show every pool: how many codes came in, how many are left, and which rewards give them."""
    with connected() as connection:
        pools = read_pools(connection, Programmes(), at=SystemClock().now())
    if as_json:
        print_json({"pools": [_object(pool) for pool in pools]})
        return
    for pool in pools:
        click.echo(_line(pool))
    if not pools:
        click.echo("There is no pool yet; bring one in with: tessera codes import POOL FILE")


def _line(pool: ShownPool) -> str:
    given = f"for {', '.join(pool.rewards)}" if pool.rewards else "no reward gives them"
    few = "; bring in more" if pool.few and pool.rewards else ""
    return f"{pool.pool:<20}  {pool.left:>10,} left of {pool.imported:,}, {given}{few}"


def _object(pool: ShownPool) -> dict[str, object]:
    return {
        "pool": pool.pool,
        "imported": pool.imported,
        "left": pool.left,
        "few": pool.few,
        "rewards": pool.rewards,
    }

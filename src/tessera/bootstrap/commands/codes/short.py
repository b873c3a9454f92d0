"""Say which pools have few codes left, or none, for the rewards that give them."""

from datetime import datetime

from psycopg import Connection

from tessera.bootstrap.commands.context import tell
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_pools import read_pools


def tell_short(connection: Connection, *, at: datetime) -> None:
    """A line for each, of the rewards of the version in force `at`."""
    for pool in read_pools(connection, Programmes(), at=at):
        if pool.rewards and pool.few:
            left = f"{pool.left:,} of {pool.imported:,} codes left" if pool.left else "no code left"
            tell(f"warning: the pool {pool.pool} has {left} for {', '.join(pool.rewards)}.")

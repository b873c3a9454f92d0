"""Forget what holds had set aside of stock and budgets that ended by themselves: it has been free since."""

from datetime import timedelta

from psycopg import Connection

from tessera.catalogue.reservations import sweep_reservations
from tessera.kit.clock import Clock

KEPT = timedelta(days=1)


def forget_holds(connection: Connection, *, clock: Clock) -> int:
    """How many rows were forgotten. Who comes late with such a hold is told by its answer that it is over."""
    return sweep_reservations(connection, clock.now() - KEPT)

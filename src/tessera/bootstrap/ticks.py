"""What time has brought about, done until nothing of it is left: by the ticks of a server, or by `tessera tick`.

Every batch is a transaction of its own. Several processes may do it at once, and none waits for another.
"""

from collections.abc import Callable

from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.record import Record
from tessera.usecases.celebrate_days import celebrate_days
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.sweep_due import sweep_due


class Ticked(Record, frozen=True):
    """What was done: accounts settled, birthdays and anniversaries recorded, and what kept others from it."""

    settled: int
    celebrated: int
    failed: tuple[str, ...]


def tick(
    database: Database,
    programmes: Programmes,
    *,
    clock: Clock,
    new_id: Ids,
    stopping: Callable[[], bool] = lambda: False,
) -> Ticked:
    """Settle the accounts that have something due, then record the days that have come. Raises Unavailable."""
    settled = celebrated = 0
    failed: tuple[str, ...] = ()
    swept = -1
    while swept and not stopping():
        swept = database.insist(lambda connection: sweep_due(connection, clock=clock))
        settled += swept
    more = True
    while more and not stopping():
        batch = database.insist(
            lambda connection: celebrate_days(connection, programmes, clock=clock, new_id=new_id)
        )
        celebrated, failed, more = celebrated + batch.recorded, failed + batch.failed, batch.more
    return Ticked(settled, celebrated, failed)

"""What time has brought about, done until nothing of it is left: by the ticks of a server, or by `tessera tick`.

Every batch is a transaction of its own. Several processes may do it at once, and none waits for another.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from psycopg import Connection

from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.record import Record
from tessera.usecases.celebrate_days import celebrate_days
from tessera.usecases.close_due_draws import close_due_draw, list_due_draws
from tessera.usecases.convert_days import convert_days
from tessera.usecases.database import Database
from tessera.usecases.follow_instructions import follow_instructions
from tessera.usecases.forget_holds import forget_holds
from tessera.usecases.programmes import Programmes
from tessera.usecases.review_levels import Reviewed, review_due, review_versions
from tessera.usecases.sweep_due import sweep_due
from tessera.usecases.walk_days import Walked

Batch = TypeVar("Batch", Walked, Reviewed)


class Ticked(Record, frozen=True):
    """What was done: accounts settled, changes of levels told, birthdays and anniversaries recorded, instructions carried
    out, conversions made, prize draws closed; and what kept others from it.
    """

    settled: int
    reviewed: int
    celebrated: int
    instructed: int
    converted: int
    closed: int
    failed: tuple[str, ...]


def tick(
    database: Database,
    programmes: Programmes,
    *,
    clock: Clock,
    new_id: Ids,
    stopping: Callable[[], bool] = lambda: False,
) -> Ticked:
    """Tell what became of levels, record the days that have come, do what members instructed, convert, settle the accounts
    that have something due; then close the draws whose closing has come.

    What the days give may be converted; and what is converted at a midnight shall not expire with it. A draw is closed when
    time has nothing left to bring to the tickets. Raises Unavailable.
    """

    def review_new(_: Reviewed, connection: Connection) -> Reviewed:
        return review_versions(connection, programmes, clock=clock, new_id=new_id)

    def review_old(before: Reviewed, connection: Connection) -> Reviewed:
        return review_due(connection, programmes, clock=clock, new_id=new_id, after=before.after)

    def walk(use_case: Callable[..., Walked]) -> list[Walked]:
        def go_on(_: Walked, connection: Connection) -> Walked:
            return use_case(connection, programmes, clock=clock, new_id=new_id)

        return list(_until_done(database, go_on, Walked(more=True), stopping))

    looked = list(_until_done(database, review_new, Reviewed(more=True), stopping))
    looked += _until_done(database, review_old, Reviewed(more=True), stopping)
    told, instructed, converted = walk(celebrate_days), walk(follow_instructions), walk(convert_days)
    sweep = partial(sweep_due, programmes=programmes, clock=clock, new_id=new_id)
    settled = _settle(database, sweep, stopping)
    database.insist(lambda connection: forget_holds(connection, clock=clock))
    return Ticked(
        settled,
        sum(batch.recorded for batch in looked),
        sum(batch.recorded for batch in told),
        sum(batch.recorded for batch in instructed),
        sum(batch.recorded for batch in converted),
        _close_draws(database, programmes, clock, stopping),
        tuple(
            failed
            for batches in (looked, told, instructed, converted)
            for batch in batches
            for failed in batch.failed
        ),
    )


def _settle(database: Database, sweep: Callable[[Connection], int], stopping: Callable[[], bool]) -> int:
    """How many accounts were settled now."""
    settled, swept = 0, -1
    while swept and not stopping():
        swept = database.insist(sweep)
        settled += swept
    return settled


def _close_draws(
    database: Database, programmes: Programmes, clock: Clock, stopping: Callable[[], bool]
) -> int:
    """How many were closed now."""
    closed = 0
    for draw_id in database.insist(lambda connection: list_due_draws(connection, clock=clock)):
        if stopping():
            break
        close = partial(close_due_draw, programmes=programmes, draw_id=draw_id, clock=clock)
        closed += database.insist(close)
    return closed


def _until_done(
    database: Database,
    do_batch: Callable[[Batch, Connection], Batch],
    before: Batch,
    stopping: Callable[[], bool],
) -> Iterator[Batch]:
    """The batches of one kind of work, until there is no more of it; each is told what came before it."""
    while before.more and not stopping():
        before = database.insist(partial(do_batch, before))
        yield before

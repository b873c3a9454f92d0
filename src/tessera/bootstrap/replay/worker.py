"""One worker process of a replay: its share of the households, in order of time, in big batches."""

import gc
import signal
import sys
from collections.abc import Iterator
from itertools import islice
from multiprocessing import parent_process
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event

from tessera.bootstrap.replay.habits import pays_with_points, with_points
from tessera.bootstrap.replay.year import SOURCE, identity_of
from tessera.connect.complete_journey import read_year
from tessera.engine.activity import Activity
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.kit.problems import Problem
from tessera.kit.record import Record
from tessera.ledger.queries import read_keys
from tessera.usecases.answers import Submission
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import record_activities

PURCHASES_A_BATCH = 1000
BATCHES_A_COLLECTION = 32
SECONDS_A_LOOK = 1.0


class Share(Record, frozen=True):
    """What a worker has to do: the households of one share, `weeks` after the real year."""

    dsn: str
    weeks: int
    share: int
    shares: int
    limit: int | None = None


def replay_share(share: Share, ready: Event, counts: "Queue[int]") -> None:
    """Once all is `ready`, record the share's purchases that are not recorded yet; put into `counts` how many each
    batch had.

    Ends when the process that started it is gone, and with exit code 1 and a sentence when something is wrong; what was
    committed stays, and a next run goes on from there.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and ends this process
    try:
        _replay(share, ready, counts)
    except Problem as problem:
        if _has_parent():  # else the embedded server went with it, and there is nobody to tell
            told = problem.facts.get("cause") or problem.detail
            print(f"A worker of the replay stopped: {told}", file=sys.stderr)
        sys.exit(1)


def _replay(share: Share, ready: Event, counts: "Queue[int]") -> None:
    gc.freeze()
    gc.disable()  # a batch makes many records and hardly a cycle: collecting now and then is enough
    programmes, clock, batches = Programmes(), SystemClock(), 0
    with Database(share.dsn, size=1) as database:
        with database.work() as connection:
            done = read_keys(connection, SOURCE)
            programmes.refresh(connection)
        purchases = _to_do(share, done)
        batch = _next(purchases, programmes)  # the year is read while households are enrolled still
        while not ready.wait(SECONDS_A_LOOK):
            if not _has_parent():
                return
        while batch and _has_parent():
            with database.work() as connection:
                results = record_activities(connection, programmes, batch, clock=clock, new_id=new_id)
            for result in results:
                if isinstance(result, Problem):
                    raise result
            counts.put(len(batch))
            batches += 1
            if batches % BATCHES_A_COLLECTION == 0:
                gc.collect()
            batch = _next(purchases, programmes)


def _has_parent() -> bool:
    """Is the process there that started this one?"""
    parent = parent_process()
    return parent is None or parent.is_alive()


def _next(purchases: Iterator[tuple[int, Activity]], programmes: Programmes) -> list[Submission]:
    return [
        _submission(household, purchase, programmes)
        for household, purchase in islice(purchases, PURCHASES_A_BATCH)
    ]


def _to_do(share: Share, done: set[str]) -> Iterator[tuple[int, Activity]]:
    """The share's purchases that are not done yet, a household's whole year together and in its order.

    Each account is then locked, read and written once or twice for all its purchases, and the rows of an index page come
    together: what happens between different accounts has no order that matters. With a limit it is the beginning of
    everybody's year.
    """
    whole = share.limit is None
    year = read_year(weeks=share.weeks, share=share.share, shares=share.shares, by_household=whole)
    return (one for one in islice(year, share.limit) if one[1].key not in done)


def _submission(household: int, purchase: Activity, programmes: Programmes) -> Submission:
    """History is recorded as of its own instants: what matures and expires meanwhile does so in its time."""
    kind, value = identity_of(household)
    if pays_with_points(household, purchase.key):
        purchase = with_points(purchase, programmes.at(purchase.occurred_at).programme.spending)
    return Submission(SOURCE, kind, value, purchase, received_at=purchase.occurred_at)

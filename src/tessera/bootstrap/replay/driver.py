"""Replay the year with several processes and a progress bar; whatever stops it, the next run goes on."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from typing import NamedTuple

from tessera.bootstrap.progress import follow, show_progress
from tessera.bootstrap.replay.enrol import enrol_households
from tessera.bootstrap.replay.habits import HABIT
from tessera.bootstrap.replay.worker import Share, replay_share
from tessera.bootstrap.replay.year import SOURCE, first_instant, settle_year
from tessera.connect.complete_journey import BASKETS, read_households
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import Problem
from tessera.ledger.queries import read_keys
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.sweep_due import sweep_due

WORKERS = 2


class ReplayStopped(Problem):
    """A worker process ended before its share was done."""

    code = "replay_stopped"
    title = "The replay stopped"


def replay_year(  # noqa: PLR0913 - what it needs, each by name
    dsn: str,
    *,
    moved: bool,
    clock: Clock,
    new_id: Ids,
    say: Callable[[str], None],
    limit: int | None = None,
    workers: int = WORKERS,
) -> None:
    """Publish, enrol, replay and sweep, as far as that has not been done yet. Raises AnotherProgramme, ReplayStopped.

    `limit`: only the first so many purchases of each worker's share.
    """
    programmes = Programmes()
    with Database(dsn, size=2) as database:
        with database.work() as connection:
            weeks = settle_year(connection, moved=moved, clock=clock)
        with database.work() as connection:
            programmes.refresh(connection)
            done = sum(key.startswith("basket-") for key in read_keys(connection, SOURCE))
        total = BASKETS if limit is None else min(BASKETS, limit * workers)
        if done >= total:
            say(f"The year is in the books already: {done:,} purchases.")
        else:
            with _crew(dsn, weeks, workers=workers, limit=limit) as crew:
                households = list(read_households())
                start = first_instant(programmes.numbered(1), weeks)
                joined = enrol_households(
                    database, programmes, households, at=start, clock=clock, new_id=new_id
                )
                if joined:
                    say(f"{joined:,} households enrolled, with their real traits and invented names.")
                    say(HABIT)
                crew.begin()
                with show_progress("Replaying the year", total=total, unit="purchases", done=done) as shown:
                    follow(shown, crew.counts, running=crew.is_working)
        _sweep(database, programmes, clock=clock, new_id=new_id)


class _Crew(NamedTuple):
    """Worker processes, which get up by themselves and put into `counts` how many purchases each batch had."""

    processes: Sequence[ForkServerProcess]
    up: "Future[None]"
    ready: Event
    counts: "Queue[int]"

    def begin(self) -> None:
        """Let them begin."""
        self.up.result()
        self.ready.set()

    def is_working(self) -> bool:
        """Is any of them at work still?"""
        return any(process.is_alive() for process in self.processes)


@contextmanager
def _crew(dsn: str, weeks: int, *, workers: int, limit: int | None) -> Iterator[_Crew]:
    """Start the workers, and end them whatever happens. Raises ReplayStopped when one did not finish its share.

    Until they have imported all that they need, starting them waits: others have work to do meanwhile.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([replay_share.__module__])  # what they all need is imported once
    ready, counts = context.Event(), context.Queue()
    shares = [Share(dsn, weeks, share, workers, limit) for share in range(workers)]
    crew = [
        context.Process(target=replay_share, args=(share, ready, counts), daemon=True) for share in shares
    ]
    with ThreadPoolExecutor(1) as starter:
        up = starter.submit(_start, crew)
        try:
            yield _Crew(crew, up, ready, counts)
        finally:
            wait([up])
            for process in crew:
                if process.pid is not None:
                    process.terminate()  # nothing happens to one that has ended; a batch under way is rolled back
                    process.join()
    if any(process.exitcode for process in crew):
        raise ReplayStopped(
            "The replay stopped half-way. Nothing is lost: run it again and it goes on from there."
        )


def _start(processes: Sequence[ForkServerProcess]) -> None:
    for process in processes:
        process.start()


def _sweep(database: Database, programmes: Programmes, *, clock: Clock, new_id: Ids) -> None:
    while True:
        with database.work() as connection:
            if not sweep_due(connection, programmes, clock=clock, new_id=new_id):
                return

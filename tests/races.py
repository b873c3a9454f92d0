"""Races: what several processes of a shop do at one instant, or one while another has something in hand."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any, Final, TypeVar

from psycopg import Connection
from psycopg.conninfo import make_conninfo
from tests.command import PATIENCE_SECONDS

Came = TypeVar("Came")

_WAITING: Final = "select 1 from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))"


def bounded(dsn: str) -> str:
    """The database for connections that wait for no lock for ever: whoever does fails, and so does the test."""
    return make_conninfo(dsn, options=f"-c lock_timeout={PATIENCE_SECONDS}s")


def at_once(acts: Sequence[Callable[[], Came]]) -> list[Came]:
    """Do all of it at one instant, each in a thread of its own; what came of each, in their order."""
    ready = Barrier(len(acts), timeout=PATIENCE_SECONDS)

    def run(act: Callable[[], Came]) -> Came:
        ready.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@contextmanager
def held_up(connection: Connection[Any], act: Callable[[], Came]) -> Iterator[list[Came]]:
    """Do the body in a transaction that `act` then comes upon and waits for; what came of it once that is committed."""
    came: list[Came] = []
    with ThreadPoolExecutor(1) as pool:
        with connection.transaction():
            yield came
            acting = pool.submit(act)
            until_it_waits(connection, acting)
        came.append(acting.result())


def until_it_waits(connection: Connection[Any], acting: Future[Any]) -> None:
    """Go on when what is `acting` waits for a lock that this connection holds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not connection.execute(_WAITING).fetchone():
        assert not acting.done(), "It did not wait."
        assert time.monotonic() < deadline, "It neither waits nor ends."

"""The unit of work: one transaction on one connection, from a pool that survives the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Self, TypeVar

from psycopg import Connection, OperationalError
from psycopg.errors import DeadlockDetected, DiskFull, SerializationFailure, UniqueViolation
from psycopg_pool import ConnectionPool

from tessera.kit.problems import StorageFull, Unavailable
from tessera.usecases.arrays import ArrayDumper

T = TypeVar("T")

RETRY_AFTER_SECONDS = 1
MAKING_ROOM_SECONDS = 30
"""A full disk is seen to by somebody: who comes again at once finds it as it was."""

TRIES = 3
PASSING = (DeadlockDetected, SerializationFailure, UniqueViolation)
"""What another transaction may cause, and a second try mends."""


class Database:
    """A pool of connections to one PostgreSQL.

    `by_key`: for whoever serves, where each statement names its rows. Plans are kept, and those that are made while a
    table is small and not analysed yet scan it: they would go on doing so while it grows.
    """

    def __init__(
        self, dsn: str, *, size: int = 8, patience_seconds: float = 5.0, by_key: bool = False
    ) -> None:
        self._pool = ConnectionPool(
            dsn,
            min_size=1,
            max_size=size,
            timeout=patience_seconds,
            open=False,
            configure=_configure_by_key if by_key else _configure,
        )

    def open(self) -> Self:
        """Start connecting, in the background; a database that is away is waited for when work comes."""
        self._pool.open()
        return self

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self.open()

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def work(self) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back when anything is raised.

        Raises Unavailable when the database goes away, StorageFull when it has no room left; what was not acknowledged
        may or may not be there, and a retry with the same key finds out.
        """
        try:
            with self._pool.connection() as connection:
                yield connection
        except PASSING:  # the database is well and said no to this one: the caller may try again
            raise
        except OperationalError as error:  # a pool that waited in vain says PoolTimeout, which is one
            self._pool.check()
            raise unavailable(error) from error

    def insist(self, use_case: Callable[[Connection], T]) -> T:
        """Run a use case in one transaction, and again when another transaction came in its way. Raises Unavailable."""
        for _ in range(TRIES - 1):
            with suppress(*PASSING), self.work() as connection:
                return use_case(connection)
        with self.work() as connection:
            return use_case(connection)


def unavailable(error: OperationalError) -> Unavailable:
    """What is told of a database that cannot be worked with now; `facts["cause"]` is for its operator alone."""
    if isinstance(error, DiskFull):
        return StorageFull(
            "The database's disk is full. Nothing is lost: once there is room, send the same request with the same "
            "key again.",
            retry_after_seconds=MAKING_ROOM_SECONDS,
            cause=_cause(error),
        )
    return Unavailable(
        "The database cannot be reached. Nothing is lost: send the same request with the same key again.",
        retry_after_seconds=RETRY_AFTER_SECONDS,
        cause=_cause(error),
    )


def _cause(error: OperationalError) -> str:
    """The database's own first sentence: what it says further (a detail, a context) may name people."""
    return error.diag.message_primary or str(error).strip().partition("\n")[0] or type(error).__name__


def _configure(connection: Connection) -> None:
    """Prepared once, planned once: a custom plan of a batch statement has been seen to scan whole tables."""
    connection.prepare_threshold = 2
    connection.adapters.register_dumper(list, ArrayDumper)
    connection.execute("set plan_cache_mode = force_generic_plan")
    connection.execute("set timezone = 'UTC'")
    connection.commit()


def _configure_by_key(connection: Connection) -> None:
    """The same, with what finds rows one by one.

    Of the ways to read an index a bitmap leaves dead entries where they are, and walks over them again: of what is set aside
    and released there are hundreds a second. Before PostgreSQL 18 a walk that cannot be avoided looks absurdly dear,
    for which the server would compile it each time.
    """
    _configure(connection)
    connection.execute("set jit = off")
    connection.execute("set enable_seqscan = off")
    connection.execute("set enable_bitmapscan = off")
    connection.execute("set random_page_cost = 1.1")
    connection.commit()

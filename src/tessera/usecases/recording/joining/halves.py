"""Record what time has brought to many members, though the books of some may be damaged."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from psycopg import Connection, OperationalError

from tessera.usecases.database import PASSING

Each = TypeVar("Each")
Result = TypeVar("Result")


def record_in_halves(
    connection: Connection, record: Callable[[Sequence[Each]], Sequence[Result]], batch: Sequence[Each]
) -> Sequence[Result | Exception]:
    """Record a batch, or else its halves: one member whose books are damaged must not hold up all others.

    A result for each, or what kept it from being recorded. What is the database's fault, and not a member's, is raised.
    """
    try:
        with connection.transaction():
            return record(batch)
    except (OperationalError, *PASSING):  # the whole batch is tried again
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        if len(batch) == 1:
            return [error]
        half = len(batch) // 2
        return [
            result
            for part in (batch[:half], batch[half:])
            for result in record_in_halves(connection, record, part)
        ]

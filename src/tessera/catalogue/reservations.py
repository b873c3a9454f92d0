"""What open holds set aside of what all members share. A hold that ends by itself sets nothing aside any longer.

What is asked for is got by calling what was returned: in a pipeline at its end, so that several wait for the server once.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.catalogue import _sql


class Reservation(NamedTuple):
    """So much of a subject (`tallies`) that a member's hold sets aside until `expires_at`."""

    hold_id: UUID
    subject: str
    member_id: UUID
    amount: int
    expires_at: datetime


Reserved = dict[tuple[str, UUID], int]
"""How much is set aside, by (subject, member)."""


def ask_reserved(
    connection: Connection, subjects: Collection[str], now: datetime, *, mark: str = ""
) -> Callable[[], Reserved]:
    """How much of each subject is set aside now; in a pipeline, to be got at its end. Read once their tallies are locked.

    `mark`: as for tallies.
    """
    marked = [mark + subject for subject in subjects]
    cursor = connection.execute(_sql.READ_RESERVED, (marked, now))
    return lambda: {(subject.removeprefix(mark), id_): int(n) for subject, id_, n in cursor.fetchall()}


def ask_shared(
    connection: Connection, counted: Collection[str], aside: Collection[str], now: datetime, *, mark: str
) -> Callable[[], tuple[dict[str, int], Reserved]]:
    """How much is gone of subjects, and how much is set aside of others now; without a lock. Nothing is told of a subject of
    which nothing was ever counted.
    """
    asked = [mark + subject for subject in counted], [mark + subject for subject in aside], now
    cursor = connection.execute(_sql.READ_SHARED, asked)

    def fetch() -> tuple[dict[str, int], Reserved]:
        taken, reserved = dict[str, int](), Reserved()
        for subject, member_id, amount in cursor.fetchall():
            if member_id is None:
                taken[subject.removeprefix(mark)] = amount
            else:
                reserved[subject.removeprefix(mark), member_id] = int(amount)
        return taken, reserved

    return fetch


def ask_reservations(
    connection: Connection, hold_ids: Collection[UUID], *, mark: str = ""
) -> Callable[[], list[Reservation]]:
    """What particular holds set aside, over or not: nothing once they were captured or released."""
    if not hold_ids:
        return list
    cursor = connection.execute(_sql.READ_RESERVATIONS, (list(hold_ids),))

    def fetch() -> list[Reservation]:
        found = [Reservation._make(row) for row in cursor.fetchall()]
        return [one._replace(subject=one.subject.removeprefix(mark)) for one in found]

    return fetch


def read_all_reservations(connection: Connection) -> list[Reservation]:
    """All of them, over or not."""
    return [Reservation._make(row) for row in connection.execute(_sql.READ_ALL_RESERVATIONS).fetchall()]


def add_reservations(connection: Connection, reservations: Sequence[Reservation], *, mark: str = "") -> None:
    """Set something aside."""
    if reservations:
        marked = [one._replace(subject=mark + one.subject) for one in reservations]
        connection.execute(_sql.ADD_RESERVATIONS, tuple(map(list, zip(*marked, strict=True))))


def drop_reservations(connection: Connection, hold_ids: Collection[UUID]) -> None:
    """These holds were captured or released."""
    if hold_ids:
        connection.execute(_sql.DROP_RESERVATIONS, (list(hold_ids),))


def sweep_reservations(connection: Connection, before: datetime) -> int:
    """Forget what ended by itself before an instant; it sets nothing aside any longer. How many rows that were."""
    return connection.execute(_sql.SWEEP_RESERVATIONS, (before,)).rowcount

"""What open holds set aside of what all members share. A hold that ends by itself sets nothing aside any longer."""

from collections.abc import Collection, Sequence
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


def read_reserved(
    connection: Connection, subjects: Collection[str], now: datetime, *, mark: str = ""
) -> dict[tuple[str, UUID], int]:
    """How much of each subject is set aside now, by (subject, member). Read once the subjects' tallies are locked.

    `mark`: as for tallies.
    """
    if not subjects:
        return {}
    marked = [mark + subject for subject in subjects]
    rows = connection.execute(_sql.READ_RESERVED, (marked, now)).fetchall()
    return {(subject.removeprefix(mark), member_id): int(amount) for subject, member_id, amount in rows}


def read_shared(
    connection: Connection, counted: Collection[str], aside: Collection[str], now: datetime, *, mark: str
) -> tuple[dict[str, int], dict[tuple[str, UUID], int]]:
    """How much is gone of subjects, and how much is set aside of others now, by (subject, member); without a lock."""
    if not counted and not aside:
        return {}, {}
    taken, reserved = dict.fromkeys(counted, 0), dict[tuple[str, UUID], int]()
    asked = [mark + subject for subject in counted], [mark + subject for subject in aside], now
    for subject, member_id, amount in connection.execute(_sql.READ_SHARED, asked).fetchall():
        if member_id is None:
            taken[subject.removeprefix(mark)] = amount
        else:
            reserved[subject.removeprefix(mark), member_id] = int(amount)
    return taken, reserved


def read_reservations(
    connection: Connection, hold_ids: Collection[UUID], *, mark: str = ""
) -> list[Reservation]:
    """What particular holds set aside, over or not: nothing once they were captured or released."""
    if not hold_ids:
        return []
    rows = connection.execute(_sql.READ_RESERVATIONS, (list(hold_ids),)).fetchall()
    found = [Reservation._make(row) for row in rows]
    return [one._replace(subject=one.subject.removeprefix(mark)) for one in found]


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

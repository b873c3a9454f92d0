"""Rows of what guests paid with gift cards, and of what came back: each with what was asked and what was answered."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.catalogue import _sql_guests as _sql


class GuestRow(NamedTuple):
    """A payment, or (`of_id`: the payment's) what came back of one; `payload` and `outcome` as bytes of who wrote them."""

    payment_id: UUID
    source: str
    key: str
    of_id: UUID | None
    programme_version: int
    at: datetime
    payload: bytes
    outcome: bytes


def add_guest_row(connection: Connection, row: GuestRow) -> None:
    """Keep it. Raises UniqueViolation when the source has used this key meanwhile."""
    connection.execute(_sql.ADD, row)


def find_guest_row(connection: Connection, *, source: str, key: str) -> GuestRow | None:
    """What a source reported under a key."""
    return _one(connection.execute(_sql.FIND, (source, key)).fetchone())


def lock_guest_row(connection: Connection, *, source: str, key: str) -> GuestRow | None:
    """The same, kept from others until the transaction ends. Lock it before any card."""
    return _one(connection.execute(_sql.LOCK, (source, key)).fetchone())


def read_refunds(connection: Connection, payment_id: UUID) -> list[GuestRow]:
    """What came back of a payment, or was refused to, in order. Ask in a statement after the payment's lock."""
    return [GuestRow._make(row) for row in connection.execute(_sql.READ_REFUNDS, (payment_id,))]


def read_all_guest_rows(connection: Connection) -> Iterator[GuestRow]:
    """All of them, each payment with what came back of it behind it."""
    for row in connection.execute(_sql.READ_ALL):
        yield GuestRow._make(row)


def read_entries_apart(connection: Connection) -> list[tuple[UUID, UUID, str, int]]:
    """What was done to cards apart from any member: (by what, card, kind, minor units)."""
    return connection.execute(_sql.READ_ENTRIES_APART).fetchall()


def _one(row: tuple[object, ...] | None) -> GuestRow | None:
    return None if row is None else GuestRow._make(row)

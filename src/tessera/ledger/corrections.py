"""Receipts that changed hands: whose a purchase is now, and under which key it stands for that member."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.ledger import _sql_correct as _sql
from tessera.ledger.answers import SourceKey

_MOVED: Final = re.compile(r" [0-9]+\Z")


class Correction(NamedTuple):
    """One row: the purchase of a source's key was `from_id`'s, and is `to_id`'s under `purchase_key` (of the same source).

    `number` counts from 1; the last one holds. `correction_id` is what took it back, an activity of `account_id`.
    """

    source: str
    key: str
    number: int
    account_id: UUID
    correction_id: UUID
    purchase_key: str
    from_id: UUID
    to_id: UUID
    recorded_at: datetime


def moved_key(key: str, number: int) -> str:
    """The key of a purchase as it stands for another member: one that no source can send, as it holds a space."""
    return f"{key} {number}"


def is_moved(key: str) -> bool:
    """Is this a purchase that a correction recorded?"""
    return _MOVED.search(key) is not None


def told_key(key: str) -> str:
    """The key by which the source knows it."""
    return _MOVED.sub("", key)


def find_corrections(
    connection: Connection, keys: Collection[SourceKey]
) -> dict[SourceKey, Sequence[Correction]]:
    """What became of the purchases of these keys, in order; those that changed hands only."""
    if not keys:
        return {}
    with connection.cursor(binary=True) as cursor:
        cursor.execute(_sql.FIND_CORRECTIONS, tuple(map(list, zip(*sorted(keys), strict=True))))
        return _by_key(cursor)


def add_correction(connection: Connection, correction: Correction) -> None:
    """Keep whose it is from now on. Under both accounts' locks."""
    connection.execute(_sql.ADD_CORRECTION, correction)


def read_corrections(connection: Connection) -> dict[SourceKey, Sequence[Correction]]:
    """All of them."""
    with connection.cursor(binary=True) as cursor:
        cursor.execute(_sql.READ_CORRECTIONS)
        return _by_key(cursor)


def _by_key(rows: Iterable[tuple[object, ...]]) -> dict[SourceKey, Sequence[Correction]]:
    found: dict[SourceKey, list[Correction]] = {}
    for row in rows:
        correction = Correction._make(row)
        found.setdefault((correction.source, correction.key), []).append(correction)
    return dict(found)

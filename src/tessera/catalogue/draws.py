"""The rows of prize draws: announced, closed with their entries, drawn with their winners."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.catalogue import _sql
from tessera.kit.problems import Problem
from tessera.kit.record import Record


class UnknownDraw(Problem):
    """No draw with this id has been announced."""

    code = "unknown_draw"
    title = "Unknown draw"


class PrizeTerms(Record, frozen=True):
    """A prize as it was announced; see `programme.draw.Prize`."""

    id: str
    name: dict[str, tuple[str, ...]]
    number: int


class Terms(Record, frozen=True):
    """A draw's terms as they were announced; `unit` is how many of the currency's smallest units are one entry."""

    name: dict[str, str]
    currency: str
    unit: int
    closes_at: datetime
    public_source: dict[str, str]
    prizes: tuple[PrizeTerms, ...]
    again: bool
    levels: tuple[str, ...]
    traits: dict[str, tuple[str, ...]]


class StoredDraw(NamedTuple):
    """A draw as it stands; see `models.Draw`. A step not taken yet has None."""

    draw_id: str
    terms: Terms
    seed: bytes
    salt: bytes
    committed_at: datetime
    closed_at: datetime | None
    closing_sha256: str | None
    public: str | None
    drawn_at: datetime | None


class Entry(NamedTuple):
    """What an account had; does it take part?"""

    account_id: UUID
    pseudonym: str
    entries: int
    takes_part: bool


class Winner(NamedTuple):
    """Who won what."""

    account_id: UUID
    pseudonym: str
    prize: str


class OwnEntry(NamedTuple):
    """An account's part in a draw that is closed, and the prizes that it won."""

    draw_id: str
    pseudonym: str
    entries: int
    takes_part: bool
    prizes: list[str]


_read_terms = msgspec.msgpack.Decoder(Terms).decode


def add_draw(  # noqa: PLR0913 - one value for each column
    connection: Connection, draw_id: str, terms: Terms, *, seed: bytes, salt: bytes, now: datetime
) -> bool:
    """Announce a draw; False when it has been announced before."""
    stored = msgspec.msgpack.encode(terms)
    return connection.execute(_sql.ADD_DRAW, (draw_id, stored, seed, salt, now)).rowcount == 1


def read_draw(connection: Connection, draw_id: str) -> StoredDraw:
    """A draw. Raises UnknownDraw."""
    return _one(connection, _sql.READ_DRAW, draw_id)


def hold_draw(connection: Connection, draw_id: str) -> StoredDraw:
    """A draw, kept from others until this transaction ends. Raises UnknownDraw."""
    return _one(connection, _sql.HOLD_DRAW, draw_id)


def list_draws(connection: Connection) -> list[StoredDraw]:
    """Every draw, the newest first."""
    return [_stored(row) for row in connection.execute(_sql.LIST_DRAWS)]


def write_closing(
    connection: Connection, draw_id: str, entries: Sequence[Entry], *, closing_sha256: str, now: datetime
) -> None:
    """Close a draw, which is held, with these entries."""
    columns = [list(column) for column in zip(*entries, strict=True)] if entries else [[], [], [], []]
    connection.execute(_sql.ADD_ENTRIES, (draw_id, *columns))
    connection.execute(_sql.CLOSE_DRAW, (now, closing_sha256, draw_id))


def write_result(
    connection: Connection, draw_id: str, winners: Sequence[tuple[UUID, str]], *, public: str, now: datetime
) -> None:
    """Keep what came out of a draw, which is held: (account, prize) in the order of the drawing."""
    accounts, prizes = [account for account, _ in winners], [prize for _, prize in winners]
    connection.execute(_sql.ADD_WINNERS, (draw_id, accounts, list(range(len(winners))), prizes))
    connection.execute(_sql.DRAW, (public, now, draw_id))


def read_entries(connection: Connection, draw_id: str) -> list[Entry]:
    """What accounts had when a draw closed, by pseudonym."""
    return [Entry(*row) for row in connection.execute(_sql.READ_ENTRIES, (draw_id,))]


def read_winners(connection: Connection, draw_id: str) -> list[Winner]:
    """Who won, in the order of the drawing."""
    return [Winner(*row) for row in connection.execute(_sql.READ_WINNERS, (draw_id,))]


def read_own_entries(connection: Connection, account_ids: Sequence[UUID]) -> list[OwnEntry]:
    """A person's part in closed draws, by their accounts, the newest first."""
    return [OwnEntry(*row) for row in connection.execute(_sql.READ_OWN_ENTRIES, (list(account_ids),))]


def _one(connection: Connection, statement: str, draw_id: str) -> StoredDraw:
    # No text in PostgreSQL has a NUL, so no draw is called that.
    row = None if "\0" in draw_id else connection.execute(statement, (draw_id,)).fetchone()
    if row is None:
        raise UnknownDraw("No draw with this id has been announced.", field="draw_id")
    return _stored(row)


def _stored(row: tuple[Any, ...]) -> StoredDraw:
    draw_id, terms, *rest = row
    return StoredDraw._make((draw_id, _read_terms(terms), *rest))

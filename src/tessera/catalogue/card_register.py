"""All gift cards that there are, page by page, and those that were taken out of use, by whom and why."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.catalogue import _sql_gift_cards as _sql
from tessera.catalogue.gift_card import CardState
from tessera.catalogue.gift_cards import SealedCode
from tessera.kit.sandbox import MARK


class Void(NamedTuple):
    """That somebody (`hand`: a key or a person) took a card out of use, and `amount_minor` that was on it."""

    void_id: UUID
    source: str
    key: str
    card_id: UUID
    amount_minor: int
    reason: str
    hand: str
    person: str | None
    at: datetime


def list_cards(  # noqa: PLR0913 - which page of which cards, each by name
    connection: Connection,
    *,
    state: CardState | None,
    before: UUID,
    sandbox: bool,
    now: datetime,
    limit: int,
) -> dict[UUID, SealedCode | None]:
    """A page of cards, the newest first, each with its code if it has got one. `before`: older ones than this."""
    asked = {"state": None if state is None else state.value, "before": before, "now": now, "limit": limit}
    rows = connection.execute(_sql.LIST_CARDS, asked | {"mark": MARK, "sandbox": sandbox})
    return {
        card_id: None if code_hash is None else SealedCode(bytes(code_hash), bytes(sealed))
        for card_id, code_hash, sealed in rows
    }


def add_void(connection: Connection, void: Void) -> None:
    """A card is out of use. Raises UniqueViolation when the source has used this key meanwhile."""
    connection.execute(_sql.ADD_VOID, void)


def find_void(connection: Connection, *, source: str, key: str) -> Void | None:
    """What a source took out of use under a key."""
    row = connection.execute(_sql.FIND_VOID, (source, key)).fetchone()
    return None if row is None else Void._make(row)


def read_all_voids(connection: Connection) -> Iterator[Void]:
    """All that was ever taken out of use."""
    for row in connection.execute(_sql.READ_ALL_VOIDS):
        yield Void._make(row)


def read_voids(connection: Connection, card_ids: Collection[UUID]) -> dict[UUID, Void]:
    """Why those of these cards that are out of use are, by card."""
    voids = (Void._make(row) for row in connection.execute(_sql.READ_VOIDS, (list(card_ids),)))
    return {void.card_id: void for void in voids}

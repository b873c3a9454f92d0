"""Editions of the catalogue: a reward is stored once for all the editions in which it stands unchanged."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from psycopg import Connection

from tessera.versions import _sql


class Item(NamedTuple):
    """A reward as it stands in the editions from `since` up to the one before `until` (None: in the newest)."""

    reward_id: str
    since: int
    until: int | None
    body: bytes
    facet: bytes

    def stands_in(self, edition: int) -> bool:
        """Does this edition have it?"""
        return self.since <= edition and (self.until is None or self.until > edition)


def read_items(connection: Connection, *, after: int = 0) -> list[Item]:
    """What editions after this one changed, as it is now, by id and in the order in which it came."""
    return [Item(*row) for row in connection.execute(_sql.READ_ITEMS, (after, after))]


def write_edition(
    connection: Connection,
    edition: int,
    *,
    put: Mapping[str, tuple[bytes, bytes]],
    gone: Collection[str],
) -> None:
    """Add the next edition: `put` are (body, facet) of rewards that are new or another, `gone` those that are no more."""
    connection.execute(_sql.END_ITEMS, (edition, sorted({*put, *gone})))
    bodies, facets = [body for body, _ in put.values()], [facet for _, facet in put.values()]
    connection.execute(_sql.ADD_ITEMS, (edition, list(put), bodies, facets))

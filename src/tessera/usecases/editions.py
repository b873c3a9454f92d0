"""The editions of the catalogue as a process knows them: stored once, and a reward read only when somebody asks for it."""

from collections.abc import Iterable

import msgspec
from psycopg import Connection

from tessera.engine.discount.rewards import Facet
from tessera.programme.catalogue import Reader
from tessera.programme.plain import node_of
from tessera.programme.reward import Reward
from tessera.versions.editions import Item, read_items

_read_facet = msgspec.msgpack.Decoder(Facet).decode


class Shelf:
    """The rewards of one edition, with what an index needs to know of each."""

    def __init__(self, items: Iterable[Item], reader: Reader) -> None:
        self._items = {item.reward_id: item for item in items}
        self._reader = reader
        self.facets = {id_: _read_facet(item.facet) for id_, item in self._items.items()}

    def read(self, id_: str) -> Reward:
        """A reward of this edition; KeyError where there is none."""
        body = msgspec.json.decode(self._items[id_].body)
        reward = self._reader.read(id_, node_of(body))
        if not isinstance(reward, Reward):
            raise AssertionError(f"published reward {id_} cannot be read: {reward}")  # noqa: TRY004 - it was checked
        return reward


class Editions:
    """Every edition, as far as it was read."""

    def __init__(self) -> None:
        self._known = 0
        self._items: dict[tuple[str, int], Item] = {}

    def refresh(self, connection: Connection, newest: int) -> None:
        """Take up editions published since. Reading some again changes nothing, so threads need not agree on it."""
        if newest > self._known:
            items = {(item.reward_id, item.since): item for item in read_items(connection, after=self._known)}
            self._items = self._items | items
            self._known = newest

    def items(self, edition: int) -> list[Item]:
        """The rewards of an edition, by id."""
        return [item for _, item in sorted(self._items.items()) if item.stands_in(edition)]

"""Merges and undoings among purchases, returns and expiries, in any order: the books prove themselves."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from uuid import UUID

import psycopg
import pytest
from psycopg import Connection
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.shop import DAY, Shop

from tessera.engine.activity import Line
from tessera.usecases.answers import Recorded
from tessera.usecases.merge_members import AlreadyMerged, SameMember
from tessera.usecases.unmerge_members import NotMerged

CARDS = ("ANN1", "BOB1", "EVE1", "KIM1")


def wealth(connection: Connection) -> dict[str, int]:
    """What all members have, less what they owe, by currency."""
    rows = connection.execute(
        "select currency, sum(available + pending - debt)::bigint from account group by 1"
    )
    return {currency: int(points) for currency, points in rows}


class Year:
    """A shop in which anything may happen next."""

    def __init__(self, connection: Connection, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - for choosing
        self.shop = Shop(connection)
        self.desk = Desk(self.shop)
        self.members = dict(zip(CARDS, self.shop.enrol(*CARDS), strict=True))
        self.bought: list[tuple[str, str]] = []
        self.merged: list[tuple[UUID, UUID]] = []
        self.undone = 0

    def happen(self, key: str) -> None:
        """One step of some kind."""
        steps = [self.buy, self.buy, self.take_back, self.spend, self.wait, self.merge, self.merge, self.undo]
        self.random.choice(steps)(key)

    def buy(self, key: str) -> None:
        card, late = self.random.choice(CARDS), DAY * self.random.randrange(9)
        lines = (
            Line("milk", self.random.randrange(1, 4000), department="dairy"),
            Line("toy", self.random.randrange(1, 9000)),
        )
        self.shop.record(
            self.shop.buy(card, key, *lines, at=self.shop.clock.now() - late),
            self.shop.review(card, f"v{key}"),
        )
        self.bought.append((card, key))

    def take_back(self, key: str) -> None:
        card, of = self.random.choice(self.bought or [("ANN1", "nothing")])
        part = self.random.choice([(Line("milk", 0, 300),), (Line("toy", 50, 0),), ()])
        self.shop.record(self.shop.back(card, key, of, *part))

    def spend(self, key: str) -> None:
        card = self.random.choice(CARDS)
        self.shop.record(self.shop.adjust(self.members[card], key, -self.random.randrange(1, 120)))

    def wait(self, key: str) -> None:
        self.shop.clock.instant += timedelta(hours=self.random.randrange(1, 400))
        if key.endswith(("1", "2", "3")):
            self.shop.sweep()

    def merge(self, key: str) -> None:
        one, other = (self.members[card] for card in self.random.sample(CARDS, 2))
        if self._change(self.desk.try_merge, one, other, key):
            self.merged.append((one, other))

    def undo(self, key: str) -> None:
        if self.merged:
            self.undone += self._change(self.desk.try_undo, *self.random.choice(self.merged), key)

    def _change(self, act: Callable[..., Recorded], one: UUID, other: UUID, key: str) -> bool:
        """Do it, if it can be done: all together have then what they had."""
        self.shop.sweep()
        before = wealth(self.shop.connection)
        try:
            act(one, other, key=key)
        except (SameMember, AlreadyMerged, NotMerged):
            return False
        self.shop.sweep()
        assert wealth(self.shop.connection) == before
        return True


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_merged_and_undone_nothing_is_made_or_lost(dsn: str, seed: int) -> None:
    """Seventy steps in any order: no merge changes what all have together, and the proof decides everything again."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        year = Year(connection, seed)
        for number in range(70):
            year.happen(f"k{number}")
        assert year.merged
        assert year.undone
        assert year.shop.verify().differences == []

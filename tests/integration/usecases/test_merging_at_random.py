"""Merges and undoings among purchases, returns, expiries and each other: alone and at once, the books prove themselves."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import Connection
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.shop import DAY, Shop

from tessera.engine.activity import Line
from tessera.kit.ids import new_id
from tessera.usecases.answers import Balance, Recorded, Submission
from tessera.usecases.database import PASSING, Database
from tessera.usecases.merge_members import AlreadyMerged, Merging, SameMember, merge_members
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import Result, record_activities
from tessera.usecases.unmerge_members import NotMerged, Unmerging, unmerge_members

CARDS = ("ANN1", "BOB1", "EVE1", "KIM1")
WAITING = "select 1 from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))"


Act = Callable[[Connection], Result]


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


class Racer:
    """One process of the shop among others, with what it knows of the programme."""

    def __init__(self, database: Database, shop: Shop, members: dict[str, UUID], seed: int) -> None:
        self.database, self.shop, self.members, self.seed = database, shop, members, seed
        self.random, self.programmes = Random(seed), Programmes()  # noqa: S311 - for choosing

    def buy(self) -> int:
        """Purchases by any card; how many were recorded."""
        return sum(self._record(f"t{self.seed}-{number}") for number in range(12))

    def merge(self) -> int:
        """Merges of any two, and undoings; how many merges there were."""
        merged = 0
        for number in range(6):
            one, other = (self.members[card] for card in self.random.sample(CARDS, 2))
            merged += self._insist(
                self.merging(Merging("desk", f"m{self.seed}-{number}", one, other, "race"))
            )
            undoing = Unmerging("desk", f"u{self.seed}-{number}", one, other, "race")
            self._insist(partial(unmerge_members, unmerging=undoing, **self._tools()))
        return merged

    def merging(self, merging: Merging) -> Act:
        """A merge, to be done in some transaction."""
        return partial(merge_members, merging=merging, **self._tools())

    def recording(self, submission: Submission) -> Act:
        """An activity, to be recorded in some transaction."""

        def record(own: Connection) -> Result:
            (result,) = record_activities(own, submissions=[submission], **self._tools())
            return result

        return record

    def _record(self, key: str) -> bool:
        line = Line("milk", self.random.randrange(1, 3000), department="dairy")
        return self._insist(self.recording(self.shop.buy(self.random.choice(CARDS), key, line)))

    def _tools(self) -> dict[str, Any]:
        return {"programmes": self.programmes, "clock": self.shop.clock, "new_id": new_id}

    def _insist(self, act: Act) -> bool:
        """Until it is decided: whoever comes in between only makes it wait. Was it done?"""
        while True:
            try:
                return isinstance(self.database.insist(act), Recorded)
            except PASSING:
                continue
            except (SameMember, AlreadyMerged, NotMerged):
                return False


@pytest.mark.skip(
    reason="a known fault: verify sometimes decides racing merges in another order than they were made"
)
@pytest.mark.every_postgresql
@pytest.mark.parametrize("seed", [100, 200])
def test_merges_race_purchases_undoings_and_each_other(dsn: str, seed: int) -> None:
    """Four buy by every card while three merge and undo, in both directions at once.

    Every purchase is recorded once, no lock is waited for in a ring, and the books are sound.
    """
    with psycopg.connect(dsn, autocommit=True) as connection, Database(dsn, size=8) as database:
        shop = Shop(connection)
        members = dict(zip(CARDS, shop.enrol(*CARDS), strict=True))
        racers = [Racer(database, shop, members, seed + number) for number in range(7)]
        with ThreadPoolExecutor(7) as pool:
            buying = [pool.submit(racer.buy) for racer in racers[:4]]
            merging = [pool.submit(racer.merge) for racer in racers[4:]]
            assert [future.result() for future in buying] == [12] * 4
            assert sum(future.result() for future in merging) > 0
        assert shop.verify().differences == []


@pytest.mark.parametrize("first", ["merge", "purchase"])
def test_a_purchase_that_looked_bob_up_before_the_merge_is_anns_after_it(dsn: str, first: str) -> None:
    """Whoever gets the account first: the points are Ann's in the end, and none lies where nobody looks."""
    with psycopg.connect(dsn, autocommit=True) as connection, Database(dsn, size=2) as database:
        shop = Shop(connection)
        ann, bob = shop.enrol("ANN1", "BOB1")
        racer = Racer(database, shop, {}, 1)
        acts = {
            "merge": racer.merging(Merging("desk", "m", bob, ann, "race")),
            "purchase": racer.recording(shop.buy("BOB1", "p", Line("toy", 1000))),
        }
        goes_first = acts.pop(first)
        ((_, comes_later),) = acts.items()
        with ThreadPoolExecutor(1) as pool:
            with connection.transaction():
                goes_first(connection)
                racing = pool.submit(database.insist, comes_later)
                while not connection.execute(WAITING).fetchone():
                    assert not racing.done()
            racing.result()
        assert Desk(shop).points(ann) == Balance(200, 20)
        assert shop.verify().differences == []

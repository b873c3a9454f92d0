"""Merges and undoings at once with purchases and with each other: whoever comes first, the books are sound."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import Connection
from tests import races
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.shop import Shop

from tessera.engine.activity import Line
from tessera.kit.ids import new_id
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Recorded, Submission
from tessera.usecases.database import PASSING, Database
from tessera.usecases.merge_members import AlreadyMerged, Merging, SameMember, merge_members
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import Result, record_activities
from tessera.usecases.unmerge_members import NotMerged, Unmerging, unmerge_members

CARDS = ("ANN1", "BOB1", "EVE1", "KIM1")
NOBODY_IS_IN_THE_WAY_SO_OFTEN = 200

Act = Callable[[Connection], Result]


@contextmanager
def racing(dsn: str) -> Iterator[tuple[Connection, Database]]:
    """A connection, and a database for the others. Whoever waits for a lock without end fails, and so does the test."""
    bounded = races.bounded(dsn)
    with psycopg.connect(bounded, autocommit=True) as connection, Database(bounded, size=8) as database:
        yield connection, database


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
            self._insist(self.undoing(Unmerging("desk", f"u{self.seed}-{number}", one, other, "race")))
        return merged

    def merging(self, merging: Merging) -> Act:
        """A merge, to be done in some transaction."""
        return partial(merge_members, merging=merging, **self._tools())

    def undoing(self, undoing: Unmerging) -> Act:
        """An undoing, to be done in some transaction."""
        return partial(unmerge_members, unmerging=undoing, **self._tools())

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
        for _ in range(NOBODY_IS_IN_THE_WAY_SO_OFTEN):
            try:
                return isinstance(self.database.insist(act), Recorded)
            except PASSING:
                continue
            except (SameMember, AlreadyMerged, NotMerged):
                return False
        raise AssertionError("Somebody is always in the way: it will never be decided.")


@pytest.mark.every_postgresql
@pytest.mark.parametrize("seed", [100, 200])
def test_merges_race_purchases_undoings_and_each_other(dsn: str, seed: int) -> None:
    """Four buy by every card while three merge and undo, in both directions at once.

    Every purchase is recorded once, no lock is waited for in a ring, and the books are sound.
    """
    with racing(dsn) as (connection, database):
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
    with racing(dsn) as (connection, database):
        shop = Shop(connection)
        ann, bob = shop.enrol("ANN1", "BOB1")
        racer = Racer(database, shop, {}, 1)
        acts = {
            "merge": racer.merging(Merging("desk", "m", bob, ann, "race")),
            "purchase": racer.recording(shop.buy("BOB1", "p", Line("toy", 1000))),
        }
        goes_first = acts.pop(first)
        ((_, comes_later),) = acts.items()
        with races.held_up(connection, partial(database.insist, comes_later)):
            goes_first(connection)
        assert Desk(shop).points(ann) == Balance(200, 20)
        assert shop.verify().differences == []


def test_an_undoing_that_waited_undoes_the_merge_that_stands_now(dsn: str) -> None:
    """Two undo the same merge; between them it is made anew. The second undoes the new one: no merge is undone twice."""
    with racing(dsn) as (connection, database):
        shop = Shop(connection)
        ann, bob = shop.enrol("ANN1", "BOB1")
        desk, racer = Desk(shop), Racer(database, shop, {}, 1)
        desk.merge(bob, ann, key="m1")
        undo = racer.undoing(Unmerging("desk", "u2", bob, ann, "twins"))
        with races.held_up(connection, partial(database.insist, undo)):
            desk.undo(bob, ann, key="u1")
            desk.merge(bob, ann, key="m2")
        assert [desk.points(one).available for one in (ann, bob)] == [100, 100]
        stands = connection.execute("select count(*) from member_merge where undone_at is null").fetchone()
        assert stands == (0,)
        assert desk.try_undo(bob, ann, key="u2").replayed
        assert shop.verify().differences == []

"""Promises 7 and 8 with many connections at once: accounts in parallel, retries among them, end as one by one they would."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier, Event
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import Connection
from tests.command import PATIENCE_SECONDS
from tests.database import FreshDatabase
from tests.integration.usecases.shop import Shop
from tests.integration.usecases.test_batches import BOOKS, CARDS, history, told

from tessera.kit.ids import new_id
from tessera.usecases.answers import Recorded, Submission
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import Result, record_activities

pytestmark = pytest.mark.every_postgresql
ECHOES = 2


class Tills:
    """What several tills do at once: one for each card, in its order, and some that send again what was answered."""

    def __init__(self, database: Database, shop: Shop, random: Random) -> None:
        self._database, self._shop, self._random = database, shop, random
        self._together = Barrier(len(CARDS) + ECHOES, timeout=PATIENCE_SECONDS)
        self._finished = Event()
        self.answered: list[tuple[Submission, Result]] = []

    def run(self, sequence: list[Submission]) -> list[tuple[Submission, Result]]:
        """Everything in the sequence; what the echoing tills heard again."""
        with ThreadPoolExecutor(len(CARDS) + ECHOES) as pool:
            echoes = [pool.submit(self._echo, Random(seed)) for seed in range(ECHOES)]  # noqa: S311 - to choose
            own = [pool.submit(self._report, [s for s in sequence if s.value == card]) for card in CARDS]
            try:
                for till in own:
                    till.result()
            finally:  # the echoes end though a till has failed
                self._finished.set()
            return [heard for echo in echoes for heard in echo.result()]

    def _report(self, mine: list[Submission]) -> None:
        self._together.wait()
        while mine:
            size = self._random.randrange(1, 7)
            some, mine = mine[:size], mine[size:]
            self.answered += zip(some, self._record(some), strict=True)

    def _echo(self, random: Random) -> list[tuple[Submission, Result]]:
        heard: list[tuple[Submission, Result]] = []
        self._together.wait()
        while not self._finished.is_set():
            decided = [(sent, was) for sent, was in self.answered if isinstance(was, Recorded)]
            some = [sent for sent, _ in random.sample(decided, min(3, len(decided)))]
            heard += zip(some, self._record(some), strict=True)
        return heard

    def _record(self, some: list[Submission]) -> list[Result]:
        return self._database.insist(
            lambda connection: record_activities(
                connection, Programmes(), some, clock=self._shop.clock, new_id=new_id
            )
        )


def books(connection: Connection, members: list[UUID]) -> list[Any]:
    """The members' books, ids left out."""
    return [
        connection.execute(
            f"select {columns} from {table} where account_id = %s order by {columns}", (member,)
        ).fetchall()
        for member in members
        for table, columns in BOOKS.items()
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_accounts_in_parallel_end_in_the_books_of_one_after_the_other(
    fresh_database: FreshDatabase, seed: int
) -> None:
    """A till for each member and two that send answered activities again: the same answers, to every retry too, and the
    same rows as from one connection that took one activity at a time.
    """
    sequence = history(Random(seed))  # noqa: S311 - to choose
    with fresh_database() as dsn, psycopg.connect(dsn, autocommit=True) as connection:
        shop = Shop(connection)
        members = shop.enrol(*CARDS)
        alone = [(one.activity.key, one.value, told(shop.record(one)[0])) for one in sequence]
        expected = books(connection, members)
    with fresh_database() as dsn, psycopg.connect(dsn, autocommit=True) as connection:
        shop = Shop(connection)
        members = shop.enrol(*CARDS)
        with Database(dsn) as database:
            tills = Tills(database, shop, Random(seed))  # noqa: S311 - to choose
            heard = tills.run(sequence)
        first = {
            (sent.source, sent.activity.key): was for sent, was in tills.answered if isinstance(was, Recorded)
        }
        assert books(connection, members) == expected
        assert shop.verify().differences == []
    together = [(sent.activity.key, sent.value, told(was)) for sent, was in tills.answered]
    assert sorted(together, key=repr) == sorted(alone, key=repr)
    for sent, again in heard:
        assert isinstance(again, Recorded)
        assert again.replayed
        assert again.answer == first[sent.source, sent.activity.key].answer

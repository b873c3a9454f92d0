"""Versions over time: each activity is decided by the one in force when it happened, and says which."""

import psycopg
import pytest
from tests.integration.usecases.shop import DAY, PROGRAMME, Shop

from tessera.engine.activity import Line
from tessera.usecases.answers import Recorded
from tessera.usecases.succeed_version import MembersLeftBehind

MILK = Line("milk", 1000)
TRIPLE = PROGRAMME.replace("points: 2, per: 1.00", "points: 3, per: 1.00")


def points(result: object) -> tuple[int, int]:
    """The version that decided, and what the base rule gave."""
    assert isinstance(result, Recorded), result
    return result.answer.programme_version, result.answer.granted[0].amount


def test_a_later_version_decides_from_its_instant_on(shop: Shop) -> None:
    """Two versions in one batch: the day before by the old one, the instant itself by the new one."""
    shop.enrol("ANN1")
    tomorrow = shop.clock.instant + DAY
    shop.publish(TRIPLE, effective_at=tomorrow)
    assert points(shop.record(shop.buy("ANN1", "today", MILK))[0]) == (1, 20)
    shop.clock.instant = tomorrow + DAY
    results = shop.record(
        shop.buy("ANN1", "now", MILK),
        shop.buy("ANN1", "late", MILK, at=tomorrow - DAY / 2),
        shop.buy("ANN1", "edge", MILK, at=tomorrow),
    )
    assert [points(result) for result in results] == [(2, 30), (1, 20), (2, 30)]


def test_every_posting_names_the_version_that_decided_it(shop: Shop) -> None:
    """Also the postings of a return, which goes by the purchase's own version."""
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p", MILK))
    shop.publish(TRIPLE)
    shop.clock.instant += DAY
    shop.record(shop.buy("ANN1", "q", MILK), shop.back("ANN1", "r", "p"))
    named = "select kind, amount, programme_version from posting where currency = 'points' order by version"
    assert shop.connection.execute(named).fetchall() == [
        ("earned", 100, 1), ("earned", 20, 1), ("earned", 30, 2), ("reversed", -20, 1)
    ]  # fmt: skip


def test_another_process_takes_a_new_version_up_without_a_restart(shop: Shop, dsn: str) -> None:
    """A server that has already decided by the old version decides by the new one in its next batch."""
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p", MILK))
    with psycopg.connect(dsn, autocommit=True) as connection:
        Shop(connection, programme=None, now=shop.clock.instant).publish(TRIPLE)
    shop.clock.instant += DAY
    assert points(shop.record(shop.buy("ANN1", "q", MILK))[0]) == (2, 30)


def test_a_currency_is_dropped_only_when_nobody_holds_any_of_it(shop: Shop) -> None:
    """Stars earned by version 1 keep version 2 from going without them; once they are back, it may. What was returned
    then is still in the books.
    """
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p", Line("toy", 6000)))
    without = "".join(line for line in PROGRAMME.splitlines(keepends=True) if "stars" not in line)
    with pytest.raises(MembersLeftBehind, match="1 account has points of it"):
        shop.publish(without)
    shop.answer(shop.back("ANN1", "r", "p"))
    shop.publish(without)
    shop.clock.instant += DAY
    assert shop.answer(shop.review("ANN1", "v")).balances["stars"].available == 0

"""A draw closes by itself when its closing has come: once, with the entries of then, whoever ticks."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import psycopg
import pytest
from tests.command import PATIENCE_SECONDS
from tests.integration.usecases.drawing import CLOSING, OPEN_BOOKS, START, Fair

from tessera.bootstrap.ticks import Ticked, tick
from tessera.kit.ids import new_id
from tessera.usecases.close_due_draws import close_due_draw
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_draws import read_announced_draw

SECOND = timedelta(seconds=1)


@pytest.fixture
def fair(dsn: str) -> Iterator[Fair]:
    """A shop with a draw. Its books, draws included, must prove themselves in the end."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        fair = Fair(connection)
        fair.enrol("ANN1", "BOB1")
        yield fair
        assert fair.verify().differences == []


def ticked(fair: Fair, dsn: str) -> Ticked:
    """What a server's round does now."""
    with Database(dsn, size=1) as database:
        return tick(database, Programmes(), clock=fair.clock, new_id=new_id)


def test_it_closes_a_minute_after_its_closing_and_once(fair: Fair, dsn: str) -> None:
    """Not before; later rounds leave it as it is, and so does the command that comes after them."""
    fair.happen("visit", "ANN1", "a")
    fair.clock.instant = OPEN_BOOKS - SECOND
    assert ticked(fair, dsn).closed == 0
    fair.clock.instant = OPEN_BOOKS
    assert [ticked(fair, dsn).closed for _ in range(2)] == [1, 0]
    _, record = read_announced_draw(fair.connection, "july")
    assert record is not None
    assert [entries for _, entries in record.closing.entries] == [1]
    assert fair.close() == record


def test_what_time_brings_before_the_closing_comes_first(fair: Fair, dsn: str) -> None:
    """Tickets that mature before it are settled in the same round, and those that come after it do not count."""
    fair.happen("order", "ANN1", "a", at=START)  # a ticket that waits two days
    fair.clock.instant = CLOSING + timedelta(days=3)
    fair.happen("visit", "BOB1", "late")
    assert ticked(fair, dsn).closed == 1
    _, record = read_announced_draw(fair.connection, "july")
    assert record is not None
    assert sum(entries for _, entries in record.closing.entries) == 1


def test_a_draw_is_closed_once_by_many_rounds(fair: Fair, dsn: str) -> None:
    """Six servers come to it at once: one closes it, the others find it closed."""
    fair.happen("visit", "ANN1", "a")
    fair.clock.instant = OPEN_BOOKS
    fair.sweep()
    barrier = Barrier(6, timeout=PATIENCE_SECONDS)

    def close(_: int) -> bool:
        with psycopg.connect(dsn, autocommit=True) as connection, connection.transaction():
            barrier.wait()
            return close_due_draw(connection, Programmes(), "july", clock=fair.clock)

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(close, range(6))) == 1


def test_a_draw_that_is_not_ready_waits_for_the_next_round(fair: Fair) -> None:
    """Where an account has something due before the closing, nothing is fixed, and nothing fails."""
    fair.happen("order", "ANN1", "a", at=START)
    fair.clock.instant = OPEN_BOOKS
    with fair.connection.transaction():
        assert not close_due_draw(fair.connection, fair.programmes, "july", clock=fair.clock)
    fair.sweep()
    with fair.connection.transaction():
        assert close_due_draw(fair.connection, fair.programmes, "july", clock=fair.clock)

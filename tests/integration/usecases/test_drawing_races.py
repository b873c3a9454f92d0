"""Several operators at once, beside tills that go on: one closing, one result, and books that prove it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import psycopg
import pytest
from tests.command import PATIENCE_SECONDS
from tests.integration.usecases.drawing import OPEN_BOOKS, SALT, Fair

from tessera.engine.activity import Activity
from tessera.engine.draw import DrawRecord
from tessera.kit.clock import SetClock
from tessera.kit.ids import new_id
from tessera.usecases.answers import Recorded, Submission
from tessera.usecases.close_draw import close_draw
from tessera.usecases.commit_draw import commit_draw
from tessera.usecases.database import Database
from tessera.usecases.drawing.states import DrawnOtherwise
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import record_activities
from tessera.usecases.run_draw import run_draw

OPERATORS, TILLS, CARDS = 4, 4, [f"C{n}" for n in range(12)]


@pytest.mark.every_postgresql
def test_operators_who_close_and_draw_at_once_get_one_result(dsn: str) -> None:
    """All are told the same closing; of the values the first one counts, and whoever came with another is told so."""
    with (
        psycopg.connect(dsn, autocommit=True) as connection,
        Database(dsn, size=OPERATORS + TILLS) as database,
    ):
        fair = Fair(connection)
        fair.enrol(*CARDS)
        for card in CARDS:
            fair.happen("visit", card, card)
        fair.clock.instant = OPEN_BOOKS
        fair.sweep()
        start = Barrier(OPERATORS + TILLS, timeout=PATIENCE_SECONDS)

        def operate(number: int) -> tuple[DrawRecord, DrawRecord | None]:
            clock = SetClock(OPEN_BOOKS + timedelta(seconds=number))
            programmes = Programmes()
            start.wait()
            closed = database.insist(lambda own: close_draw(own, programmes, "july", clock=clock))
            try:
                value = str(number % 2)
                return closed, database.insist(lambda own: run_draw(own, "july", public=value, clock=clock))
            except DrawnOtherwise:
                return closed, None

        def sell(number: int) -> None:
            clock, programmes = SetClock(OPEN_BOOKS), Programmes()
            start.wait()
            for turn, card in enumerate(CARDS):
                visit = Submission("till", "card", card, Activity("visit", f"{number}-{turn}", OPEN_BOOKS))

                def record(own: psycopg.Connection, visit: Submission = visit) -> object:
                    return record_activities(own, programmes, [visit], clock=clock, new_id=new_id)[0]

                assert isinstance(database.insist(record), Recorded)

        with ThreadPoolExecutor(OPERATORS + TILLS) as pool:
            tills = [pool.submit(sell, number) for number in range(TILLS)]
            told = list(pool.map(operate, range(OPERATORS)))
            for till in tills:
                till.result()

        assert len({closed.closing_sha256 for closed, _ in told}) == 1
        assert sorted(count for _, count in told[0][0].closing.entries) == [1] * len(CARDS)
        results = [drawn for _, drawn in told if drawn is not None]
        assert len(results) == OPERATORS / 2  # those who came with the value that counted
        assert all(drawn == results[0] for drawn in results)
        assert fair.verify().differences == []


def test_operators_who_announce_at_once_announce_one_seed(dsn: str) -> None:
    """Whose seed it is does not matter; everybody is told the same hash."""
    with psycopg.connect(dsn, autocommit=True) as connection, Database(dsn, size=OPERATORS) as database:
        fair = Fair(connection)
        connection.execute("delete from draw")
        start = Barrier(OPERATORS, timeout=PATIENCE_SECONDS)

        def announce(number: int) -> bytes:
            programmes = Programmes()
            start.wait()
            seed = bytes([number]) * 32
            return database.insist(
                lambda own: commit_draw(own, programmes, "july", seed=seed, salt=SALT, clock=fair.clock)
            ).seed

        with ThreadPoolExecutor(OPERATORS) as pool:
            assert len(set(pool.map(announce, range(OPERATORS)))) == 1

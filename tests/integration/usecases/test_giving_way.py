"""What is recorded gives way to what is asked: it begins a moment later, in larger batches, and never waits for ever."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Event, get_native_id

import pytest
from psycopg import Connection

from tessera.usecases import batcher
from tessera.usecases.batcher import Batcher, Settled
from tessera.usecases.database import Database

PATIENCE = 30  # seconds; only a failure waits that long


class Desk:
    """Quotes that are answered when told to, and records beside them; `batches` are what was recorded together."""

    def __init__(self, database: Database) -> None:
        self.quoting, self.answer = Event(), Event()
        self.batches: SimpleQueue[Sequence[int]] = SimpleQueue()
        self.niceness: SimpleQueue[int] = SimpleQueue()
        self.quotes: Batcher[int, int, None] = Batcher(database, self._quote, self._forget, name="quotes")
        self.records: Batcher[int, int, None] = Batcher(
            database, self._record, self._forget, name="records", gives_way_to=self.quotes
        )

    def _quote(self, _connection: Connection, asks: Sequence[int]) -> Sequence[int]:
        self.quoting.set()
        assert self.answer.wait(PATIENCE)
        return asks

    def _record(self, _connection: Connection, asks: Sequence[int]) -> Sequence[int]:
        if sys.platform == "linux":
            self.niceness.put(os.getpriority(os.PRIO_PROCESS, get_native_id()))
        self.batches.put(asks)
        return asks

    def _forget(self, _settled: list[Settled[None, int]]) -> None:
        """Nobody asked."""


@contextmanager
def busy(dsn: str) -> Iterator[Desk]:
    """A desk that is quoting."""
    with Database(dsn, size=2) as database:
        desk = Desk(database)
        try:
            desk.quotes.put(0, None)
            assert desk.quoting.wait(PATIENCE)
            yield desk
        finally:
            desk.answer.set()
            desk.records.close()
            desk.quotes.close()


def test_what_comes_while_a_quote_is_answered_is_one_batch(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first record wakes the thread; it waits for the quote, and takes what came meanwhile along."""
    monkeypatch.setattr(batcher, "GIVING_WAY_SECONDS", PATIENCE)
    with busy(dsn) as desk:
        for number in (1, 2, 3):
            desk.records.put(number, None)
        assert desk.batches.empty()
        desk.answer.set()
        assert desk.batches.get(timeout=PATIENCE) == [1, 2, 3]


def test_a_quote_that_never_ends_does_not_stop_the_recording(dsn: str) -> None:
    """The wait is bounded: the records are there while the quote is still being answered."""
    with busy(dsn) as desk:
        for number in (1, 2):
            desk.records.put(number, None)
            assert desk.batches.get(timeout=PATIENCE) == [number]
        assert not desk.answer.is_set()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows the priority of one thread")
def test_only_the_thread_that_records_has_the_lower_priority(dsn: str) -> None:
    """Whoever quotes, and whoever talks to the tills, keeps the process's own."""
    own = os.getpriority(os.PRIO_PROCESS, get_native_id())
    with busy(dsn) as desk:
        desk.records.put(1, None)
        assert desk.niceness.get(timeout=PATIENCE) == max(own, batcher.NICENESS)
    assert os.getpriority(os.PRIO_PROCESS, get_native_id()) == own

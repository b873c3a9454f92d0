"""Micro-batches: calls that arrive while a batch is under way form the next one.

One thread, one transaction at a time: under load a batch grows by itself. A poison item is found by halving its batch; what
the database refused for a moment is tried again.
"""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event, Thread, get_native_id
from typing import Any, Generic, NamedTuple, TypeVar

from psycopg import Connection

from tessera.kit.problems import Problem
from tessera.usecases.database import Database

Ask = TypeVar("Ask")
Reply = TypeVar("Reply")
Token = TypeVar("Token")

NICENESS = 10
"""Of a batcher that gives way: of a processor that is busy it gets about a tenth of what another thread gets."""

GIVING_WAY_SECONDS = 0.05


class Settled(NamedTuple, Generic[Token, Reply]):
    """What became of one call: `token` is the caller's own, `outcome` the reply or what was raised."""

    token: Token
    outcome: Reply | Exception


class Batcher(Generic[Ask, Reply, Token]):
    """Runs `decide(connection, asks)` for calls in batches of at most `most`, in the order in which they came.

    `deliver` is called from the batcher's thread, once for each batch, after its transaction is committed. While the one
    that it `gives_way_to` has calls, a batch is begun a moment later, and is the larger for it; else nobody waits.
    """

    def __init__(  # noqa: PLR0913 - what it does, and how
        self,
        database: Database,
        decide: Callable[[Connection, Sequence[Ask]], Sequence[Reply | Problem]],
        deliver: Callable[[list[Settled[Token, Reply]]], None],
        *,
        name: str,
        most: int = 1000,
        gives_way_to: "Batcher[Any, Any, Any] | None" = None,
    ) -> None:
        self._database = database
        self._decide = decide
        self._deliver = deliver
        self._most = most
        self._gives_way_to = gives_way_to
        self._idle = Event()
        self._idle.set()
        self._waiting: SimpleQueue[tuple[Ask, Token] | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def put(self, ask: Ask, token: Token) -> None:
        """Queue a call; its outcome is delivered with `token`."""
        self._waiting.put((ask, token))

    def await_idle(self, seconds: float) -> None:
        """Wait until nothing is under way and nothing waits, so long at most."""
        self._idle.wait(seconds)

    def close(self) -> None:
        """Finish what is queued, then stop."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        if self._gives_way_to is not None:
            _lower_priority()
        while (first := self._waiting.get()) is not None:
            if self._gives_way_to is not None:
                self._gives_way_to.await_idle(GIVING_WAY_SECONDS)
            self._idle.clear()
            batch, closing = [first], False
            with suppress(Empty):
                while len(batch) < self._most and not closing:
                    more = self._waiting.get_nowait()
                    if more is None:
                        closing = True
                    else:
                        batch.append(more)
            outcomes = self._outcomes([ask for ask, _ in batch])
            tokens = [token for _, token in batch]
            self._deliver([Settled(*pair) for pair in zip(tokens, outcomes, strict=True)])
            if self._waiting.empty():
                self._idle.set()
            if closing:
                return

    def _outcomes(self, asks: Sequence[Ask]) -> list[Reply | Exception]:
        """The outcome of each: a failure of the whole batch is narrowed down to the item that causes it."""
        try:
            return list(self._database.insist(lambda connection: self._decide(connection, asks)))
        except Problem as problem:  # of the database, not of an item: it meets them all
            return [problem] * len(asks)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is answered to the one who caused it
            if len(asks) == 1:
                return [error]
            half = len(asks) // 2
            return self._outcomes(asks[:half]) + self._outcomes(asks[half:])


def _lower_priority() -> None:
    """Let the system run other threads of whatever process before this one. Only Linux knows a thread's own priority."""
    if sys.platform == "linux":
        own = get_native_id()
        os.setpriority(os.PRIO_PROCESS, own, max(NICENESS, os.getpriority(os.PRIO_PROCESS, own)))

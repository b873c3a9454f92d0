"""Micro-batches: calls that arrive while a batch is under way form the next one.

One thread, one transaction at a time: nobody waits for a timer, and under load a batch grows by itself. A poison item is
found by halving its batch; what the database refused for a moment is tried again.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Generic, NamedTuple, TypeVar

from psycopg import Connection

from tessera.kit.problems import Problem
from tessera.usecases.database import Database

Ask = TypeVar("Ask")
Reply = TypeVar("Reply")
Token = TypeVar("Token")


class Settled(NamedTuple, Generic[Token, Reply]):
    """What became of one call: `token` is the caller's own, `outcome` the reply or what was raised."""

    token: Token
    outcome: Reply | Exception


class Batcher(Generic[Ask, Reply, Token]):
    """Runs `decide(connection, asks)` for calls in batches of at most `most`, in the order in which they came.

    `deliver` is called from the batcher's thread, once for each batch, after its transaction is committed.
    """

    def __init__(
        self,
        database: Database,
        decide: Callable[[Connection, Sequence[Ask]], Sequence[Reply | Problem]],
        deliver: Callable[[list[Settled[Token, Reply]]], None],
        *,
        name: str,
        most: int = 1000,
    ) -> None:
        self._database = database
        self._decide = decide
        self._deliver = deliver
        self._most = most
        self._waiting: SimpleQueue[tuple[Ask, Token] | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def put(self, ask: Ask, token: Token) -> None:
        """Queue a call; its outcome is delivered with `token`."""
        self._waiting.put((ask, token))

    def close(self) -> None:
        """Finish what is queued, then stop."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self._waiting.get()) is not None:
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

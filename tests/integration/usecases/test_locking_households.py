"""Accounts that lie on two shards of a cluster are locked one by one: no statement locks rows on both."""

from collections.abc import Sequence
from typing import Any, Self

import psycopg
from psycopg import Cursor
from tests.integration.usecases.sharing import Home

from tessera.engine.activity import Line
from tessera.ledger import _sql

TV = Line("tv", 40000)


class Remembering(Cursor[Any]):
    """A cursor that remembers which accounts were locked together."""

    locked: list[Sequence[Any]]

    def execute(self, query: Any, params: Any = None, **how: Any) -> Self:
        """As ever."""
        if query == _sql.LOCK_ACCOUNTS:
            self.locked.append(params[0])
        return super().execute(query, params, **how)


def test_what_is_settled_with_a_household_that_was_left_locks_account_by_account(dsn: str) -> None:
    """Bob brings back what he bought while he shared Ann's points: his own account is on another shard than theirs."""

    class Own(Remembering):
        locked: list[Sequence[Any]] = []

    with psycopg.connect(dsn, autocommit=True) as connection:
        home = Home(connection)
        home.enrol("BOB1")
        household_id = home.found()
        home.let_in("BOB1", household_id)
        home.answer(home.buy("BOB1", "b1", TV))
        home.leave("BOB1", household_id)
        connection.cursor_factory = Own
        assert home.answer(home.back("BOB1", "r1", "b1")).home is not None
        assert len(Own.locked) >= 2
        assert {len(together) for together in Own.locked} == {1}
        assert home.verify().differences == []

"""A shop that gives tickets and holds draws, for tests."""

from datetime import UTC, datetime, timedelta

import psycopg
from tests.integration.usecases.shop import Shop

from tessera.engine.activity import Activity
from tessera.engine.draw import DrawRecord
from tessera.usecases.answers import Submission
from tessera.usecases.close_draw import close_draw
from tessera.usecases.commit_draw import commit_draw
from tessera.usecases.run_draw import run_draw

DOCUMENT = """\
programme: {id: club, name: Club, money: USD, timezone: America/New_York}
currencies:
  points: {name: [point, points], worth: 0.01}
  tickets: {name: [ticket, tickets], scale: 1, pending: {days: 2}, expire: {days: 5, round: month-end}}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
  now: {on: visit, give: {tickets: 1}, pending: none}
  half: {on: review, give: {tickets: 0.5}, pending: none}
  later: {on: order, give: {tickets: 1}}
tiers:
  qualify: {by: points-earned, of: points, within: lifetime}
  levels: [{id: seed}, {id: oak, at: 100}]
draws:
  july:
    name: July draw
    entries: tickets
    closes: 2026-08-01
    public: the lottery of August 5
    prizes: [{id: bike, name: bicycle}, {id: mug, name: [mug, mugs], number: 2}]
"""
START = datetime(2026, 7, 2, 12, tzinfo=UTC)
CLOSING = datetime(2026, 8, 1, 4, tzinfo=UTC)  # midnight in New York; tickets of July end with it
OPEN_BOOKS = CLOSING + timedelta(minutes=1)
SEED, SALT = bytes(range(32)), bytes(32)


class Fair(Shop):
    """A shop with the draw `july`, which is announced from the start."""

    def __init__(self, connection: psycopg.Connection, *, document: str = DOCUMENT) -> None:
        super().__init__(connection, programme=document, now=START)
        with connection.transaction():
            commit_draw(connection, self.programmes, "july", seed=SEED, salt=SALT, clock=self.clock)

    def happen(self, kind: str, card: str, key: str, *, at: datetime | None = None) -> None:
        """Something is reported now that happened now, or earlier."""
        self.answer(Submission("till", "card", card, Activity(kind, key, at or self.clock.now())))

    def close(self) -> DrawRecord:
        """Close the draw, once time has brought what it brings."""
        self.sweep()
        with self.connection.transaction():
            return close_draw(self.connection, self.programmes, "july", clock=self.clock)

    def run(self, public: str = "4-8-15") -> DrawRecord:
        """Draw the winners."""
        with self.connection.transaction():
            return run_draw(self.connection, "july", public=public, clock=self.clock)

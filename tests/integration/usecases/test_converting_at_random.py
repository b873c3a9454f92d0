"""Conversions among purchases, returns, expiries, merges and standstills, in any order: nothing is made or lost."""

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import psycopg
import pytest
from msgspec.structs import replace
from psycopg import Connection
from tests.database import FreshDatabase
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.shop import DAY, Shop

from tessera.engine.activity import Line
from tessera.kit.ids import new_id
from tessera.usecases.convert_days import convert_days
from tessera.usecases.merge_members import AlreadyMerged, SameMember
from tessera.usecases.unmerge_members import NotMerged

PROGRAMME = """\
programme: {id: club, name: Club, money: USD, timezone: America/New_York}
currencies:
  points: {name: [point, points], expire: {months: 2, round: month-end}}
  coins: {name: [coin, coins], scale: 1, expire: {days: 25}}
  cash: {name: cash back, unit: money, expire: {inactive: {days: 90}}, most: 400.00}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
  wait: {on: order, give: {points: 1, per: 1.00}, pending: {days: 14}}
  soon: {on: visit, give: {points: 40}, expire: {days: 5}}
  thanks: {on: visit, give: {cash: 0.70}}
convert:
  mint: {every: {points: 20}, give: {coins: 1.5}, on: {days: [1, 11, 31]}, at-least: 40, bonus: {200: 4, 400: 9}}
  payday: {every: {coins: 1}, give: {cash: 0.33}, on: month-end}
"""
CARDS = ("ANN1", "BOB1", "EVE1")
START = datetime(2026, 1, 15, 12, tzinfo=UTC)


class Year:
    """A shop that converts, and in which anything may happen next."""

    def __init__(self, connection: Connection, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - for choosing
        self.shop = Shop(connection, programme=PROGRAMME, now=START)
        self.desk = Desk(self.shop)
        self.members = dict(zip(CARDS, self.shop.enrol(*CARDS), strict=True))
        self.bought: list[tuple[str, str]] = []
        self.convert()

    def earn(self, key: str) -> None:
        """A purchase, an order or a visit, perhaps reported late."""
        card = self.random.choice(CARDS)
        at = self.shop.clock.now() - DAY * self.random.choice([0, 0, 0, 1, 9])
        bought = self.shop.buy(card, key, Line("1", self.random.randrange(1, 40_000)), at=at)
        kind = self.random.choice(["purchase", "order", "visit"])
        self.shop.record(replace(bought, activity=replace(bought.activity, type=kind)))
        self.bought.append((card, key))

    def take_back(self, key: str) -> None:
        """A return of some of it, or of all that is left."""
        card, of = self.random.choice(self.bought or [("ANN1", "nothing")])
        part = self.random.choice([(Line("1", 700, 0),), ()])
        self.shop.record(self.shop.back(card, key, of, *part))

    def spend(self, key: str) -> None:
        """Points taken by hand."""
        member_id = self.members[self.random.choice(CARDS)]
        self.shop.record(self.shop.adjust(member_id, key, -self.random.randrange(1, 120)))

    def wait(self, _key: str) -> None:
        self.shop.clock.instant += timedelta(hours=self.random.randrange(1, 500))

    def sweep(self, _key: str) -> None:
        self.shop.sweep()

    def convert(self, _key: str = "") -> None:
        """Whatever dates have come."""
        more = True
        while more:
            with self.shop.connection.transaction():
                batch = convert_days(
                    self.shop.connection,
                    self.shop.programmes,
                    clock=self.shop.clock,
                    new_id=new_id,
                    limit=2,
                )
            assert batch.failed == ()
            more = batch.more

    def merge(self, key: str) -> None:
        self._change(self.desk.try_merge, key)

    def undo(self, key: str) -> None:
        self._change(self.desk.try_undo, key)

    def _change(self, act: Callable[..., Any], key: str) -> None:
        one, other = (self.members[card] for card in self.random.sample(CARDS, 2))
        try:
            act(one, other, key=key)
        except (SameMember, AlreadyMerged, NotMerged):
            return

    def conversions(self) -> list[tuple[str, int, int]]:
        """(conversion, taken, given) of every one that was made."""
        rows = self.shop.connection.execute(
            "select min(rule_id), -min(amount), max(amount) from posting where kind = 'converted' group by activity_id"
        )
        return rows.fetchall()


def rated(conversion: str, taken: int) -> int:
    """What the document promises for so much, reckoned apart."""
    if conversion == "payday":
        assert taken % 10 == 0
        return taken // 10 * 33
    assert taken % 20 == 0
    return taken // 20 * 15 + (90 if taken >= 400 else 40 if taken >= 200 else 0)


@pytest.mark.parametrize("seed", range(3))
def test_conversions_and_anything_else_in_any_order_conserve(dsn: str, seed: int) -> None:
    """Each gives what its rate says for what it takes, and the proof decides everything again to the last point."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        year = Year(connection, seed)
        steps = [year.earn, year.earn, year.earn, year.take_back, year.spend, year.wait, year.wait]
        steps += [year.convert, year.sweep, year.merge, year.undo]
        for number in range(70):
            year.random.choice(steps)(f"k{number}")
            if number % 35 == 34:
                assert year.shop.verify().differences == []
        year.convert()
        made = year.conversions()
        assert {conversion for conversion, _, _ in made} == {"mint", "payday"}
        assert [given for _, _, given in made] == [rated(name, taken) for name, taken, _ in made]
        assert year.shop.verify().differences == []


@pytest.mark.parametrize("seed", range(2))
def test_late_ends_as_on_time(fresh_database: FreshDatabase, seed: int) -> None:
    """A scheduler that runs every day, and one that stood still for months: each date gives the same to each member."""
    outcomes = []
    for late in (False, True):
        with ExitStack() as stack:
            connection = stack.enter_context(
                psycopg.connect(stack.enter_context(fresh_database()), autocommit=True)
            )
            year = Year(connection, seed)
            for number in range(100):
                year.shop.clock.instant += timedelta(hours=year.random.randrange(1, 60))
                if not late:
                    year.convert()
                    year.sweep("")
                _earn_now(year, f"k{number}")
            year.convert()
            year.sweep("")
            outcomes.append(_outcome(year))
            assert year.shop.verify().differences == []
    on_time, late_ = outcomes
    assert late_ == on_time


def _earn_now(year: Year, key: str) -> None:
    """Something is bought, and reported at once."""
    bought = year.shop.buy(year.random.choice(CARDS), key, Line("1", year.random.randrange(1, 9_000)))
    kind = year.random.choice(["purchase", "order", "order"])
    year.shop.record(replace(bought, activity=replace(bought.activity, type=kind)))


def _outcome(year: Year) -> tuple[Counter[Any], dict[Any, Any]]:
    """What was converted for whom on which date, and what everybody has in the end."""
    names = {member_id: card for card, member_id in year.members.items()}
    connection = year.shop.connection
    converted = connection.execute(
        "select account_id, currency, effective_at, amount from posting where kind = 'converted'"
    )
    has = connection.execute("select account_id, currency, available, pending, debt from account")
    return (
        Counter((names[account_id], *row) for account_id, *row in converted),
        {(names[account_id], currency): tuple(row) for account_id, currency, *row in has if any(row)},
    )

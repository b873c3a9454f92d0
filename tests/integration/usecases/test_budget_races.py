"""Many tills on connections of their own that draw on one budget at the same time: it is never exceeded."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import psycopg
from psycopg import Connection
from tests import races
from tests.integration.usecases.shop import Shop

from tessera.engine.activity import Line
from tessera.kit.ids import new_id
from tessera.usecases.answers import Answer, Recorded, Submission
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import record_activities

TILLS = 64
PROGRAMME = """\
programme: {id: corner-club, name: Corner Club, money: USD, timezone: America/New_York}
currencies: {points: {name: {en: [point, points]}, worth: 0.01}}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
  bread: {on: purchase, lines: {category: BREAD}, give: {points: 30}, budget: {points: 700, over: refuse}}
  early: {on: purchase, give: {points: 1}, budget: {times: 20}}
  milk: {on: purchase, lines: {category: MILK}, give: {points: 7}, budget: {points: 200}}
"""
MILK, BREAD = Line("1", 100, category="MILK"), Line("2", 100, category="BREAD")

Act = Callable[[Connection], Answer]


@contextmanager
def club(dsn: str) -> Iterator[tuple[Shop, Database]]:
    """A shop with a member for each till; at the end its books prove themselves."""
    bounded = races.bounded(dsn)
    with psycopg.connect(bounded, autocommit=True) as connection, Database(bounded, size=TILLS) as database:
        shop = Shop(connection)
        shop.clock.instant += timedelta(minutes=1)
        shop.publish(PROGRAMME)
        shop.clock.instant += timedelta(minutes=1)
        shop.enrol(*(f"m{n}" for n in range(TILLS)))
        yield shop, database
        assert shop.verify().differences == []


def at_once(database: Database, acts: Sequence[Act]) -> list[Answer]:
    """Do all of it at the same time, each on a connection of its own."""
    return races.at_once([partial(database.insist, act) for act in acts])


def till(shop: Shop, sent: Submission) -> Act:
    """Another process of the shop, that records this. Versions never change, so the tills may share what is compiled."""
    programmes: Programmes = shop.programmes

    def act(connection: Connection) -> Answer:
        (result,) = record_activities(connection, programmes, [sent], clock=shop.clock, new_id=new_id)
        assert isinstance(result, Recorded), result
        return result.answer

    return act


def given(answers: Sequence[Answer], rule: str) -> list[int]:
    return [one.amount for answer in answers for one in answer.granted if one.rule == rule]


def tallies(shop: Shop) -> dict[str, int]:
    return dict(shop.connection.execute("select subject, taken from tally where taken <> 0").fetchall())


def test_sixty_four_tills_share_what_there_is_to_the_last_point(dsn: str) -> None:
    """28 get 7 points of milk, one the last 4; 23 get 30 for bread and nobody the last 10; 20 are early."""
    with club(dsn) as (shop, database):
        answers = at_once(
            database, [till(shop, shop.buy(f"m{n}", f"p{n}", MILK, BREAD)) for n in range(TILLS)]
        )
        assert sorted(given(answers, "milk")) == [4] + [7] * 28
        assert given(answers, "bread") == [30] * 23
        assert given(answers, "early") == [1] * 20
        assert tallies(shop) == {
            "rule bread points lifetime": 690,
            "rule early times lifetime": 20,
            "rule milk points lifetime": 200,
        }


def test_returns_and_purchases_at_once_never_give_more_than_there_is(dsn: str) -> None:
    """Half of the tills take back what they were given while the other half buys: what is out at the end fits."""
    with club(dsn) as (shop, database):
        half = TILLS // 2
        at_once(database, [till(shop, shop.buy(f"m{n}", f"p{n}", MILK, BREAD)) for n in range(half)])
        backs = [till(shop, shop.back(f"m{n}", f"r{n}", f"p{n}")) for n in range(half)]
        buys = [till(shop, shop.buy(f"m{n}", f"p{n}", MILK, BREAD)) for n in range(half, TILLS)]
        at_once(database, [act for pair in zip(backs, buys, strict=True) for act in pair])
        out: dict[str, int] = dict(
            shop.connection.execute(
                "select rule_id, sum(amount)::int from posting where rule_id in ('milk', 'bread') group by rule_id"
            ).fetchall()
        )
        assert out["milk"] == tallies(shop)["rule milk points lifetime"] <= 200
        assert out["bread"] == tallies(shop)["rule bread points lifetime"] <= 700


def test_one_purchase_sent_by_many_tills_draws_once(dsn: str) -> None:
    """The same key from 64 connections: one answer, seven points gone."""
    with club(dsn) as (shop, database):
        answers = at_once(database, [till(shop, shop.buy("m0", "p", MILK)) for _ in range(TILLS)])
        assert len({answer.activity_id for answer in answers}) == 1
        assert tallies(shop)["rule milk points lifetime"] == 7

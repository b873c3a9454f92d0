"""Rewards that come by themselves, where many would reach them at once: each once, and no more than there are."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from psycopg import Connection
from tests import races
from tests.integration.usecases.shop import Shop
from tests.integration.usecases.test_paying_races import TILLS, Act, at_once

from tessera.catalogue.tallies import read_tallies
from tessera.engine.activity import Activity, Line
from tessera.kit.clock import SetClock
from tessera.kit.ids import new_id
from tessera.usecases.answers import Answer, Recorded, Submission
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import record_activities
from tessera.usecases.sweep_due import sweep_due
from tessera.usecases.transfer_points import Giving, transfer_points

PROGRAMME = """\
programme: {id: corner-cafe, name: Corner Cafe, money: USD, timezone: UTC}
currencies:
  stamps: {name: {en: [stamp, stamps]}}
  leaves: {name: {en: [leaf, leaves]}, pending: {days: 1}}
earn:
  visit: {on: purchase, give: {stamps: 1}}
  tea: {on: tea, give: {leaves: 4}}
rewards:
  third: {price: {stamps: 3}, give: {voucher: 3.00}, issue: at-once, stock: 5}
  pot: {price: {leaves: 4}, give: sample, issue: at-once, limit: {times: 1, per: lifetime}}
transfers: {stamps: {}}
"""
MEMBERS = [f"M{place}" for place in range(12)]
CUP = Line("cup", 300)


@contextmanager
def cafe(dsn: str) -> Iterator[tuple[Shop, Database]]:
    """A café with twelve members; at the end its books prove themselves."""
    bounded = races.bounded(dsn)
    with psycopg.connect(bounded, autocommit=True) as connection, Database(bounded, size=TILLS) as database:
        shop = Shop(connection, programme=PROGRAMME)
        shop.enrol(*MEMBERS)
        yield shop, database
        assert shop.verify().differences == []


def teller(shop: Shop, sent: Sequence[Submission]) -> Act:
    """A process that records some of it, one after the other."""

    def act(connection: Connection) -> list[Answer]:
        programmes, answers = Programmes(), []
        for one in sent:
            with connection.transaction():
                (result,) = record_activities(connection, programmes, [one], clock=shop.clock, new_id=new_id)
            assert isinstance(result, Recorded), result
            answers.append(result.answer)
        return answers

    return act


def answers_of(database: Database, acts: Sequence[Act]) -> list[Answer]:
    """All answers of what is done at the same time."""
    told = [some for some in at_once(database, acts) if isinstance(some, list)]
    return [answer for some in told for answer in some]


def sweeper(clock: SetClock) -> Act:
    """A process that posts what time has brought."""
    return lambda connection: sweep_due(connection, Programmes(), clock=clock, new_id=new_id)


def test_many_who_reach_the_last_five_get_five(dsn: str) -> None:
    """Each of twelve buys three times, at eight tills at once: five vouchers, and 21 stamps stay stamps."""
    with cafe(dsn) as (shop, database):
        sent = [shop.buy(card, f"{card}-{number}", CUP) for number in range(3) for card in MEMBERS]
        acts = [teller(shop, sent[place::TILLS]) for place in range(TILLS)]
        answers = answers_of(database, acts)
        assert sum(len(answer.issued) for answer in answers) == 5
        assert read_tallies(shop.connection, {"pieces third"}) == {"pieces third": 5}
        left = shop.connection.execute(
            "select sum(available) from account where currency = 'stamps'"
        ).fetchone()
        assert left == (21,)


def giver(shop: Shop, giving: Giving) -> Act:
    """A process that gives stamps to somebody."""

    def act(connection: Connection) -> None:
        with connection.transaction():
            transfer_points(connection, Programmes(), giving, clock=shop.clock, new_id=new_id)

    return act


def test_gifts_and_purchases_that_reach_the_last_five_together_get_five(dsn: str) -> None:
    """Four members give two stamps each to four others, who buy meanwhile, and give some on: five vouchers, no more."""
    with cafe(dsn) as (shop, database):
        for number in range(2):
            for card in MEMBERS[:8]:
                shop.answer(shop.buy(card, f"{card}-{number}", CUP))
        pairs = [*zip(MEMBERS[:4], MEMBERS[4:8], strict=True), *zip(MEMBERS[4:8], MEMBERS[8:], strict=True)]
        acts = [
            giver(shop, Giving("app", f"gift-{place}", ("card", one), ("card", other), "stamps", 2))
            for place, (one, other) in enumerate(pairs)
        ]
        sent = [shop.buy(card, f"{card}-{number}", CUP) for number in range(2, 4) for card in MEMBERS[4:]]
        half = len(acts) // 2
        at_once(database, [*acts[:half], *(teller(shop, sent[place::half]) for place in range(half))])
        at_once(database, [*acts[half:], *acts[:half]])
        rows = shop.connection.execute("select count(*) from voucher").fetchone()
        assert rows == (5,)
        assert read_tallies(shop.connection, {"pieces third"}) == {"pieces third": 5}
        left = shop.connection.execute("select sum(available) from account where currency = 'stamps'")
        assert left.fetchone() == (16 + len(sent) - 15,)


def test_a_purchase_sent_eight_times_brings_one_voucher(dsn: str) -> None:
    """Whoever comes second has the first one's answer, which names the voucher."""
    with cafe(dsn) as (shop, database):
        for number in range(2):
            shop.answer(shop.buy("M0", f"v{number}", CUP))
        third = shop.buy("M0", "v2", CUP)
        answers = answers_of(database, [teller(shop, [third]) for _ in range(TILLS)])
        issued = {answer.issued for answer in answers}
        assert len(issued) == 1
        assert shop.connection.execute("select count(*) from voucher").fetchone() == (1,)


@pytest.mark.parametrize("seed", range(3))
def test_sweeps_and_purchases_race_to_bring_what_matured(dsn: str, seed: int) -> None:
    """Points that can be used from midnight on bring each member one pot, whoever looks first."""
    with cafe(dsn) as (shop, database):
        for card in MEMBERS:
            shop.answer(Submission("till", "card", card, Activity("tea", f"tea-{card}", shop.clock.now())))
        shop.clock.instant += timedelta(days=2)
        late = SetClock(shop.clock.now())
        bought = [shop.buy(card, f"p-{card}", CUP) for card in MEMBERS]
        acts = [teller(shop, bought[place::4]) for place in range(4)]
        for place in range(TILLS - len(acts)):
            acts.insert((place + seed) % len(acts), sweeper(late))
        at_once(database, acts)
        shop.sweep()
        rows = shop.connection.execute("select reward, count(*) from voucher group by 1").fetchall()
        assert rows == [("pot", len(MEMBERS))]

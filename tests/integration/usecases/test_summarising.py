"""What a programme has come to, in figures."""

from collections.abc import Iterator

import psycopg
import pytest
from tests.integration.usecases.paying import MILK, Checkout
from tests.integration.usecases.shop import Shop

from tessera.engine.activity import Line
from tessera.usecases.summarise_programme import summarise_programme

PROGRAMME = """\
programme: {id: inn, name: Inn, money: USD, timezone: Europe/Chisinau}
currencies:
  miles: {name: {en: [mile, miles]}, scale: 1, worth: 0.10}
  points: {name: {en: [point, points]}, worth: 0.01}
  cash: {name: cash back, unit: money}
  stars: {name: {en: [star, stars]}}
earn:
  miles: {on: purchase, give: {miles: 1, per: 8.00}}
  points: {on: purchase, give: {points: 3, per: 1.00}}
  cash: {on: purchase, give: {cash: 2%}}
  stars: {on: purchase, give: {stars: 1}}
"""


@pytest.fixture
def inn(dsn: str) -> Iterator[Shop]:
    """An inn with four currencies."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        yield Shop(connection, programme=PROGRAMME)


def test_what_is_owed_goes_by_whole_points_whatever_the_smallest_unit(inn: Shop) -> None:
    """10.00 bring 12 tenths of a mile, which are worth 0.12 and not 1.20; rounded down to whole cents."""
    inn.enrol("ann")
    inn.answer(inn.buy("ann", "one", Line("1", 1000)))
    summary = summarise_programme(inn.connection, inn.programmes, clock=inn.clock)
    owed = {one.currency: (one.available, one.liability_minor) for one in summary.currencies}
    assert owed == {"miles": (12, 12), "points": (30, 30), "cash": (20, 20), "stars": (1, None)}
    assert {one.currency: one.scale for one in summary.currencies}["miles"] == 1


def test_what_is_set_aside_is_still_owed_and_what_was_spent_is_not(dsn: str) -> None:
    """Of 1,000 points 300 wait for a basket and 200 paid for another, which brought 8; half of what they paid came back."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Checkout(connection)
        shop.answer(shop.hold("aside", MILK, spend={"points": 300}))
        shop.answer(shop.pay("paid", MILK, spend={"points": 200}))
        (points,) = summarise_programme(connection, shop.programmes, clock=shop.clock).currencies
        assert (points.available, points.held, points.redeemed, points.liability_minor) == (
            508,
            300,
            200,
            808,
        )
        shop.answer(shop.back("ANN1", "back", "paid", Line("milk", 500, department="dairy")))
        (points,) = summarise_programme(connection, shop.programmes, clock=shop.clock).currencies
        assert (points.available, points.held, points.redeemed, points.liability_minor) == (
            604,
            300,
            100,
            904,
        )

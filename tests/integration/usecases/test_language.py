"""What the language may ask of a member and of a payment, through the database: kept with the answer, and proved."""

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from msgspec.structs import replace
from tests.integration.usecases.shop import DAY, NOON, Shop

from tessera.engine.activity import Activity, Line
from tessera.usecases.answers import Answer, Submission
from tessera.usecases.quote_activities import quote_activities

PROGRAMME = """\
programme: {id: hotel, name: Hotel, money: USD, timezone: America/New_York}
currencies:
  miles: {name: [mile, miles], worth: 0.10, scale: 1, expire: {on: 12-31, years: 1}}
earn:
  base: {on: purchase, give: {miles: 1, per: 10.00}, payment: {not: voucher}}
  fuel: {on: purchase, give: {miles: 1, per: {litre: 10}}}
  jump: {on: purchase, give: {miles: {50.00: 3, 100.00: 10}}}
  nights: {on: stay, give: {miles: 5, per: {night: 1}}, cap: {points: 12, per: member-year}}
  joined: {on: purchase, anniversary: week, multiply: 2, stack: add}
  review: {on: review, give: {miles: 2.5}, cooldown: {days: 7}}
  ferry: {on: crossing, sources: ferry, give: {miles: 4}}
"""


@pytest.fixture
def shop(dsn: str) -> Iterator[Shop]:
    """A hotel with one guest, who joined on June 5."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Shop(connection, programme=PROGRAMME)
        shop.enrol("ANN1")
        yield shop


def stay(shop: Shop, key: str, nights: int) -> Submission:
    """So many nights, from now."""
    activity = Activity("stay", key, shop.clock.now(), measures={"night": nights * 1000})
    return Submission("till", "card", "ANN1", activity)


def given(answer: Answer) -> dict[str, int]:
    return {granted.rule: granted.amount for granted in answer.granted}


def test_payments_units_and_steps_are_recorded_returned_and_proved(shop: Shop) -> None:
    """What the answer gave comes back to the last tenth, and everything is decided again in the same way."""
    diesel, shop_line = Line("d", 6000, 41_000, unit="litre"), Line("s", 4000)
    bought = shop.buy("ANN1", "p", diesel, shop_line)
    paid = replace(bought, activity=replace(bought.activity, payments={"voucher": 2500, "card": 7500}))
    answer = shop.answer(paid)
    assert given(answer) == {"base": 75, "fuel": 41, "jump": 100}
    assert answer.granted[0].expires_at == datetime(2028, 1, 1, 5, tzinfo=UTC)
    part = shop.answer(shop.back("ANN1", "r1", "p", Line("s", 0, 0)))
    assert {taken.rule: taken.amount for taken in part.taken_back} == {"base": 30, "jump": 70}
    rest = shop.answer(shop.back("ANN1", "r2", "p"))
    assert {taken.rule: taken.amount for taken in rest.taken_back} == {"base": 45, "fuel": 41, "jump": 30}
    assert shop.verify().ok


def test_the_day_of_joining_is_kept_with_the_answers_that_rest_on_it(shop: Shop) -> None:
    """Anniversaries and member years are decided again by `verify`, from the answer alone; a quote knows them too."""
    assert given(shop.answer(stay(shop, "s1", 2))) == {"nights": 100}
    assert given(shop.answer(stay(shop, "s2", 2))) == {"nights": 20}
    shop.clock.instant = NOON + 363 * DAY
    assert given(shop.answer(stay(shop, "s3", 1))) == {}
    late = shop.buy("ANN1", "p", Line("a", 1000))
    (quote,) = quote_activities(shop.connection, shop.programmes, [late], clock=shop.clock)
    assert isinstance(quote, Answer)
    assert given(quote) == given(shop.answer(late)) == {"base": 10, "joined": 10}
    shop.clock.instant = NOON + 366 * DAY
    assert given(shop.answer(stay(shop, "s4", 1))) == {"nights": 50}
    back = shop.answer(shop.back("ANN1", "r", "s1"))
    assert [taken.amount for taken in back.taken_back] == [100]
    assert shop.verify().ok


def test_a_cool_down_that_a_return_frees_can_be_used_again(shop: Shop) -> None:
    """A review taken back makes room for another, within the week."""
    assert given(shop.answer(shop.review("ANN1", "v1"))) == {"review": 25}
    shop.clock.instant += DAY
    assert given(shop.answer(shop.review("ANN1", "v2"))) == {}
    shop.answer(shop.back("ANN1", "r", "v1"))
    assert given(shop.answer(shop.review("ANN1", "v3"))) == {"review": 25}
    assert shop.verify().ok


def test_who_reports_is_kept_with_the_answer(shop: Shop) -> None:
    """A partner's rate is for what that partner's key reports; a quote knows it, and `verify` decides it again."""
    crossing = Submission("ferry", "card", "ANN1", Activity("crossing", "c", shop.clock.now()))
    (quote,) = quote_activities(shop.connection, shop.programmes, [crossing], clock=shop.clock)
    assert isinstance(quote, Answer)
    assert given(quote) == given(shop.answer(crossing)) == {"ferry": 40}
    assert given(shop.answer(replace(crossing, source="till"))) == {}
    assert shop.verify().ok

"""Conversions on set dates, through the books: once, as of their date, from the right lots, and proved."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from msgspec.structs import replace
from tests.integration.usecases.shop import DAY, Shop

from tessera.engine.activity import Line
from tessera.kit.ids import new_id
from tessera.usecases.convert_days import convert_days
from tessera.usecases.read_balances import read_balances

HEAD = """\
programme: {id: club, name: Club, money: USD, timezone: America/New_York}
currencies:
  points: {name: [point, points], worth: 0.01, expire: {months: 3, round: quarter-end}}
  coins: {name: [coin, coins], expire: {days: 20}}
  cash: {name: cash back, unit: money, expire: {years: 2}}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
  later: {on: order, give: {points: 1, per: 1.00}, pending: {days: 14}}
  short: {on: visit, give: {points: 10}, expire: {days: 5}}
"""
PAYDAY = "payday: {every: {points: 100}, give: {cash: 1.00}, on: quarter-end, at-least: 200}"
START = datetime(2026, 7, 2, 12, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 1, 4, tzinfo=UTC)  # midnight in New York, as the third quarter ends
WINTER = datetime(2027, 1, 1, 5, tzinfo=UTC)


def document(*conversions: str) -> str:
    return HEAD + "convert:\n" + "".join(f"  {conversion}\n" for conversion in conversions)


class Club(Shop):
    """A shop that converts; its scheduler has run up to the day on which it opened."""

    def __init__(self, connection: psycopg.Connection, *conversions: str) -> None:
        super().__init__(connection, programme=document(*conversions), now=START)
        (self.ann,) = self.enrol("ANN1")
        assert self.convert() == 0

    def convert(self, *, limit: int = 500) -> int:
        """Run until there is nothing more; how many conversions were recorded."""
        recorded = 0
        while True:
            with self.connection.transaction():
                batch = convert_days(
                    self.connection, self.programmes, clock=self.clock, new_id=new_id, limit=limit
                )
            recorded += batch.recorded
            assert batch.failed == ()
            if not batch.more:
                return recorded

    def spend(self, dollars: int, key: str, *, at: datetime | None = None, card: str = "ANN1") -> None:
        """A purchase, a point for each dollar."""
        self.answer(self.buy(card, key, Line("1", dollars * 100), at=at))

    def has(self, member_id: UUID | None = None) -> dict[str, int]:
        """What can be used now, by currency."""
        balances = read_balances(
            self.connection, self.programmes, member_id or self.ann, at=None, clock=self.clock
        ).balances
        return {currency: balance.available for currency, balance in balances.items() if balance.available}

    def moved(self, *, but: str = "earned") -> list[tuple[str, str, int, datetime]]:
        """The postings that are no earnings, in the order of the books: currency, kind, amount, instant."""
        return self.connection.execute(
            "select currency, kind, amount, effective_at from posting where kind <> %s"
            " order by recorded_at, effective_at, activity_id is null, currency desc, version",
            (but,),
        ).fetchall()


@pytest.fixture
def club(dsn: str) -> Iterator[Club]:
    """Points become cash back at each quarter's end. Its books must prove themselves in the end."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        club = Club(connection, PAYDAY)
        yield club
        assert club.verify().differences == []


def test_a_conversion_happens_by_itself_at_the_midnight_of_its_date(club: Club) -> None:
    """Not a moment before, in whole steps, once however often the scheduler runs; what is left stays."""
    club.spend(730, "p")
    club.clock.instant = AUTUMN - timedelta(microseconds=1)
    assert club.convert() == 0
    club.clock.instant = AUTUMN
    assert club.convert() == 1
    assert club.convert() == 0
    assert club.moved() == [("points", "converted", -700, AUTUMN), ("cash", "converted", 700, AUTUMN)]
    assert club.has() == {"points": 30, "cash": 700}


def test_too_little_is_left_alone_and_leaves_no_trace(club: Club) -> None:
    """Less than `at-least` stays for the next date, and joins what comes until then."""
    club.spend(199, "p")
    club.clock.instant = AUTUMN
    assert club.convert() == 0
    club.spend(1, "q")
    club.clock.instant = WINTER
    assert club.convert() == 1
    assert club.has() == {"cash": 200}


def test_what_is_given_has_a_lot_with_its_own_terms(club: Club) -> None:
    """Usable at once, and it lasts as its currency says, from the date on."""
    club.spend(250, "p")
    club.clock.instant = AUTUMN + DAY
    assert club.convert() == 1
    lots = club.connection.execute(
        "select granted, remaining, available_at, expires_at from lot where currency = 'cash'"
    ).fetchall()
    end = datetime(2028, 10, 2, 4, tzinfo=UTC)
    assert lots == [(200, 200, AUTUMN, end)]
    club.clock.instant = end
    club.sweep()
    assert club.has() == {}


def test_the_oldest_points_are_taken_first(club: Club) -> None:
    """By their expiry, whatever the order in which they came."""
    club.spend(150, "old")
    club.clock.instant = AUTUMN - 5 * DAY
    club.spend(120, "new")
    club.clock.instant = AUTUMN
    assert club.convert() == 1
    left = club.connection.execute("select remaining from lot where currency = 'points' order by lot_version")
    assert left.fetchall() == [(0,), (70,)]


def test_what_ends_with_the_midnight_is_converted_and_only_the_rest_expires(dsn: str) -> None:
    """Points to the end of the quarter can be used until then; the history shows no expiry that never was."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        club = Club(connection, PAYDAY)
        club.publish(
            document(PAYDAY).replace("months: 3, round: quarter-end", "months: 1, round: quarter-end")
        )
        club.spend(340, "p")
        club.clock.instant = AUTUMN
        assert club.convert() == 1
        club.sweep()
        assert club.moved() == [
            ("points", "converted", -300, AUTUMN),
            ("cash", "converted", 300, AUTUMN),
            ("points", "expired", -40, AUTUMN),
        ]
        assert club.verify().differences == []


@pytest.mark.parametrize("touched", ["nothing", "a sweep", "a purchase", "a sweep and a return"])
def test_after_a_standstill_each_date_is_made_up_as_of_its_own_instant(club: Club, touched: str) -> None:
    """What expired meanwhile is converted all the same, what came later is not: months late ends as on time."""
    club.spend(340, "p")  # expires with the year
    club.clock.instant = AUTUMN + 30 * DAY
    club.spend(500, "later")
    club.clock.instant = WINTER + 100 * DAY  # nothing ran for half a year
    if "sweep" in touched:
        club.sweep()
    if touched == "a purchase":
        club.spend(7, "now")
    if "return" in touched:
        club.answer(club.back("ANN1", "back", "later", Line("1", 10000)))
    assert club.convert() == 2
    club.sweep()
    converted = [row for row in club.moved() if row[1] == "converted"]
    assert converted[:2] == [("points", "converted", -300, AUTUMN), ("cash", "converted", 300, AUTUMN)]
    second = 400 if "return" in touched else 500
    assert converted[2:] == [
        ("points", "converted", -second, WINTER),
        ("cash", "converted", second, WINTER),
    ]
    gone = {"expired": 40, "restored": 0} | {
        kind: -amount if kind == "expired" else amount
        for kind, amount in club.connection.execute(
            "select kind, sum(amount)::int from posting where currency = 'points'"
            " and kind in ('expired', 'restored') group by 1"
        )
    }
    assert gone["expired"] - gone["restored"] == 40
    assert (gone["restored"] == 0) == (touched == "nothing")
    assert club.has() == ({"points": 7} if touched == "a purchase" else {}) | {"cash": 300 + second}


def test_points_that_wait_on_the_date_are_not_converted(club: Club) -> None:
    """Not even when they can be used by the time the date is made up."""
    club.clock.instant = AUTUMN - 3 * DAY
    club.spend(200, "p")
    order = club.buy("ANN1", "o", Line("1", 30000))
    club.record(replace(order, activity=replace(order.activity, type="order")))
    club.clock.instant = AUTUMN + 20 * DAY
    club.sweep()
    assert club.convert() == 1
    assert club.has() == {"points": 300, "cash": 200}

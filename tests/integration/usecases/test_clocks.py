"""Clocks that jump, nights of 23 and 25 hours, leap days and short months: through recording, reading and sweeping."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from psycopg import Connection
from tests.integration.usecases.paying import Checkout
from tests.integration.usecases.shop import DAY, NOON, Shop

from tessera.engine.activity import Line
from tessera.kit.codes import RefusalCode
from tessera.kit.problems import NoProgramme
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Recorded
from tessera.usecases.read_balances import read_balances

MILK = Line("milk", 1000, department="dairy")
A_MOMENT = timedelta(microseconds=1)
CLUB = """\
programme: {{id: club, name: Club, money: EUR, timezone: {zone}}}
currencies:
  points: {{name: {{en: [point, points]}}, worth: 0.01, pending: {pending}, expire: {expire}}}
earn:
  visit: {{on: visit, give: {{points: 10}}, cap: {{times: 1, per: day}}}}
  review: {{on: review, give: {{points: 5}}}}
  joined: {{on: enrolment, give: {{points: 1}}, pending: none}}
"""

# A night on which the clocks change, by its first local day. In Santiago and Cairo they change at midnight itself, on Lord
# Howe by half an hour; Kathmandu never changes, and is three quarters of an hour off.
NIGHTS = [
    ("America/New_York", "2026-03-07"),
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-10-31"),
    ("America/New_York", "2026-11-01"),
    ("Europe/Chisinau", "2026-03-28"),
    ("Europe/Chisinau", "2026-03-29"),
    ("Europe/Chisinau", "2026-10-24"),
    ("Europe/Chisinau", "2026-10-25"),
    ("America/Santiago", "2026-04-04"),
    ("America/Santiago", "2026-09-05"),
    ("Africa/Cairo", "2026-04-23"),
    ("Africa/Cairo", "2026-10-29"),
    ("Australia/Lord_Howe", "2026-04-04"),
    ("Australia/Lord_Howe", "2026-10-03"),
    ("Asia/Kathmandu", "2026-03-08"),
]
Clubs = Callable[..., Shop]


@pytest.fixture
def club(dsn: str) -> Any:
    """Opens a club in a time zone at an instant, with its own terms; its books must prove themselves at the end."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        opened: list[Shop] = []

        def open_club(zone: str, now: datetime, *, pending: str = "none", expire: str = "{days: 2}") -> Shop:
            opened.append(opened_in(connection, zone, now, pending, expire))
            return opened[-1]

        yield open_club
        assert opened[-1].verify().differences == []


def opened_in(connection: Connection, zone: str, now: datetime, pending: str, expire: str) -> Shop:
    shop = Shop(connection, programme=CLUB.format(zone=zone, pending=pending, expire=expire), now=now)
    shop.enrol("ANN1")
    return shop


def visit(shop: Shop, key: str) -> int:
    """Ann comes in, now; what it gave her."""
    submission = shop.review("ANN1", key)
    result = shop.answer(
        type(submission)("till", "card", "ANN1", type(submission.activity)("visit", key, shop.clock.now()))
    )
    return sum(grant.amount for grant in result.granted)


def first_instant(day: date, zone: str) -> datetime:
    """The first instant of a local day, found by asking the zone hour by hour and then closer."""
    late = datetime.combine(day, time(12), tzinfo=ZoneInfo(zone)).astimezone(UTC) + 2 * DAY
    early, step = late - 5 * DAY, timedelta(hours=1)
    while step >= A_MOMENT:
        while (early + step).astimezone(ZoneInfo(zone)).date() < day:
            early += step
        step /= 2
    return early + A_MOMENT


def available(shop: Shop) -> Balance:
    """Ann's points as anybody reads them now."""
    (ann,) = shop.connection.execute("select member_id from member").fetchone() or ()
    return read_balances(shop.connection, shop.programmes, ann, at=None, clock=shop.clock).balances["points"]


@pytest.mark.parametrize(("zone", "day"), NIGHTS)
def test_a_night_of_any_length_ends_a_day_once(club: Clubs, zone: str, day: str) -> None:
    """A day's cap counts from the first instant of the local day to the last; points mature with the next day's first
    instant, not a moment sooner, and expire with that of the third, whether a sweep comes or somebody reads.
    """
    today = date.fromisoformat(day)
    starts = [first_instant(today + number * DAY, zone) for number in range(4)]
    shop = club(zone, starts[0] - DAY, pending="{days: 1}")
    shop.clock.instant = starts[0] - A_MOMENT
    assert visit(shop, "yesterday") == 10
    shop.clock.instant = starts[0]
    assert visit(shop, "first") == 10
    shop.clock.instant = starts[1] - A_MOMENT
    assert visit(shop, "last") == 0
    matured = available(shop).available
    shop.clock.instant = starts[1]
    assert available(shop).available == matured + (0 if starts[1] == starts[0] else 10)
    shop.clock.instant = starts[3] - A_MOMENT
    shop.sweep()
    assert available(shop).available == 10
    shop.clock.instant = starts[3]
    assert available(shop).available == 0
    assert shop.sweep() == 1
    expired = "select effective_at from posting where kind = 'expired' order by version desc limit 1"
    assert shop.connection.execute(expired).fetchone() == (starts[3],)


@pytest.mark.parametrize(
    ("day", "terms", "first_bad_day"),
    [
        ("2026-01-28", "{months: 1}", "2026-03-01"),
        ("2026-01-29", "{months: 1}", "2026-03-01"),
        ("2026-01-30", "{months: 1}", "2026-03-01"),
        ("2026-01-31", "{months: 1}", "2026-03-01"),
        ("2028-01-29", "{months: 1}", "2028-03-01"),
        ("2028-01-31", "{months: 1}", "2028-03-01"),
        ("2028-02-29", "{months: 12}", "2029-03-01"),
        ("2028-02-29", "{years: 4}", "2032-03-01"),
        ("2026-05-31", "{months: 6}", "2026-12-01"),
        ("2026-08-31", "{months: 1, round: month-end}", "2026-10-01"),
        ("2028-01-31", "{months: 1, round: month-end}", "2028-03-01"),
        ("2027-11-30", "{months: 3, round: quarter-end}", "2028-04-01"),
        ("2028-02-29", "{days: 365}", "2029-03-01"),
        ("2028-02-29", "{days: 366}", "2029-03-02"),
    ],
)
def test_leap_days_and_short_months_expire_on_the_stated_day(
    club: Clubs, day: str, terms: str, first_bad_day: str
) -> None:
    """The last good day is the same day of the month, or its last; on the first instant of the day after it all is gone."""
    zone = "Europe/Chisinau"
    shop = club(zone, first_instant(date.fromisoformat(day), zone) + 12 * timedelta(hours=1), expire=terms)
    assert visit(shop, "v") == 10
    bad = first_instant(date.fromisoformat(first_bad_day), zone)
    shop.clock.instant = bad - A_MOMENT
    assert available(shop).available == 11
    shop.clock.instant = bad
    assert available(shop).available == 0
    shop.sweep()


@pytest.mark.parametrize("back", [timedelta(seconds=1), timedelta(hours=2), DAY, 40 * DAY])
def test_a_clock_that_jumps_back_takes_nothing_and_brings_nothing_back(club: Clubs, back: timedelta) -> None:
    """What has expired stays expired, keys keep their answers, what comes in is recorded, and nothing is posted a second
    time when the clock reaches the same instants again.
    """
    shop = club("Europe/Chisinau", NOON, pending="{days: 1}", expire="{days: 60}")
    visit(shop, "a")
    sent = shop.buy("ANN1", "p", MILK)
    (first,) = shop.record(sent)
    assert isinstance(first, Recorded)
    shop.clock.instant = NOON + 70 * DAY
    shop.sweep()
    assert available(shop) == Balance()
    shop.clock.instant -= back
    assert available(shop) == Balance()
    assert shop.record(sent) == [Recorded(first.answer, replayed=True)]
    assert visit(shop, "b") == 10
    shop.sweep()
    waits = back < 9 * DAY  # otherwise the points would have matured before what has expired did
    assert available(shop) == (Balance(pending=10) if waits else Balance(available=10))
    shop.clock.instant += back + 2 * DAY
    shop.sweep()
    assert available(shop) == Balance(available=10)
    expired = "select sum(amount)::int from posting where kind = 'expired'"
    assert shop.connection.execute(expired).fetchone() == (-11,)


def test_points_of_one_midnight_mature_together_though_some_come_after_a_jump_back(club: Clubs) -> None:
    """Some have matured, and the clock is set back before that midnight: what comes in for it, or for an earlier one, need
    not wait, so that nobody has to ask which of two equal lots could be used. What comes for a later one waits.
    """
    shop = club("Europe/Chisinau", NOON, pending="{days: 1}", expire="{days: 60}")
    visit(shop, "a")
    shop.clock.instant = first_instant((NOON + DAY).date(), "Europe/Chisinau") + timedelta(hours=1)
    shop.sweep()
    assert available(shop) == Balance(available=11)
    shop.clock.instant = NOON + timedelta(hours=1)
    shop.record(shop.review("ANN1", "same-midnight"))
    assert available(shop) == Balance(available=16)
    shop.clock.instant -= DAY
    shop.record(shop.review("ANN1", "earlier-midnight"))
    assert available(shop) == Balance(available=21)
    assert shop.verify().differences == []
    shop.clock.instant = NOON + DAY
    shop.record(shop.review("ANN1", "later-midnight"))
    assert available(shop) == Balance(available=21, pending=5)


def test_a_clock_that_jumps_far_ahead_and_is_set_right_again_loses_what_it_let_expire_and_no_more(
    club: Clubs,
) -> None:
    """A machine that believes for a moment that it is three years later lets points expire; the books say so, prove
    themselves, and go on from there at the right time.
    """
    shop = club("Europe/Chisinau", NOON, expire="{months: 12}")
    visit(shop, "a")
    shop.clock.instant = NOON + 3 * 365 * DAY
    shop.sweep()
    assert visit(shop, "from-the-future") == 10
    shop.clock.instant = NOON + DAY
    assert visit(shop, "b") == 10
    shop.sweep()
    assert available(shop) == Balance(available=20)


def test_a_hold_that_a_clock_ended_too_early_stays_over(dsn: str) -> None:
    """Set right again, the clock shows an instant before its end; the points are free, and can be spent or held anew."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Checkout(connection)
        shop.answer(shop.hold("first", MILK, spend={"points": 300}))
        shop.clock.instant += DAY
        assert shop.sweep() == 1
        shop.clock.instant = NOON
        assert shop.answer(shop.pay("late", MILK, hold="first")).refusal == RefusalCode.HOLD_OVER
        shop.answer(shop.hold("again", MILK, spend={"points": 500}))
        shop.answer(shop.pay("other", MILK, spend={"points": 500}))
        assert shop.answer(shop.pay("paid", MILK, hold="again")).paid[0].payment.points == 500
        assert shop.balance == Balance(available=10)
        assert shop.verify().differences == []


def test_a_clock_before_the_first_version_decides_nothing_and_remembers_nothing(club: Clubs) -> None:
    """A machine that wakes up in 1970 is told that no programme was in force; set right, the same key goes in."""
    shop = club("Europe/Chisinau", NOON)
    shop.clock.instant = datetime(1970, 1, 1, tzinfo=UTC)
    (problem,) = shop.record(shop.review("ANN1", "v"))
    assert isinstance(problem, NoProgramme)
    assert shop.sweep() == 0
    shop.clock.instant = NOON + DAY
    assert isinstance(shop.record(shop.review("ANN1", "v"))[0], Recorded)

"""What time brings: maturity and expiry, swept or found on the way; adjustments; as-of balances."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from tests.database import FreshDatabase
from tests.integration.usecases.shop import DAY, NOON, Shop

from tessera.engine.activity import Line
from tessera.kit.codes import RefusalCode
from tessera.kit.problems import InvalidValue
from tessera.usecases.adjust_points import adjustment
from tessera.usecases.answer_parts import Balance
from tessera.usecases.read_balances import read_balances

pytestmark = pytest.mark.every_postgresql

MILK = Line("milk", 1000, department="dairy")
MATURES = datetime(2026, 6, 19, 4, tzinfo=UTC)  # midnight in New York, fourteen days on
EXPIRES = datetime(2026, 8, 5, 4, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)


def history(shop: Shop) -> list[tuple[str, int, datetime]]:
    """Postings in points: kind, amount, and when they took effect."""
    ordered = "select kind, amount, effective_at from posting where currency = 'points' order by account_id, version"
    return shop.connection.execute(ordered).fetchall()


def test_points_mature_and_expire_at_local_midnights(shop: Shop) -> None:
    """Not a moment before, and at that very instant; each posted as of the instant at which it was due."""
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p", MILK))
    shop.clock.instant = MATURES - A_MOMENT
    assert shop.sweep() == 0
    shop.clock.instant = MATURES
    assert shop.sweep() == 1
    shop.clock.instant = EXPIRES + 3 * DAY
    shop.sweep()
    assert history(shop)[-2:] == [("matured", 40, MATURES), ("expired", -140, EXPIRES)]


def test_a_second_sweep_finds_nothing(shop: Shop) -> None:
    """Sweeping again changes nothing, and an account with nothing due is not looked at."""
    shop.enrol("ANN1", "BOB1")
    shop.record(shop.buy("ANN1", "p", MILK))
    shop.clock.instant += 100 * DAY
    assert shop.sweep() == 2
    before = history(shop)
    assert shop.sweep() == 0
    assert history(shop) == before
    assert shop.connection.execute("select count(*) from due").fetchone() == (0,)


def test_sweeping_often_or_never_ends_in_the_same_postings(fresh_database: FreshDatabase) -> None:
    """An activity posts what no sweep has posted yet, at the instants at which it was due."""
    histories = []
    for often in (True, False):
        with fresh_database() as dsn, psycopg.connect(dsn, autocommit=True) as connection:
            shop = Shop(connection)
            shop.enrol("ANN1")
            for day in range(90):
                shop.clock.instant += DAY
                if often:
                    shop.sweep()
                if day % 23 == 0:
                    shop.record(shop.buy("ANN1", f"p{day}", MILK), shop.review("ANN1", f"v{day}"))
            shop.sweep()
            assert shop.verify().differences == []
            histories.append(history(shop))
    assert histories[0] == histories[1]


def test_reading_settles_in_memory_and_writes_nothing(shop: Shop) -> None:
    """Balances are right though no sweep has run; the past is told as the books had it."""
    (ann,) = shop.enrol("ANN1")
    shop.clock.instant += DAY
    shop.record(shop.buy("ANN1", "p", MILK))
    shop.clock.instant += 20 * DAY
    before = history(shop)
    now = read_balances(shop.connection, shop.programmes, ann, at=None, clock=shop.clock)
    assert now.balances["points"] == Balance(available=140)
    then = read_balances(shop.connection, shop.programmes, ann, at=NOON, clock=shop.clock)
    assert then.balances["points"] == Balance(available=100)
    assert history(shop) == before
    with pytest.raises(InvalidValue):
        read_balances(shop.connection, shop.programmes, ann, at=shop.clock.instant + DAY, clock=shop.clock)


def test_an_adjustment_gives_and_takes_with_a_reason(shop: Shop) -> None:
    """Given points last as the currency's do; taken ones are those that expire first, never more than there are."""
    (ann,) = shop.enrol("ANN1")
    shop.clock.instant += 10 * DAY
    assert shop.answer(shop.adjust(ann, "plus", 50)).balances["points"] == Balance(available=150)
    assert shop.answer(shop.adjust(ann, "minus", -120)).balances["points"] == Balance(available=30)
    lots = "select granted, remaining from lot where currency = 'points' order by expires_at"
    assert shop.connection.execute(lots).fetchall() == [(100, 0), (50, 30)]
    assert shop.answer(shop.adjust(ann, "more", -31)).refusal == RefusalCode.INSUFFICIENT_POINTS


@pytest.mark.parametrize(
    ("points", "reason", "field"), [(0, "x", "points"), (10**9 + 1, "x", "points"), (1, " ", "reason")]
)
def test_an_adjustment_of_nothing_or_without_a_reason_is_refused(
    points: int, reason: str, field: str
) -> None:
    """The problem names the field."""
    with pytest.raises(InvalidValue) as problem:
        adjustment(
            source="desk", key="k", member_id="m", currency="points", points=points, reason=reason, occurred_at=NOON
        )  # fmt: skip
    assert problem.value.facts["field"] == field


def test_an_adjustment_in_an_unknown_currency_is_refused(shop: Shop) -> None:
    """A decided refusal, remembered like any other."""
    (ann,) = shop.enrol("ANN1")
    submission = adjustment(
        source="desk", key="k", member_id=str(ann), currency="gold", points=1, reason="x", occurred_at=NOON
    )  # fmt: skip
    assert shop.answer(submission).refusal == RefusalCode.UNKNOWN_CURRENCY

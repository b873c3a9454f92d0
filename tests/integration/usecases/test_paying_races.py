"""Tills that spend the same points at the same time, on real connections: each point is spent once."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import psycopg
import pytest
from psycopg import Connection
from tests import races
from tests.integration.usecases.paying import BREAD, MILK, Checkout

from tessera.engine.activity import Line
from tessera.kit.clock import SetClock
from tessera.kit.codes import RefusalCode
from tessera.kit.ids import new_id
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Answer, Recorded, Submission
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import record_activities
from tessera.usecases.sweep_due import sweep_due

TILLS = 8

Act = Callable[[Connection], object]


@contextmanager
def checkout(dsn: str) -> Iterator[tuple[Checkout, Database]]:
    """A shop, and a database for its tills; at the end its books prove themselves, also when all holds are over."""
    bounded = races.bounded(dsn)
    with psycopg.connect(bounded, autocommit=True) as connection, Database(bounded, size=TILLS) as database:
        shop = Checkout(connection)
        yield shop, database
        assert shop.verify().differences == []
        shop.clock.instant += timedelta(hours=1)
        shop.sweep()
        assert shop.verify().differences == []
        assert shop.balance.held == 0


def at_once(database: Database, acts: Sequence[Act]) -> list[object]:
    """Do all of it at the same time, each on a connection of its own."""
    return races.at_once([partial(database.insist, act) for act in acts])


def till(shop: Checkout, sent: Submission, *, clock: SetClock | None = None) -> Act:
    """Another process of the shop, that records this."""

    def act(connection: Connection) -> Answer:
        programmes = Programmes()
        (result,) = record_activities(
            connection, programmes, [sent], clock=clock or shop.clock, new_id=new_id
        )
        assert isinstance(result, Recorded), result
        return result.answer

    return act


def refusals(answers: Sequence[object]) -> list[str | None]:
    return [answer.refusal for answer in answers if isinstance(answer, Answer)]


def test_tills_that_spend_the_last_points_at_once_spend_them_once(dsn: str) -> None:
    """Of 1,000 points eight tills want 300 each, some out of hand and some by a hold: three get them."""
    wine = Line("wine", 600)
    with checkout(dsn) as (shop, database):
        wishes = [shop.pay(f"p{n}", wine, spend={"points": 300}) for n in range(TILLS // 2)]
        wishes += [shop.hold(f"h{n}", wine, spend={"points": 300}) for n in range(TILLS // 2)]
        answers = at_once(database, [till(shop, sent) for sent in wishes])
        assert refusals(answers).count(None) == 3
        assert set(refusals(answers)) == {None, RefusalCode.INSUFFICIENT_POINTS}
        balance = shop.balance
        spent = "select coalesce(-sum(amount), 0)::int from posting where kind = 'redeemed'"
        assert shop.connection.execute(spent).fetchone() == (900 - balance.held,)


def test_one_hold_in_many_checkouts_pays_for_one(dsn: str) -> None:
    """Whoever comes second finds it over; so does whoever sends another key for the same basket."""
    with checkout(dsn) as (shop, database):
        shop.answer(shop.hold("h", MILK, BREAD, spend={"points": 700}))
        wishes = [shop.pay(f"p{number}", MILK, BREAD, hold="h") for number in range(TILLS)]
        answers = at_once(database, [till(shop, sent) for sent in wishes])
        assert sorted(refusals(answers), key=str) == [None] + [RefusalCode.HOLD_OVER] * (TILLS - 1)
        assert shop.balance == Balance(available=308)


def test_a_checkout_sent_eight_times_is_one(dsn: str) -> None:
    """A till that does not hear the answer sends the same key again: the same hold, the same purchase."""
    with checkout(dsn) as (shop, database):
        hold = shop.hold("h", MILK, BREAD, spend={"points": 700})
        held = at_once(database, [till(shop, hold) for _ in range(TILLS)])
        assert shop.balance == Balance(available=300, held=700)
        paid = at_once(database, [till(shop, shop.pay("p", MILK, BREAD, hold="h")) for _ in range(TILLS)])
        assert shop.balance == Balance(available=308)
        for answers in (held, paid):
            assert len({answer.activity_id for answer in answers if isinstance(answer, Answer)}) == 1


@pytest.mark.parametrize("seed", range(4))
def test_a_capture_a_release_and_the_end_of_a_hold_race_and_one_of_them_resolves_it(
    dsn: str, seed: int
) -> None:
    """Whoever comes first decides what becomes of each hold, and the points are in one place in the end."""
    with checkout(dsn) as (shop, database):
        for number in range(3):
            shop.answer(shop.hold(f"h{number}", MILK, BREAD, spend={"points": 300}))
        late = SetClock(shop.clock.instant + timedelta(minutes=31))
        acts = [till(shop, shop.pay(f"p{number}", MILK, BREAD, hold=f"h{number}")) for number in range(3)]
        acts += [till(shop, shop.release(f"r{number}", f"h{number}")) for number in range(3)]
        acts.insert(
            seed * 2 % 7, lambda connection: sweep_due(connection, Programmes(), clock=late, new_id=new_id)
        )
        answers = at_once(database, acts)
        resolved = "select count(*) filter (where kind = 'redeemed'), count(*) filter (where kind = 'unheld') from posting"
        captured, freed = shop.connection.execute(resolved).fetchone() or (0, 0)
        assert captured + freed == 3
        assert captured == sum(1 for answer in answers if isinstance(answer, Answer) and answer.paid)
        assert set(refusals(answers)) <= {None, RefusalCode.HOLD_OVER}
        earned = sum(granted.amount for a in answers if isinstance(a, Answer) for granted in a.granted)
        assert shop.balance == Balance(available=1000 - 300 * captured + earned)

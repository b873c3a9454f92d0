"""The connection breaks before and after every single request of a transaction: trying again always ends the same."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import psycopg
import pytest
from psycopg import Connection
from tests.integration.faults.wire import Cut, Wire
from tests.integration.usecases.shop import DAY, PROGRAMME, Shop

from tessera.engine.activity import Activity, Line
from tessera.kit.activities import CONVERSION
from tessera.kit.ids import new_id
from tessera.kit.problems import Unavailable
from tessera.usecases.answers import Recorded, Submission
from tessera.usecases.database import Database
from tessera.usecases.enrol_members import Enrolment, enrol_members
from tessera.usecases.record_activities import record_activities
from tessera.usecases.sweep_due import sweep_due

MILK, TOY = Line("milk", 1000, department="dairy"), Line("toy", 9000, 2000)
CONVERT = "convert: {trade: {every: {points: 10}, give: {stars: 1}, on: {days: 1}}}\n"
MOVED = "currency, version, kind, contra, amount, available_after, pending_after, debt_after, rule_id, lot_version"

Call = Callable[[Connection], Recorded]
Prepare = Callable[[Shop, str], Call]
"""Makes everything ready for a card, and returns what shall then be done with it, as often as it takes."""


def recording(shop: Shop, submission: Submission) -> Call:
    """Record this one activity."""

    def call(connection: Connection) -> Recorded:
        (result,) = record_activities(
            connection, shop.programmes, [submission], clock=shop.clock, new_id=new_id
        )
        assert isinstance(result, Recorded), result
        return result

    return call


def a_purchase(shop: Shop, card: str) -> Call:
    shop.enrol(card)
    return recording(shop, shop.buy(card, card, MILK, TOY))


def a_return(shop: Shop, card: str) -> Call:
    """Of points of which some have matured meanwhile, and some went by hand."""
    (member,) = shop.enrol(card)
    shop.record(shop.buy(card, f"{card}-bought", MILK, TOY))
    shop.clock.instant += 15 * DAY
    shop.record(shop.adjust(member, f"{card}-taken", -150))
    return recording(shop, shop.back(card, card, f"{card}-bought"))


def an_adjustment(shop: Shop, card: str) -> Call:
    (member,) = shop.enrol(card)
    shop.record(shop.buy(card, f"{card}-bought", MILK))
    shop.clock.instant += 15 * DAY
    return recording(shop, shop.adjust(member, card, -110))


def an_enrolment(shop: Shop, card: str) -> Call:
    one = Enrolment(
        "till", card, card, "en", {"town": "Orhei"}, (("card", card), ("email", f"{card}@a.example"))
    )

    def call(connection: Connection) -> Recorded:
        (result,) = enrol_members(connection, shop.programmes, [one], clock=shop.clock, new_id=new_id)
        return result

    return call  # fmt: skip


def a_conversion(shop: Shop, card: str) -> Call:
    """Of points that have expired since its date, and are brought back."""
    (member,) = shop.enrol(card)
    shop.record(shop.buy(card, f"{card}-bought", MILK))
    date = shop.clock.now()
    shop.clock.instant += 90 * DAY
    shop.sweep()
    activity = Activity(CONVERSION, card, date, facts={"conversion": "trade"})
    return recording(shop, Submission("tessera", "id", str(member), activity))


@pytest.fixture
def wire(dsn: str) -> Iterator[Wire]:
    with Wire(dsn) as wire:
        yield wire


@pytest.fixture
def shop(dsn: str) -> Iterator[Shop]:
    """The shop as an onlooker sees it, on a connection that does not break; its books must prove themselves at the end."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Shop(connection, programme=PROGRAMME + CONVERT)
        yield shop
        assert shop.verify().differences == []


def settled(database: Database) -> None:
    """See the pool whole again, so that the next request counted is the use case's own."""
    with database.work() as connection:
        connection.execute("select")


def postings(shop: Shop, card: str) -> list[Any]:
    """A member's postings, ids and instants left out."""
    return shop.connection.execute(
        f"select {MOVED} from posting join member using (account_id) where name = %s order by 1, 2", (card,)
    ).fetchall()


def kept(shop: Shop, key: str) -> bool:
    return bool(shop.connection.execute("select from activity_key where key = %s", (key,)).rowcount)


@pytest.mark.parametrize("how", [Cut.BEFORE, Cut.AFTER])
@pytest.mark.parametrize("prepare", [a_purchase, a_return, an_adjustment, an_enrolment, a_conversion])
def test_a_retry_with_the_same_key_converges(shop: Shop, wire: Wire, prepare: Prepare, how: Cut) -> None:
    """Wherever it breaks the caller learns that the database was away, and the same call again ends in the same
    postings, once: decided anew, or, where the commit was carried out unheard, the stored answer.
    """
    prepare(shop, "CONTROL")(shop.connection)
    expected = postings(shop, "CONTROL")
    assert expected
    unheard = 0
    with Database(wire.dsn, size=1) as database:
        for number in count(1):
            card = f"CARD{number}"
            call = prepare(shop, card)
            settled(database)
            with wire.broken_at(number, how):
                try:
                    database.insist(call)
                except Unavailable:
                    assert wire.cut
                else:
                    assert not wire.cut
                    break
            committed = kept(shop, card)
            unheard += committed
            again = database.insist(call)
            assert again.replayed == committed
            assert database.insist(call) == Recorded(again.answer, replayed=True)
            assert postings(shop, card) == expected
    assert number > 5, "hardly a request was broken"  # one carries all that is asked, or written, together
    assert bool(unheard) == (how is Cut.AFTER)  # more than once where a statement was prepared meanwhile


@pytest.mark.every_postgresql
@pytest.mark.parametrize("how", list(Cut))
def test_a_sweep_that_breaks_is_swept_again(shop: Shop, wire: Wire, how: Cut) -> None:
    """What has matured and expired is posted once, whichever statement of the sweep was the last to be heard."""
    shop.enrol("CONTROL")
    shop.record(shop.buy("CONTROL", "control", MILK, TOY))
    shop.clock.instant += 90 * DAY
    shop.sweep()
    expected = postings(shop, "CONTROL")
    assert {"matured", "expired"} <= {kind for _, _, kind, *_ in expected}
    with Database(wire.dsn, size=1) as database:
        for number in count(1):
            card = f"CARD{number}"
            shop.enrol(card)
            shop.record(shop.buy(card, card, MILK, TOY))
            shop.clock.instant += 90 * DAY
            settled(database)
            with wire.broken_at(number, how):
                try:
                    database.insist(
                        lambda connection: sweep_due(
                            connection, shop.programmes, clock=shop.clock, new_id=new_id
                        )
                    )
                except Unavailable:
                    assert wire.cut
                else:
                    assert not wire.cut
                    break
            while database.insist(
                lambda connection: sweep_due(connection, shop.programmes, clock=shop.clock, new_id=new_id)
            ):
                pass
            assert postings(shop, card) == expected
    assert number > 5, "hardly a statement was broken"

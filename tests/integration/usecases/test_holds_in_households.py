"""Holds of members who share a balance: each is of whoever placed it, and nobody who leaves keeps anything set aside."""

from collections.abc import Iterator
from functools import partial

import psycopg
import pytest
from msgspec.structs import replace
from tests import races
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.sharing import PROGRAMME, Home
from tests.integration.usecases.test_sharing_races import came_of, leaving, racing, till

from tessera.engine.activity import Activity, Line
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Answer, Submission
from tessera.usecases.read_hold import HoldState, read_hold

TV = Line("tv", 40000)
REWARDS = """\
rewards:
  later: {price: {points: 60}, give: {voucher: 5.00}, valid: {days: 30}}
  last: {price: {points: 10}, give: {off: 2.00}, stock: 1}
  free: {give: {off: 1.00}, stock: 1}
"""


@pytest.fixture
def home(dsn: str) -> Iterator[Home]:
    """A household of Ann, a parent with 1,000 points, and Bob, a child; its books must prove themselves."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        home = Home(connection, programme=PROGRAMME + REWARDS)
        home.enrol("BOB1")
        home.household_id = home.found()
        home.let_in("BOB1", home.household_id, "child")
        yield home
        assert home.verify().differences == []


def held(home: Home, key: str, card: str, points: int = 50) -> Answer:
    """So many points set aside."""
    answer = home.answer(home.hold(key, TV, spend={"points": points}, card=card))
    assert answer.refusal is None
    return answer


@pytest.mark.parametrize(("owner", "other"), [("ANN1", "BOB1"), ("BOB1", "ANN1")])
def test_nobody_captures_or_releases_what_another_has_set_aside(home: Home, owner: str, other: str) -> None:
    """Neither a child the parent's nor the other way round; whoever placed it does."""
    held(home, "h1", owner)
    captured = home.answer(home.pay("c1", TV, hold="h1", card=other))
    released = home.answer(home.release("r1", "h1", card=other))
    assert captured.refusal == released.refusal == "other_members_hold"
    assert home.points(home.ann) == Balance(available=950, held=50)
    assert home.answer(home.pay("c2", TV, hold="h1", card=owner)).paid[0].payment.points == 50


def test_what_is_reported_of_a_purchase_names_whoever_bought(home: Home) -> None:
    """As a return does: the delivery of what Ann bought is not Bob's."""
    home.answer(home.buy("ANN1", "b1", TV))

    def delivered(key: str, card: str) -> Submission:
        return Submission("till", "card", card, Activity("delivery", key, home.clock.now(), of="b1"))

    assert home.answer(delivered("d1", "BOB1")).refusal == "other_members_purchase"
    assert home.answer(delivered("d2", "ANN1")).refusal is None


def test_whoever_took_a_reward_gives_it_back(home: Home) -> None:
    """What comes back is of the taker's limits: a child who gives back the parent's wins no room by it."""
    taken = Activity("redemption", "t1", home.clock.now(), rewards=("later",))
    voucher = home.answer(Submission("till", "card", "ANN1", taken)).activity_id
    back = Activity("cancellation", "x1", home.clock.now(), facts={"voucher": str(voucher)})
    assert home.answer(Submission("till", "card", "BOB1", back)).refusal == "other_members_voucher"
    again = Submission("till", "card", "ANN1", replace(back, key="x2"))
    assert home.answer(again).restored[0].points == 60


@pytest.mark.parametrize("by", [None, "ANN1"])
def test_leaving_gives_back_what_the_member_had_set_aside_and_nothing_else(
    home: Home, by: str | None
) -> None:
    """Also of who is removed; what others set aside stays so, and a till that comes too late is told that it is over."""
    held(home, "h1", "BOB1")
    held(home, "h2", "BOB1", 40)
    held(home, "over", "BOB1", 10)
    home.answer(home.release("r0", "over", card="BOB1"))
    held(home, "ann", "ANN1", 100)
    left = home.try_leave("BOB1", home.household_id, key="l", by=by).answer
    assert left.transfer is not None
    assert left.transfer.released == ("h1", "h2")
    assert home.try_leave("BOB1", home.household_id, key="l", by=by).answer.transfer == left.transfer
    assert home.points(home.ann) == Balance(available=900, held=100)
    captured = home.answer(home.pay("c1", TV, hold="h1", card="BOB1"))
    released = home.answer(home.release("r1", "h1", card="BOB1"))
    assert captured.refusal == released.refusal == "hold_over"
    assert home.answer(home.pay("c2", TV, hold="ann")).paid[0].payment.points == 100


def test_the_last_one_takes_along_what_was_set_aside_too(home: Home) -> None:
    """It is free again by then."""
    home.leave("BOB1", home.household_id)
    held(home, "h1", "ANN1", 300)
    left = home.leave("ANN1", home.household_id, key="last")
    assert left.transfer is not None
    assert left.transfer.released == ("h1",)
    assert home.points(home.ann) == Balance(available=1000)
    assert home.answer(home.pay("c1", TV, hold="h1")).refusal == "hold_over"


def test_a_piece_that_was_set_aside_is_there_for_others_again(home: Home) -> None:
    """As if the member had released it."""
    with_last = replace(home.hold("h1", TV, spend={}, card="BOB1").activity, rewards=("last",), spend=None)
    assert home.answer(Submission("till", "card", "BOB1", with_last)).refusal is None
    ann = replace(home.pay("p1", TV).activity, rewards=("last",))
    assert home.answer(Submission("till", "card", "ANN1", ann)).refusal == "out_of_stock"
    home.leave("BOB1", home.household_id)
    assert home.answer(Submission("till", "card", "ANN1", replace(ann, key="p2"))).refusal is None


def test_a_piece_that_was_set_aside_before_joining_is_there_again_too(home: Home) -> None:
    """It lies under the account that Eve had then, and the till is told what became of it; so with one merged into Eve."""
    eve, kim = home.enrol("EVE1", "KIM1")
    aside = replace(home.hold("h1", TV, spend={}, card="KIM1").activity, rewards=("free",), spend=None)
    assert home.answer(Submission("till", "card", "KIM1", aside)).refusal is None
    Desk(home).merge(kim, eve)
    home.let_in("EVE1", home.household_id)
    left = home.leave("EVE1", home.household_id)
    assert left.transfer is not None
    assert left.transfer.released == ("h1",)
    shown = read_hold(home.connection, source="till", key="h1", clock=home.clock)
    assert shown.state is HoldState.RELEASED
    ann = replace(home.pay("p1", TV).activity, rewards=("free",))
    assert home.answer(Submission("till", "card", "ANN1", ann)).refusal is None


def test_a_voucher_that_was_set_aside_can_be_used_by_others_again(home: Home) -> None:
    """It is the household's; also where nothing else was set aside with it."""
    taken = Activity("redemption", "t1", home.clock.now(), rewards=("later",))
    voucher = home.answer(Submission("till", "card", "ANN1", taken)).activity_id
    assert voucher is not None
    held = replace(home.hold("h1", TV, spend={}, card="BOB1").activity, vouchers=(voucher,), spend=None)
    assert home.answer(Submission("till", "card", "BOB1", held)).refusal is None
    ann = Submission("till", "card", "ANN1", replace(home.pay("p1", TV).activity, vouchers=(voucher,)))
    assert home.answer(ann).refusal is not None
    assert home.leave("BOB1", home.household_id).transfer is not None
    again = replace(ann, activity=replace(ann.activity, key="p2"))
    assert [one.taken.voucher for one in home.answer(again).redeemed] == [voucher]


@pytest.mark.every_postgresql
@pytest.mark.parametrize("first", ["leave", "capture"])
def test_leaving_while_a_hold_is_captured_pays_once_or_not_at_all(dsn: str, first: str) -> None:
    """Whoever gets the account first: it is captured and Bob leaves, or he has left and it is over."""
    with racing(dsn) as (home, database):
        home.enrol("BOB1")
        household_id = home.found()
        home.let_in("BOB1", household_id, "child")
        held(home, "h1", "BOB1")
        capture = till(home, home.pay("c1", TV, hold="h1", card="BOB1"))
        leave = leaving(home, "BOB1", household_id, key="l")
        goes_first, later = (leave, capture) if first == "leave" else (capture, leave)
        with races.held_up(home.connection, partial(came_of, database, later)) as came:
            done = [goes_first(home.connection)]
        (answer,) = came
        assert isinstance(answer, Answer)
        captured, left = (answer, done[0]) if first == "leave" else (done[0], answer)
        assert captured.refusal == ("hold_over" if first == "leave" else None)
        assert left.transfer is not None
        assert left.transfer.released == (("h1",) if first == "leave" else ())
        paid = 0 if first == "leave" else 50
        assert home.points(home.ann).held == 0
        assert home.points(home.ann).available == 1000 - paid + (0 if first == "leave" else 399)

"""Points that wait for an event, and members who are merged and parted meanwhile: nothing is lost, nothing doubled."""

from collections.abc import Iterator

import psycopg
import pytest
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.shop import DAY, Shop

from tessera.engine.activity import Activity, Line
from tessera.kit.codes import RefusalCode
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Answer, Submission

PROGRAMME = """\
programme: {id: club, name: Club, money: USD, timezone: UTC}
currencies:
  points:
    name: [point, points]
    worth: 0.01
    pending: {until: delivery, days: 2, at-most: {days: 20}, then: gone}
    expire: {days: 60}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
"""
TEN = Line("1", 1000)


class Mailorder:
    """A shop that delivers: Ann and Bob, of whom Bob has bought for ten points."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.desk = shop, Desk(shop)
        self.ann, self.bob = shop.enrol("ANN1", "BOB1")
        shop.record(shop.buy("BOB1", "p1", TEN))

    def deliver(self, key: str, of: str = "p1", *lines: str, card: str = "BOB1") -> Answer:
        """A purchase is delivered, or some lines of it."""
        named = tuple(Line(line, 0, 0) for line in lines)
        event = Activity("delivery", key, self.shop.clock.now(), lines=named, of=of)
        return self.shop.answer(Submission("till", "card", card, event))

    def wait(self, days: int) -> None:
        self.shop.clock.instant += days * DAY
        self.shop.sweep()

    def points(self) -> tuple[Balance, Balance]:
        """What Ann has, and what Bob has."""
        return self.desk.points(self.ann), self.desk.points(self.bob)


@pytest.fixture
def mailorder(dsn: str) -> Iterator[Mailorder]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Shop(connection, programme=PROGRAMME)
        yield Mailorder(shop)
        assert shop.verify().differences == []


@pytest.mark.parametrize("days", [1, 5, 30])
def test_what_was_released_while_merged_stays_released(mailorder: Mailorder, days: int) -> None:
    """Undone before it could be used, after that, and after the day by which the event had to come."""
    mailorder.desk.merge(mailorder.bob, mailorder.ann)
    mailorder.deliver("d1")
    mailorder.wait(days)
    answer = mailorder.desk.undo(mailorder.bob, mailorder.ann)
    assert answer.transfer is not None
    assert [(one.amount, one.kept) for one in answer.transfer.moved] == [(10, 0)]
    assert mailorder.points() == (Balance(), Balance(10) if days > 2 else Balance(0, 10))
    mailorder.wait(31)
    assert mailorder.points() == (Balance(), Balance(0 if days == 30 else 10))


def test_a_second_event_after_the_undoing_changes_nothing(mailorder: Mailorder) -> None:
    """The first one counted, though it came to Ann; the terms are those that it gave."""
    mailorder.desk.merge(mailorder.bob, mailorder.ann)
    mailorder.deliver("d1")
    mailorder.desk.undo(mailorder.bob, mailorder.ann)
    mailorder.wait(1)
    assert mailorder.deliver("d2").balances["points"] == Balance(0, 10)
    mailorder.wait(1)
    assert mailorder.points() == (Balance(), Balance(10))


def test_what_was_not_released_while_merged_goes_on_waiting(mailorder: Mailorder) -> None:
    """And is released once, for Bob; Ann's own purchase was delivered meanwhile, and stays with Ann."""
    mailorder.shop.record(mailorder.shop.buy("ANN1", "p2", TEN))
    mailorder.desk.merge(mailorder.bob, mailorder.ann)
    mailorder.deliver("d2", "p2")
    mailorder.desk.undo(mailorder.bob, mailorder.ann)
    mailorder.wait(3)
    assert mailorder.points() == (Balance(10), Balance(0, 10))
    mailorder.deliver("d1")
    mailorder.wait(3)
    assert mailorder.points() == (Balance(10), Balance(10))


def test_of_what_was_released_and_spent_the_rest_goes_back(mailorder: Mailorder) -> None:
    """Four of ten were spent; and a return of the purchase takes ten, the four that Bob no longer has as a debt."""
    mailorder.desk.merge(mailorder.bob, mailorder.ann)
    mailorder.deliver("d1")
    mailorder.wait(3)
    mailorder.shop.record(mailorder.shop.adjust(mailorder.ann, "spent", -4))
    mailorder.desk.undo(mailorder.bob, mailorder.ann)
    assert mailorder.points() == (Balance(), Balance(6))
    mailorder.shop.record(mailorder.shop.back("BOB1", "r1", "p1"))
    assert mailorder.points() == (Balance(), Balance(debt=4))


def test_what_was_released_further_on_comes_back_all_the_way(mailorder: Mailorder) -> None:
    """Bob became Ann and Ann became Kim; the delivery came to Kim. Both are undone after the last day of waiting."""
    (kim,) = mailorder.shop.enrol("KIM1")
    mailorder.desk.merge(mailorder.bob, mailorder.ann, key="m1")
    mailorder.desk.merge(mailorder.ann, kim, key="m2")
    mailorder.deliver("d1")
    mailorder.wait(30)
    mailorder.desk.undo(mailorder.ann, kim, key="u2")
    mailorder.desk.undo(mailorder.bob, mailorder.ann, key="u1")
    assert mailorder.points() == (Balance(), Balance(10))
    assert mailorder.desk.points(kim) == Balance()


def test_what_went_while_merged_does_not_come_back(mailorder: Mailorder) -> None:
    """No delivery came in time: the undoing tells that ten are kept, and an event afterwards brings nothing."""
    mailorder.desk.merge(mailorder.bob, mailorder.ann)
    mailorder.wait(21)
    answer = mailorder.desk.undo(mailorder.bob, mailorder.ann)
    assert answer.transfer is not None
    assert [(one.amount, one.kept) for one in answer.transfer.moved] == [(0, 10)]
    mailorder.deliver("late")
    assert mailorder.points() == (Balance(), Balance())


MILK, CUP, HAT = Line("milk", 1000), Line("cup", 2450), Line("hat", 3050)


def test_an_event_for_some_lines_releases_what_they_earned(mailorder: Mailorder) -> None:
    """The rest goes on waiting until its own event, or that of the whole; a line's second event changes nothing."""
    shop = mailorder.shop
    assert shop.answer(shop.buy("ANN1", "p2", MILK, CUP, HAT)).balances["points"] == Balance(0, 65)
    assert mailorder.deliver("d1", "p2", "cup", card="ANN1").refusal is None
    mailorder.wait(3)
    assert mailorder.points()[0] == Balance(25, 40)
    mailorder.deliver("d2", "p2", "cup", "milk", card="ANN1")
    mailorder.wait(3)
    assert mailorder.points()[0] == Balance(35, 30)
    mailorder.deliver("d3", "p2", card="ANN1")
    mailorder.wait(3)
    assert mailorder.points()[0] == Balance(65)


def test_lines_that_never_come_lose_their_points_alone(mailorder: Mailorder) -> None:
    """What was not delivered within twenty days is gone; what was lasts sixty days from the purchase."""
    shop = mailorder.shop
    shop.record(shop.buy("ANN1", "p2", MILK, CUP, HAT))
    mailorder.deliver("d1", "p2", "milk", "hat", card="ANN1")
    mailorder.wait(21)
    assert mailorder.points()[0] == Balance(40)
    mailorder.wait(40)
    assert mailorder.points()[0] == Balance()


def test_a_line_that_comes_back_takes_its_own_points(mailorder: Mailorder) -> None:
    """Delivered and spent, they are owed, though another line's still wait; not delivered, they wait no longer."""
    shop = mailorder.shop
    shop.record(shop.buy("ANN1", "p2", MILK, CUP, HAT))
    mailorder.deliver("d1", "p2", "cup", card="ANN1")
    mailorder.wait(3)
    shop.record(shop.adjust(mailorder.ann, "spent", -25))
    (back,) = shop.answer(shop.back("ANN1", "r1", "p2", Line("cup", 0, 400))).taken_back
    assert (back.amount, back.into_debt, mailorder.points()[0]) == (10, 10, Balance(0, 40, debt=10))
    (back,) = shop.answer(shop.back("ANN1", "r2", "p2", Line("milk", 0, 0))).taken_back
    assert (back.from_pending, mailorder.points()[0]) == (10, Balance(0, 30, debt=10))
    mailorder.deliver("d2", "p2", card="ANN1")
    mailorder.wait(3)
    assert mailorder.points()[0] == Balance(20)
    (rest,) = shop.answer(shop.back("ANN1", "r3", "p2")).taken_back
    assert (rest.amount, mailorder.points()[0]) == (45, Balance(debt=25))


def test_lines_are_told_apart_through_a_merge_and_its_undoing(mailorder: Mailorder) -> None:
    """Of three lines one is delivered before, one meanwhile, one afterwards: each releases its own, for Bob in the end."""
    shop, desk = mailorder.shop, mailorder.desk
    shop.record(shop.buy("BOB1", "p2", MILK, CUP, HAT))
    mailorder.deliver("d1", "p2", "milk")
    desk.merge(mailorder.bob, mailorder.ann)
    mailorder.deliver("d2", "p2", "cup")
    mailorder.wait(3)
    assert mailorder.points() == (Balance(35, 40), Balance(35, 40))
    desk.undo(mailorder.bob, mailorder.ann)
    mailorder.deliver("d3", "p2", "hat")
    mailorder.wait(3)
    assert mailorder.points() == (Balance(), Balance(65, 10))
    shop.record(shop.back("BOB1", "r1", "p2", Line("hat", 0, 0)))
    assert mailorder.points() == (Balance(), Balance(35, 10))


def test_a_line_that_the_purchase_does_not_have_is_refused(mailorder: Mailorder) -> None:
    """And nothing is released, not even for the line that it has."""
    shop = mailorder.shop
    shop.record(shop.buy("ANN1", "p2", MILK, CUP))
    answer = mailorder.deliver("d1", "p2", "milk", "hat", card="ANN1")
    assert (answer.refusal, answer.refusal_detail) == (
        RefusalCode.LINE_NOT_IN_PURCHASE,
        "The purchase has no line 'hat'.",
    )
    mailorder.wait(3)
    assert mailorder.points()[0] == Balance(0, 34)

"""Points that wait for an event, and members who are merged and parted meanwhile: nothing is lost, nothing doubled."""

from collections.abc import Iterator

import psycopg
import pytest
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.shop import DAY, Shop

from tessera.engine.activity import Activity, Line
from tessera.usecases.answers import Answer, Balance, Submission

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

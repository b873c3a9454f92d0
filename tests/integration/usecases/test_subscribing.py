"""Orders of a subscription that points pay for by themselves: as far as the member said, and never more than there is."""

from collections.abc import Iterator, Mapping

import msgspec
import psycopg
import pytest
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.rewarding import BREAD, MILK, Counter
from tests.integration.usecases.shop import DAY

from tessera.engine.activity import Line
from tessera.engine.payment import MOST
from tessera.kit.problems import InvalidValue
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Answer, Recorded, Submission
from tessera.usecases.pay_subscription import list_subscriptions, pay_subscription

BOX = Line("box", 2_000)


class Subscribing(Counter):
    """A shop that sends a box each week."""

    def let(self, subscription: str, spend: Mapping[str, int]) -> dict[str, dict[str, int]]:
        """Ann lets points pay for a subscription."""
        return pay_subscription(
            self.connection, self.programmes, self.ann, subscription, spend, clock=self.clock
        )

    def order(
        self, key: str, *lines: Line, of: str = "weekly-box", spend: Mapping[str, int] | None = None
    ) -> Submission:
        """An order of a subscription."""
        sent = self.take(key, *lines, spend=spend)
        return msgspec.structs.replace(
            sent, activity=msgspec.structs.replace(sent.activity, facts={"subscription": of})
        )


@pytest.fixture
def shop(dsn: str) -> Iterator[Subscribing]:
    """A shop, whose books prove themselves at the end."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        own = Subscribing(connection)
        yield own
        assert own.verify().differences == []
        own.clock.instant += 400 * DAY
        own.sweep()
        assert own.verify().differences == []


def paid(answer: Answer) -> int:
    """How many points paid."""
    return sum(one.payment.points for one in answer.paid)


def test_points_pay_for_each_order_until_they_are_gone(shop: Subscribing) -> None:
    """Up to a half of 20.00, in whole dollars: all but what is less than a step; then money does. A quote says so."""
    assert shop.let("weekly-box", {"points": MOST}) == {"weekly-box": {"points": MOST}}
    quoted = shop.quote(shop.order("", BOX))
    first = shop.answer(shop.order("o1", BOX))
    assert paid(quoted) == paid(first) == 1000
    assert (first.due_minor, quoted.due_minor) == (1000, 1000)
    assert shop.balance == Balance(available=10)
    second = shop.answer(shop.order("o2", BOX))
    assert (second.refusal, paid(second)) == (None, 0)


def test_never_more_than_the_member_said(shop: Subscribing) -> None:
    """Three dollars an order; another subscription, and a purchase that says itself how it is paid, are not touched."""
    shop.let("weekly-box", {"points": 350})
    assert paid(shop.answer(shop.order("o1", BOX))) == 300
    assert paid(shop.answer(shop.order("o2", BOX, of="coffee"))) == 0
    assert paid(shop.answer(shop.order("o3", BOX, spend={"points": 100}))) == 100
    assert paid(shop.answer(shop.take("p", MILK))) == 0


def test_fewer_than_ever_pay_are_refused_when_they_are_said(shop: Subscribing) -> None:
    """A hundred points pay at least; ninety-nine would pay for no order, and nobody would be told. Nothing is said then."""
    with pytest.raises(InvalidValue, match="99 of 'points' would never pay: 100 pay at least"):
        shop.let("weekly-box", {"points": 99})
    assert list_subscriptions(shop.connection, shop.ann) == {}
    shop.let("weekly-box", {"points": 100})
    assert paid(shop.answer(shop.order("o1", BOX))) == 100


def test_what_was_said_can_be_changed_and_stopped(shop: Subscribing) -> None:
    """An order that was recorded stays as it was, also when it is sent again; its return gives the points back."""
    shop.let("weekly-box", {"points": MOST})
    sent = shop.order("o1", BOX)
    first = shop.answer(sent)
    assert shop.let("weekly-box", {}) == {}
    assert list_subscriptions(shop.connection, shop.ann) == {}
    assert shop.record(sent) == [Recorded(first, replayed=True)]
    assert paid(shop.answer(shop.order("o2", BREAD))) == 0
    back = shop.answer(shop.back("ANN1", "b", "o1"))
    assert [(one.points, one.to_lots) for one in back.refunded] == [(1000, 1000)]


def test_only_a_currency_that_pays_can_be_let(shop: Subscribing) -> None:
    """The field is named, and nothing is kept."""
    with pytest.raises(InvalidValue, match="not paid with"):
        shop.let("weekly-box", {"stars": 5})
    assert list_subscriptions(shop.connection, shop.ann) == {}


def test_what_a_merged_member_said_holds_for_who_they_became(shop: Subscribing) -> None:
    """Nobody has to say it again; what the other says goes first, what is stopped is stopped, an undoing gives it back."""
    (bob,) = shop.enrol("BOB1")
    for subscription in ("weekly-box", "coffee", "tea"):
        pay_subscription(
            shop.connection, shop.programmes, bob, subscription, {"points": 300}, clock=shop.clock
        )
    shop.let("coffee", {"points": MOST})
    desk = Desk(shop)
    desk.merge(bob, shop.ann)
    assert paid(shop.answer(shop.order("o1", BOX))) == 300
    told = {"weekly-box": {"points": 300}, "coffee": {"points": MOST}, "tea": {"points": 300}}
    assert list_subscriptions(shop.connection, bob) == list_subscriptions(shop.connection, shop.ann) == told
    assert "tea" not in shop.let("tea", {})
    assert paid(shop.answer(shop.order("o2", BOX, of="tea"))) == 0
    desk.undo(bob, shop.ann)
    assert list_subscriptions(shop.connection, bob) == {
        "weekly-box": {"points": 300},
        "coffee": {"points": 300},
    }
    assert list_subscriptions(shop.connection, shop.ann) == {"coffee": {"points": MOST}}

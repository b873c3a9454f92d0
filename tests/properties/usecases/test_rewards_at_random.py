"""Any life of two members among rewards, on PostgreSQL: nothing runs over, no point is lost, and all of it is proved."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import timedelta
from uuid import UUID

import psycopg
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from psycopg import Connection
from tests.database import FreshDatabase
from tests.integration.usecases.shop import DAY
from tests.integration.usecases.test_redeeming import Kiosk

from tessera.catalogue.tallies import read_tallies
from tessera.engine.activity import Line
from tessera.usecases.answers import Answer, Recorded, Submission

PROGRAMME = """\
programme: {id: corner-club, name: Corner Club, money: USD, timezone: UTC}
currencies: {points: {name: [point, points], worth: 0.01}}
spend: {points: {step: 10, at-most: {share: 50%}, hold: {minutes: 30}}}
earn: {base: {on: purchase, give: {points: 1, per: 1.00}}}
rewards:
  tenth: {give: {off: 10%}}
  third: {give: {buy: 2, get: 1, lines: {department: tea}}, stack: adds, budget: 20.00}
  coffee: {price: {points: 30}, give: {product: COFFEE}, limit: {times: 2, per: day}}
  box: {price: {points: 20}, give: {off: 2.00}, stock: 4, on-return: keep, stack: adds}
  five: {price: {points: 40}, give: {voucher: 5.00}, valid: {days: 3}, stock: 5, budget: 20.00}
  gift: {price: {points: 10, money: 1.50}, give: sample, limit: {times: 3, per: week}}
"""
CARDS = ("ANN1", "BOB1")
REWARDS = ("tenth", "third", "coffee", "box", "five", "gift")
MOST = {"pieces box": 4, "pieces five": 5, "money five": 2000, "money third": 2000}
GOODS = st.sampled_from(
    [
        Line("tea", 900, 3000, department="tea"),
        Line("cup", 300, product="COFFEE"),
        Line("bread", 450),
        Line("tv", 20_000),
    ]
)
BASKETS = st.lists(GOODS, min_size=1, max_size=4, unique_by=lambda line: line.id).map(tuple)
WISHES = st.lists(st.sampled_from(REWARDS), max_size=3, unique=True).map(
    lambda ids: tuple(sorted(ids)) or None
)


class Rewarding(RuleBasedStateMachine):
    """Buy, hold, capture, release, redeem, give back, return and wait, in any order; `fresh` opens a database."""

    fresh: Callable[[], AbstractContextManager[str]]

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        dsn = self.open.enter_context(self.fresh())
        connection: Connection = self.open.enter_context(psycopg.connect(dsn, autocommit=True))
        self.kiosk = Kiosk(connection, programme=PROGRAMME)
        self.kiosk.enrol("BOB1")
        self.points = 1000
        self.keys = 0
        self.bought: list[tuple[str, str, tuple[Line, ...]]] = []
        self.held: list[tuple[str, str, tuple[Line, ...]]] = []
        self.vouchers: list[tuple[str, UUID]] = []
        self.sent: list[tuple[Submission, Answer]] = []

    def teardown(self) -> None:
        with self.open:
            assert self.kiosk.verify().differences == []
            self.kiosk.clock.instant += 10 * DAY
            self.kiosk.sweep()
            assert self.kiosk.verify().differences == []

    @rule(minutes=st.sampled_from([1, 29, 31, 60 * 24, 60 * 24 * 4]))
    def time_passes(self, minutes: int) -> None:
        self.kiosk.clock.instant += timedelta(minutes=minutes)

    @rule(card=st.sampled_from(CARDS), basket=BASKETS, wishes=WISHES, data=st.data(), presents=st.booleans())
    def buy(
        self,
        card: str,
        basket: tuple[Line, ...],
        wishes: tuple[str, ...] | None,
        data: st.DataObject,
        *,
        presents: bool,
    ) -> None:
        """With rewards, perhaps with a voucher, somebody's; a quote before it says the same."""
        key = self.key()
        sent = self.kiosk.take(key, *basket, rewards=wishes, card=card)
        if self.vouchers and presents:
            sent = self.kiosk.present(sent, data.draw(st.sampled_from(self.vouchers))[1])
        quoted = self.kiosk.quote(sent)
        answer = self.send(sent)
        assert (quoted.refusal, quoted.due_minor if wishes else None) == (
            answer.refusal,
            answer.due_minor if wishes else None,
        )
        if answer.refusal is None:
            self.bought.append((card, key, basket))

    @rule(card=st.sampled_from(CARDS), basket=BASKETS, wishes=WISHES)
    def hold(self, card: str, basket: tuple[Line, ...], wishes: tuple[str, ...] | None) -> None:
        key = self.key()
        sent = self.kiosk.aside(
            key, *basket, rewards=wishes, card=card, spend=None if wishes else {"points": 10}
        )
        if self.send(sent).refusal is None:
            self.held.append((card, key, basket))

    @precondition(lambda self: self.held)
    @rule(data=st.data(), basket=BASKETS, same=st.booleans())
    def capture(self, data: st.DataObject, basket: tuple[Line, ...], *, same: bool) -> None:
        """With the basket of the hold, or with another."""
        card, of, first = data.draw(st.sampled_from(self.held))
        key, lines = self.key(), first if same else basket
        answer = self.send(self.kiosk.take(key, *lines, hold=of, card=card))
        if answer.refusal is None:
            self.bought.append((card, key, lines))

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        card, of, _ = data.draw(st.sampled_from(self.held))
        self.send(self.kiosk.release(self.key(), of, card=card))

    @rule(card=st.sampled_from(CARDS), reward=st.sampled_from(REWARDS))
    def redeem(self, card: str, reward: str) -> None:
        answer = self.send(self.kiosk.redeem(self.key(), reward, card=card))
        if answer.refusal is None and answer.activity_id is not None:
            self.vouchers.append((card, answer.activity_id))

    @precondition(lambda self: self.vouchers)
    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        card, voucher = data.draw(st.sampled_from(self.vouchers))
        self.send(self.kiosk.give_back(self.key(), voucher, card=card))

    @precondition(lambda self: self.bought)
    @rule(data=st.data(), whole=st.booleans())
    def bring_back(self, data: st.DataObject, *, whole: bool) -> None:
        card, of, basket = data.draw(st.sampled_from(self.bought))
        lines = () if whole else (Line(data.draw(st.sampled_from(basket)).id, 0, 0),)
        self.send(self.kiosk.back(card, self.key(), of, *lines))

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        """What was answered once is answered the same for ever."""
        submission, answer = data.draw(st.sampled_from(self.sent))
        assert self.kiosk.record(submission) == [Recorded(answer, replayed=True)]

    @invariant()
    def nothing_runs_over(self) -> None:
        """No stock, no budget; and never below nothing."""
        taken = read_tallies(self.kiosk.connection, MOST)
        assert all(0 <= taken[subject] <= most for subject, most in MOST.items()), taken

    @invariant()
    def no_point_is_lost(self) -> None:
        """What both have, owe and have set aside is what was given, less what they spent, and what came back."""
        rows = self.kiosk.connection.execute("select coalesce(sum(available + held - debt), 0) from account")
        assert rows.fetchone() == (self.points,)

    def key(self) -> str:
        """One that nobody has used."""
        self.keys += 1
        return f"k{self.keys:03}"

    def send(self, submission: Submission) -> Answer:
        """Record something for the first time, and reckon what it did to points."""
        (result,) = self.kiosk.record(submission)
        assert isinstance(result, Recorded), result
        assert not result.replayed
        answer = result.answer
        self.sent.append((submission, answer))
        if answer.held is None:
            self.points -= sum(one.taken.points for one in answer.redeemed if one.taken.voucher is None)
        self.points -= sum(paid.payment.points for paid in answer.paid)
        self.points += sum(one.points for one in answer.restored)
        self.points += sum(refunded.points for refunded in answer.refunded)
        self.points += sum(granted.amount for granted in answer.granted)
        self.points -= sum(taken.amount for taken in answer.taken_back)
        return answer


def test_whatever_members_do_with_rewards_nothing_runs_over_and_all_is_proved(
    fresh_database: FreshDatabase,
) -> None:
    """Stock, budgets and points after every step; each life ends with a proof."""

    class OnThisServer(Rewarding):
        fresh = staticmethod(fresh_database)

    run_state_machine_as_test(
        OnThisServer,
        settings=settings(
            max_examples=20,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )

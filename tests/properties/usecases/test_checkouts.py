"""Any life of a till that takes points, on PostgreSQL, beside a plain account; and in the end its books prove themselves."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, datetime, timedelta

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
from tests.integration.usecases.paying import Checkout
from tests.integration.usecases.shop import DAY
from tests.properties.ledger.plain import PlainAccount, PlainHold, PlainLot

from tessera.engine.activity import Line
from tessera.engine.payment import MOST
from tessera.kit.codes import RefusalCode
from tessera.ledger.lock import read_accounts, read_lots
from tessera.usecases.answers import Answer, Recorded, Submission

PROGRAMME = """\
programme: {id: corner-club, name: Corner Club, money: USD, timezone: UTC}
currencies: {points: {name: [point, points], worth: 0.01, expire: {days: 20}}}
spend: {points: {step: 10, at-most: {share: 50%}, hold: {minutes: 30}, grace: {days: 5}}}
earn: {visit: {on: visit, give: {points: 1}}}
"""
DOLLARS = st.lists(st.integers(1, 12), min_size=1, max_size=3)


class Paid:
    """A purchase that points paid for: the hold they came from, its lines, and whether all has come back."""

    def __init__(self, key: str, hold: PlainHold, dollars: list[int]) -> None:
        self.key, self.hold = key, hold
        self.left = {str(place): 100 * dollar for place, dollar in enumerate(dollars)}


class Till(RuleBasedStateMachine):
    """Give, hold, capture, release, pay at once, bring back, sweep and wait, in any order; `fresh` opens a database."""

    fresh: Callable[[], AbstractContextManager[str]]

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        dsn = self.open.enter_context(self.fresh())
        connection: Connection = self.open.enter_context(psycopg.connect(dsn, autocommit=True))
        self.shop = Checkout(connection, programme=PROGRAMME)
        self.begun = self.shop.clock.instant
        self.plain = PlainAccount()
        self.keys = self.numbers = 0
        self.placed: dict[str, tuple[PlainHold, list[int]]] = {}
        self.paid: list[Paid] = []
        self.sent: list[tuple[Submission, Answer]] = []
        self.grant(1000)

    def teardown(self) -> None:
        with self.open:
            self.shop.sweep()
            assert self.shop.verify().differences == []

    @rule(minutes=st.sampled_from([1, 29, 31, 60 * 12, 60 * 24 * 4, 60 * 24 * 12]))
    def time_passes(self, minutes: int) -> None:
        self.shop.clock.instant += timedelta(minutes=minutes)

    @rule(minutes=st.sampled_from([1, 31, 60 * 12, 60 * 24 * 4]))
    def the_clock_is_set_back(self, minutes: int) -> None:
        """What time has brought, once it was written down, stays."""
        self.shop.sweep()
        self.shop.clock.instant = max(self.begun, self.now - timedelta(minutes=minutes))

    @rule(points=st.integers(1, 400))
    def give(self, points: int) -> None:
        self.plain.settle(self.now)
        self.send(self.shop.adjust(self.shop.ann, self.key(), points))
        self.grant(points)

    @rule(dollars=DOLLARS, tens=st.integers(0, 60))
    def hold(self, dollars: list[int], tens: int) -> None:
        """For a basket: too many points for it, or than there are, are refused."""
        self.plain.settle(self.now)
        key, most = self.key(), min(50 * sum(dollars), self.plain.available) // 10 * 10
        answer = self.send(self.shop.hold(key, *lines(dollars), spend={"points": 10 * tens or MOST}))
        points = 10 * tens or most
        if not points or points > most:
            assert answer.refusal in {RefusalCode.SPEND_TOO_MUCH, RefusalCode.INSUFFICIENT_POINTS}
            return
        assert answer.held is not None
        plain = self.plain.hold(points, answer.held.expires_at)
        assert plain is not None
        self.placed[key] = (plain, dollars)

    @precondition(lambda self: self.placed)
    @rule(data=st.data(), tens=st.integers(0, 70))
    def capture(self, data: st.DataObject, tens: int) -> None:
        """All of a hold, or a part; what is over, or more than it set aside, is refused."""
        of = data.draw(st.sampled_from(sorted(self.placed)))
        hold, dollars = self.placed[of]
        self.plain.settle(self.now)
        key, spend = self.key(), {"points": 10 * tens} if tens else None
        answer = self.send(self.shop.pay(key, *lines(dollars), hold=of, spend=spend))
        if not hold.left:
            assert answer.refusal == RefusalCode.HOLD_OVER
        elif 10 * tens > hold.left:
            assert answer.refusal == RefusalCode.CAPTURE_EXCEEDS_HOLD
        else:
            points = 10 * tens or hold.left
            assert answer.paid[0].payment.points == points
            hold.left -= points
            self.plain.free(hold)
            self.paid.append(Paid(key, hold, dollars))

    @precondition(lambda self: self.placed)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        of = data.draw(st.sampled_from(sorted(self.placed)))
        hold, _ = self.placed[of]
        self.plain.settle(self.now)
        answer = self.send(self.shop.release(self.key(), of))
        assert answer.refusal == (None if hold.left else RefusalCode.HOLD_OVER)
        self.plain.free(hold)

    @rule(dollars=DOLLARS)
    def pay(self, dollars: list[int]) -> None:
        """With as many points as can be."""
        self.plain.settle(self.now)
        key, points = self.key(), min(50 * sum(dollars), self.plain.available) // 10 * 10
        answer = self.send(self.shop.pay(key, *lines(dollars), spend={"points": MOST}))
        assert sum(paid.payment.points for paid in answer.paid) == points
        if points:
            hold = self.plain.hold(points, self.now)
            assert hold is not None
            hold.left = 0
            self.paid.append(Paid(key, hold, dollars))

    @precondition(lambda self: any(any(paid.left.values()) for paid in self.paid))
    @rule(data=st.data(), all_of_it=st.booleans())
    def bring_back(self, data: st.DataObject, *, all_of_it: bool) -> None:
        """Cents of a line, or all that is left: points come back where the answer says, to where they came from."""
        paid = data.draw(st.sampled_from([paid for paid in self.paid if any(paid.left.values())]))
        back = []
        if all_of_it:
            paid.left = dict.fromkeys(paid.left, 0)
        else:
            line = data.draw(st.sampled_from([name for name, cents in paid.left.items() if cents]))
            cents = data.draw(st.integers(1, paid.left[line]))
            paid.left[line] -= cents
            back = [Line(line, cents, 0)]
        self.plain.settle(self.now)
        answer = self.send(self.shop.back("ANN1", self.key(), paid.key, *back))
        for refunded in answer.refunded:
            until = (self.now + 6 * DAY).replace(hour=0, minute=0, second=0, microsecond=0)
            grace = PlainLot(self.number(), 0, 0, self.now, until)
            parts = self.plain.refund(paid.hold, refunded.points, grace, self.now)
            assert parts == (refunded.to_lots, refunded.into_grace, refunded.gone)
            self.plain.arrive(grace, self.now)
        self.plain.settle(self.now)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        """What was answered once is answered the same for ever."""
        submission, answer = data.draw(st.sampled_from(self.sent))
        assert self.shop.record(submission) == [Recorded(answer, replayed=True)]

    @invariant()
    def the_plain_account_agrees(self) -> None:
        self.plain.settle(self.now)
        wallet = read_accounts(self.shop.connection, [self.shop.ann])[self.shop.ann]["points"]
        read_lots(self.shop.connection, [wallet])
        wallet.settle(self.now)
        assert (wallet.available, wallet.held, wallet.debt) == (self.plain.available, self.plain.held, 0)
        ours = sorted((lot.remaining, lot.expires_at) for lot in wallet.live_lots() if lot.remaining)
        assert ours == sorted((lot.left, lot.expires_at) for lot in self.plain.lots if lot.left)

    @property
    def now(self) -> datetime:
        return self.shop.clock.now()

    def key(self) -> str:
        """One that nobody has used."""
        self.keys += 1
        return f"k{self.keys:03}"

    def number(self) -> int:
        """Of the next lot: later ones are taken later."""
        self.numbers += 1
        return self.numbers

    def grant(self, points: int) -> None:
        """Points by hand, as the plain account gets them."""
        midnight = datetime(self.now.year, self.now.month, self.now.day, tzinfo=UTC)
        self.plain.add([PlainLot(self.number(), points, points, self.now, midnight + 21 * DAY)], self.now)

    def send(self, submission: Submission) -> Answer:
        """Record something for the first time."""
        (result,) = self.shop.record(submission)
        assert isinstance(result, Recorded), result
        assert not result.replayed
        self.sent.append((submission, result.answer))
        return result.answer


def lines(dollars: list[int]) -> list[Line]:
    return [Line(str(place), 100 * dollar) for place, dollar in enumerate(dollars)]


def test_whatever_a_till_does_with_points_its_books_agree_with_a_plain_account(
    fresh_database: FreshDatabase,
) -> None:
    """What is available, what is held and every lot after every step; each life ends with a proof."""

    class OnThisServer(Till):
        fresh = staticmethod(fresh_database)

    run_state_machine_as_test(
        OnThisServer,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )

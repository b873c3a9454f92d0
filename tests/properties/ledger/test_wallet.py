"""A wallet over any life of an account: stored and read again between movements, beside a plain account."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.properties.ledger.plain import PlainAccount, PlainLot
from tests.properties.ledger.stored import Stored

from tessera.kit.clock import NEVER
from tessera.ledger.life import Life
from tessera.ledger.rows import Cause, Lot
from tessera.ledger.spendable import InsufficientPoints
from tessera.ledger.wallet import Wallet

START = datetime(2026, 1, 1, tzinfo=UTC)
days = st.integers(0, 40)
amounts = st.integers(1, 100)


class Points(NamedTuple):
    """What a wallet is asked to issue."""

    rule: str
    amount: int
    available_at: datetime
    expires_at: datetime | None


class Account(RuleBasedStateMachine):
    """Earn, wait, mature, expire, lapse, be kept, take back, adjust, in any order; late reports among them."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.stored = Stored()
        self.plain = PlainAccount()
        self.purchases: list[tuple[int, int]] = []  # (lot, granted less taken back)
        self.waiting: dict[int, datetime] = {}  # lots whose event has not come, with when they could be used

    @rule(hours=st.integers(0, 24 * 50))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(hours=st.integers(1, 24 * 20))
    def the_clock_is_set_back(self, hours: int) -> None:
        """What time has brought, once it was written down, stays."""
        self.sweep()
        self.now -= timedelta(hours=hours)

    @rule()
    def sweep(self) -> None:
        wallet = self.stored.read(self.now, takes=False)
        wallet.settle(self.now)
        self.plain.settle(self.now)
        self.stored.write(wallet)

    @rule(
        grants=st.lists(st.tuples(amounts, days, st.none() | st.integers(1, 40)), min_size=1, max_size=3),
        late=days,
    )
    def earn(self, grants: list[tuple[int, int, int | None]], late: int) -> None:
        """Points that wait some days and last some more, counted from an activity that may be reported late."""
        occurred_at = self.now - timedelta(days=late)
        wallet, cause = self.begin(occurred_at, takes=False)
        opened: dict[tuple[datetime, datetime | None], Lot] = {}
        added: dict[int, PlainLot] = {}
        for amount, wait, last in grants:
            available_at = occurred_at + timedelta(days=wait)
            expires_at = None if last is None else available_at + timedelta(days=last)
            _, number = wallet.earn(Points("base", amount, available_at, expires_at), cause, opened)
            plain = added.setdefault(number, PlainLot(number, 0, 0, available_at, expires_at or NEVER))
            plain.granted += amount
            plain.left += amount
            self.purchases.append((number, amount))
        wallet.repay(cause)
        self.plain.add(added.values(), self.now)
        self.stored.write(wallet)

    @rule(amount=amounts, most=days, gone=st.booleans(), last=st.none() | st.integers(1, 40))
    def earn_what_waits_for_an_event(self, *, amount: int, most: int, gone: bool, last: int | None) -> None:
        """For some days at most; then the points are gone, or can be used all the same."""
        wallet, cause = self.begin(self.now, takes=False)
        deadline = self.now + timedelta(days=most)
        expires_at = None if last is None else deadline + timedelta(days=last)
        terms = (NEVER, deadline) if gone else (deadline, expires_at)
        _, number = wallet.earn(Points("base", amount, *terms), cause, {})
        wallet.repay(cause)
        self.plain.add([PlainLot(number, amount, amount, terms[0], terms[1] or NEVER)], self.now)
        self.purchases.append((number, amount))
        self.waiting[number] = terms[0]
        self.stored.write(wallet)

    @precondition(lambda self: self.waiting)
    @rule(data=st.data(), happened=days, wait=days, last=st.none() | st.integers(1, 40))
    def the_event_comes(self, data: st.DataObject, happened: int, wait: int, last: int | None) -> None:
        """Perhaps too late, or after all was taken back: then it changes nothing."""
        number = data.draw(st.sampled_from(sorted(self.waiting)))
        wallet, cause = self.begin(self.now - timedelta(days=happened), takes=True)
        lot = next((lot for lot in wallet.live_lots() if lot.lot_version == number), None)
        plain = self.lot(number)
        if lot is not None and wallet.waits(lot):
            assert plain.left
            assert not self.plain.is_usable(plain)
            available_at = min(self.waiting.pop(number), self.now + timedelta(days=wait - happened))
            expires_at = NEVER if last is None else self.now + timedelta(days=wait + last)
            wallet.release(lot, available_at=available_at, expires_at=expires_at, cause=cause)
            wallet.repay(cause)
            self.plain.release(plain, available_at=available_at, expires_at=expires_at, now=self.now)
        else:
            assert self.plain.is_usable(plain) or not plain.left
        self.stored.write(wallet)

    @rule(late=days, lapse=st.none() | days, keep=st.none() | days, counts=st.booleans())
    def something_happens(self, *, late: int, lapse: int | None, keep: int | None, counts: bool) -> None:
        """An activity restarts the clock of all points, or shelters them, from the instant at which it happened."""
        happened_at = self.now - timedelta(days=late)
        wallet, _ = self.begin(happened_at, takes=True)
        lapses_at, kept_until = (
            None if n is None else happened_at + timedelta(days=n) for n in (lapse, keep)
        )
        wallet.push(Life(lapses_at, kept_until), counts=counts, now=self.now)
        wallet.settle(self.now)
        self.plain.push(lapses_at=lapses_at, kept_until=kept_until, counts=counts, now=self.now)
        self.stored.write(wallet)

    @precondition(lambda self: self.purchases)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """A part of what was granted, or all that is left of it; whatever became of those points since."""
        place = data.draw(st.integers(0, len(self.purchases) - 1))
        number, left = self.purchases[place]
        if not left:
            return
        amount = data.draw(st.integers(1, left))
        wallet, cause = self.begin(self.now, takes=True)
        lots = [*wallet.new_lots, *wallet.live_lots(), self.stored.lots[number]]
        lot = next(lot for lot in lots if lot.lot_version == number)
        expired = self.stored.expired(number, wallet)
        taken = wallet.reverse(amount, lot=lot, expired=expired, rule_id="base", cause=cause)
        own, gone, others, owed = self.plain.reverse(self.lot(number), amount)
        assert (taken.expired, taken.into_debt) == (gone, owed)
        assert taken.from_pending + taken.from_available == own + others
        self.purchases[place] = (number, left - amount)
        self.stored.write(wallet)

    @rule(amount=amounts, last=st.none() | days)
    def give_by_hand(self, amount: int, last: int | None) -> None:
        wallet, cause = self.begin(self.now, takes=True)
        expires_at = None if last is None else self.now + timedelta(days=last)
        wallet.adjust(amount, expires_at=expires_at, cause=cause)
        number = wallet.new_lots[-1].lot_version
        self.plain.add([PlainLot(number, amount, amount, self.now, expires_at or NEVER)], self.now)
        self.stored.write(wallet)

    @rule(amount=amounts)
    def take_by_hand(self, amount: int) -> None:
        """Only what is available; a refusal posts nothing."""
        wallet, cause = self.begin(self.now, takes=True)
        postings = len(wallet.postings)
        if self.plain.adjust_down(amount):
            wallet.adjust(-amount, expires_at=None, cause=cause)
        else:
            with pytest.raises(InsufficientPoints) as refusal:
                wallet.adjust(-amount, expires_at=None, cause=cause)
            assert refusal.value.available == self.plain.available
            assert len(wallet.postings) == postings
        self.stored.write(wallet)

    @invariant()
    def the_plain_account_agrees(self) -> None:
        row, plain = self.stored.row, self.plain
        ours, theirs = (
            (row.available, row.pending, row.held, row.debt),
            (plain.available, plain.pending, plain.held, plain.debt),
        )
        assert ours == theirs
        assert {n: lot.remaining for n, lot in self.stored.lots.items()} == {
            lot.number: lot.left for lot in plain.lots
        }
        assert not (row.debt and row.available)

    @invariant()
    def the_account_is_the_fold_of_its_postings(self) -> None:
        """Promises 2 and 4: gapless versions, chained balances, claims equal to the contra codes."""
        claim = 0
        for version, posting in enumerate(self.stored.postings, start=1):
            assert posting.version == version
            claim += 0 if posting.contra == "own" else posting.amount
            balances = (
                posting.available_after,
                posting.pending_after,
                posting.held_after,
                posting.debt_after,
            )
            assert sum(balances[:3]) - posting.debt_after == claim
            assert min(balances) >= 0
        row = self.stored.row
        assert (row.version, row.available + row.pending + row.held - row.debt) == (
            len(self.stored.postings),
            claim,
        )

    @invariant()
    def lots_account_for_every_point(self) -> None:
        """Promise 3: granted is what remains and what was allocated; never below zero, never above the grant."""
        for number, lot in self.stored.lots.items():
            allocated = sum(a.amount for a in self.stored.allocations if a.lot_version == number)
            assert lot.granted == lot.remaining + allocated
            assert 0 <= lot.remaining <= lot.granted

    @invariant()
    def no_expired_lot_is_spent_and_no_live_lot_swept(self) -> None:
        """Promise 11, by the postings' own instants. A lot's own return may take what it brought back."""
        postings = {posting.version: posting for posting in self.stored.postings}
        kept_until = self.stored.row.life.kept_until or START
        for allocation in self.stored.allocations:
            taker, lot = postings[allocation.taker_version], self.stored.lots[allocation.lot_version]
            if taker.kind == "expired":
                assert lot.expires_at <= taker.effective_at
            elif taker.kind == "repaid" and taker.activity_id is None:
                assert max(lot.expires_at, kept_until) >= taker.effective_at
            elif allocation.amount > 0 and taker.kind != "lapsed" and taker.lot_version != lot.lot_version:
                assert max(lot.expires_at, kept_until) > taker.recorded_at

    @invariant()
    def what_lapses_is_everything(self) -> None:
        """Decision 10: the clock is the balance's."""
        for posting in self.stored.postings:
            assert posting.kind != "lapsed" or posting.available_after == posting.pending_after == 0

    @invariant()
    def a_sweep_will_come_in_time(self) -> None:
        """The account knows of the first lot to expire or hold to end, and of everything that matures."""
        row = self.stored.row
        ends = [hold.expires_at for hold in self.stored.holds.values() if hold.resolved_version is None]
        ends += [row.life.ends_at(lot) for lot in self.stored.lots.values() if lot.remaining]
        live = [at for at in ends if at < NEVER]
        assert not live or (row.next_expiry_at is not None and row.next_expiry_at <= min(live))
        assert sum(amount for _, amount in row.maturing) == row.pending

    def begin(self, occurred_at: datetime, *, takes: bool) -> tuple[Wallet, Cause]:
        """A transaction: read, settle."""
        wallet = self.stored.read(self.now, takes=takes)
        wallet.settle(self.now)
        self.plain.settle(self.now)
        return wallet, Cause(UUID(int=len(self.stored.postings)), 1, occurred_at, self.now)

    def lot(self, number: int) -> PlainLot:
        return next(lot for lot in self.plain.lots if lot.number == number)


TestAccount = Account.TestCase
TestAccount.settings = settings(max_examples=60, stateful_step_count=30)

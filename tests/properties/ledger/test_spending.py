"""The same account spends: points are held, captured in part, free again, over, and come back, among all else."""

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from tests.properties.ledger.plain import PlainHold, PlainLot
from tests.properties.ledger.test_wallet import Account, amounts, days

from tessera.kit.clock import NEVER
from tessera.kit.ids import new_id
from tessera.ledger.rows import Hold
from tessera.ledger.spendable import HoldResolved, InsufficientPoints


class Spender(Account):
    """Hold, capture, release, redeem at once, give back with and without a grace; time ends holds between."""

    def __init__(self) -> None:
        super().__init__()
        self.placed: list[tuple[Hold, PlainHold]] = []
        self.spent: list[
            tuple[Hold, PlainHold, int]
        ] = []  # with the points that were redeemed and did not come back

    @rule(amount=amounts, hours=st.integers(0, 24 * 20), at_once=st.booleans())
    def set_aside(self, *, amount: int, hours: int, at_once: bool) -> None:
        """For some time, or to be redeemed at once. More than there is is refused, and posts nothing."""
        wallet, cause = self.begin(self.now, takes=True)
        until = NEVER if at_once else self.now + timedelta(hours=hours)
        plain = self.plain.hold(amount, until)
        if plain is None:
            posted = len(wallet.postings)
            with pytest.raises(InsufficientPoints) as refusal:
                wallet.hold(amount, hold_id=new_id(), expires_at=until, cause=cause)
            assert refusal.value.available == self.plain.available
            assert len(wallet.postings) == posted
        elif at_once:
            plain.left = 0
            self.spent.append((wallet.spend(amount, hold_id=new_id(), cause=cause), plain, amount))
        else:
            self.placed.append((wallet.hold(amount, hold_id=new_id(), expires_at=until, cause=cause), plain))
        self.stored.write(wallet)

    @precondition(lambda self: self.placed)
    @rule(data=st.data())
    def capture(self, data: st.DataObject) -> None:
        """All of a hold or a part, and the rest is free; one that is over is not captured, nor any twice."""
        hold, plain = data.draw(st.sampled_from(self.placed))
        wallet, cause = self.begin(self.now, takes=True)
        amount = data.draw(st.integers(1, hold.amount))
        if plain.left:
            wallet.redeem(hold, amount, cause)
            plain.left -= amount
            self.spent.append((hold, plain, amount))
            if plain.left:
                wallet.unhold(hold, cause)
            self.plain.free(plain)
            self.plain.settle(self.now)
            self.plain.repay()
        else:
            with pytest.raises(HoldResolved):
                wallet.redeem(hold, amount, cause)
        self.stored.write(wallet)

    @precondition(lambda self: self.placed)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        """Before it is over; afterwards there is nothing to release."""
        hold, plain = data.draw(st.sampled_from(self.placed))
        wallet, cause = self.begin(self.now, takes=True)
        if plain.left:
            wallet.unhold(hold, cause)
            self.plain.free(plain)
            self.plain.settle(self.now)
            self.plain.repay()
        else:
            with pytest.raises(HoldResolved):
                wallet.unhold(hold, cause)
        self.stored.write(wallet)

    @precondition(lambda self: self.spent)
    @rule(data=st.data(), grace=st.none() | days)
    def give_back(self, data: st.DataObject, grace: int | None) -> None:
        """A part of what was spent, or all that has not come back yet."""
        place = data.draw(st.integers(0, len(self.spent) - 1))
        hold, plain, left = self.spent[place]
        if not left:
            return
        amount = data.draw(st.integers(1, left))
        wallet, cause = self.begin(self.now, takes=True)
        self.stored.know(wallet, hold)
        grace_until = None if grace is None else self.now + timedelta(days=grace)
        lot = None if grace_until is None else PlainLot(wallet.version + 1, 0, 0, self.now, grace_until)
        already, opened = plain.back, len(wallet.new_lots)
        parts = self.plain.refund(plain, amount, lot, self.now)
        refunded = wallet.refund(
            wallet.takes_of(hold.version), amount, already=already, grace_until=grace_until, cause=cause
        )
        assert tuple(refunded) == parts
        if lot is not None and len(wallet.new_lots) > opened:
            lot.number = wallet.new_lots[-1].lot_version
        self.plain.settle(self.now)
        self.plain.repay()
        self.spent[place] = (hold, plain, left - amount)
        self.stored.write(wallet)

    @invariant()
    def a_hold_is_resolved_once_and_wholly(self) -> None:
        """Promises 1 and 10: what was redeemed and what was free again make up the hold; open ones make up what is held."""
        held = 0
        for hold in self.stored.holds.values():
            if hold.resolved_version is None:
                held += hold.left
                assert hold.left == hold.amount
            else:
                assert not hold.left
            assert sum(take.amount for take in hold.takes) == hold.amount
        assert held == self.stored.row.held

    @invariant()
    def what_was_redeemed_and_did_not_come_back_is_what_the_books_lack(self) -> None:
        """Promise 4, for the contra code of spending."""
        redeemed = -sum(posting.amount for posting in self.stored.postings if posting.contra == "redeemed")
        assert redeemed == sum(left for _, _, left in self.spent)


TestSpender = Spender.TestCase
TestSpender.settings = settings(max_examples=60, stateful_step_count=40)

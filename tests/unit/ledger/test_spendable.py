"""Spending by example: what a hold takes, what becomes of it, and how spent points come back."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import pytest

from tessera.kit.clock import NEVER
from tessera.ledger.holding import LotsNotRead
from tessera.ledger.life import Life
from tessera.ledger.rows import Cause, Hold, Refunded, Take
from tessera.ledger.spendable import HoldResolved, InsufficientPoints
from tessera.ledger.wallet import Wallet

NOW = datetime(2026, 6, 5, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SOON = NOW + timedelta(minutes=30)
BASKET = UUID(int=70)


class Points(NamedTuple):
    rule: str
    amount: int
    available_at: datetime
    expires_at: datetime | None


def at(now: datetime) -> Cause:
    return Cause(UUID(int=7), 1, now, now)


def wallet(*grants: tuple[int, datetime | None]) -> Wallet:
    """A new wallet with points (how many, until when), each granted by an activity of its own."""
    own = Wallet(account_id=UUID(int=1), currency="points", lots=[])
    for amount, expires_at in grants:
        own.earn(Points("base", amount, NOW, expires_at), at(NOW), {})
    return own


def left(own: Wallet) -> list[int]:
    return [lot.remaining for lot in own.new_lots]


def kinds(own: Wallet) -> list[tuple[str, int]]:
    return [(posting.kind, posting.amount) for posting in own.postings if posting.kind != "earned"]


def hold(own: Wallet, amount: int, *, until: datetime = SOON) -> Hold:
    return own.hold(amount, hold_id=BASKET, expires_at=until, cause=at(NOW))


def test_a_hold_takes_what_ends_first_at_once() -> None:
    """The lots are taken from when it is placed, so nothing of it can expire meanwhile."""
    own = wallet((10, None), (10, NOW + 2 * DAY), (10, NOW + 9 * DAY))
    placed = hold(own, 15, until=NOW + 5 * DAY)
    assert (own.available, own.held, left(own)) == (15, 15, [10, 0, 5])
    assert list(placed.takes) == [Take(2, 10, NOW + 2 * DAY), Take(3, 5, NOW + 9 * DAY)]
    own.settle(NOW + 3 * DAY)
    assert (own.available, own.held) == (15, 15)


def test_a_part_is_captured_and_the_rest_goes_back_where_it_was_taken_last() -> None:
    """So what is spent is what would have ended first."""
    own = wallet((10, NOW + 2 * DAY), (10, NOW + 9 * DAY))
    placed = hold(own, 20)
    own.redeem(placed, 12, at(NOW))
    own.unhold(placed, at(NOW))
    assert (own.available, own.held, left(own)) == (8, 0, [0, 8])
    assert kinds(own) == [("held", 20), ("redeemed", -12), ("unheld", 8)]
    assert placed.resolved_version == own.version
    assert own.next_expiry_at == NOW + 9 * DAY


@pytest.mark.parametrize("first", ["capture", "release", "time"])
def test_a_hold_is_resolved_once(first: str) -> None:
    """By whichever comes first; the others find it resolved and change nothing."""
    own = wallet((10, None))
    placed = hold(own, 10)
    if first == "capture":
        own.redeem(placed, 10, at(NOW))
    elif first == "release":
        own.unhold(placed, at(NOW))
    else:
        own.settle(SOON)
    posted = len(own.postings)
    with pytest.raises(HoldResolved):
        own.redeem(placed, 10, at(SOON))
    with pytest.raises(HoldResolved):
        own.unhold(placed, at(SOON))
    own.settle(SOON + DAY)
    assert len(own.postings) == posted
    assert (own.available, own.held) == (0 if first == "capture" else 10, 0)


def test_more_than_there_is_is_not_held_and_more_than_is_held_is_not_captured() -> None:
    """Each refusal says how much there is, and nothing has moved."""
    own = wallet((10, None))
    with pytest.raises(InsufficientPoints) as refusal:
        hold(own, 11)
    assert refusal.value.available == 10
    placed = hold(own, 6)
    with pytest.raises(InsufficientPoints) as refusal:
        hold(own, 5)
    assert refusal.value.available == 4
    with pytest.raises(InsufficientPoints) as refusal:
        own.redeem(placed, 7, at(NOW))
    assert refusal.value.available == 6
    assert (own.available, own.held, kinds(own)) == (4, 6, [("held", 6)])


def test_time_ends_a_hold_at_its_instant_after_maturity_and_before_expiry() -> None:
    """At one instant what matures comes first, then the end of the hold, then what expires, the freed points with it."""
    own = wallet((10, SOON))
    own.earn(Points("base", 5, SOON, None), at(NOW), {})
    hold(own, 10)
    own.settle(NOW + DAY)
    assert [(p.kind, p.effective_at, p.activity_id) for p in own.postings[-3:]] == [
        ("matured", SOON, None),
        ("unheld", SOON, None),
        ("expired", SOON, None),
    ]
    assert (own.available, own.next_expiry_at) == (5, None)


def test_what_ended_while_it_was_held_is_gone_when_nobody_comes_for_it() -> None:
    """It goes back to its lot and is lost at once, at the instant at which the lot had ended; it pays no debt."""
    own = wallet((10, NOW + DAY), (10, NOW + 9 * DAY))
    hold(own, 20, until=NOW + 2 * DAY)
    own.reverse(3, lot=own.new_lots[1], expired=0, rule_id="base", cause=at(NOW))
    own.settle(NOW + 3 * DAY)
    assert kinds(own)[2:] == [("unheld", 20), ("expired", -10), ("repaid", 3)]
    assert own.postings[-2].effective_at == NOW + DAY
    assert (own.available, own.debt, left(own)) == (7, 0, [0, 7])


def test_what_ends_with_the_hold_is_free_for_that_instant_and_pays_what_is_owed() -> None:
    """The hold ends before the lot does, though at the same time."""
    own = wallet((10, SOON))
    hold(own, 10)
    own.reverse(3, lot=own.new_lots[0], expired=0, rule_id="base", cause=at(NOW))
    own.settle(NOW + DAY)
    assert kinds(own)[2:] == [("unheld", 10), ("repaid", 3), ("expired", -7)]
    assert own.debt == 0


def test_time_has_got_as_far_as_the_end_of_the_hold_that_it_brought() -> None:
    """Set the clock back, and the hold stays over; what was to be usable by then is."""
    own = wallet((10, None))
    hold(own, 10)
    own.settle(SOON)
    assert own.reached_at == SOON
    own.earn(Points("base", 5, SOON, None), at(NOW), {})
    assert (own.available, own.pending, own.held) == (15, 0, 0)


def test_a_conversion_of_that_instant_finds_what_the_hold_has_freed() -> None:
    """Before it expires with the same instant: what can be used until then can be converted."""
    own = wallet((10, SOON))
    hold(own, 10)
    own.settle_until(SOON, SOON)
    assert (own.available, own.held) == (10, 0)
    assert [(part.left, part.gone) for part in own.usable_at(SOON, [])] == [(10, 0)]


def test_held_points_are_nobody_elses() -> None:
    """A return finds them taken and owes; when they are free again they pay."""
    own = wallet((10, None))
    placed = hold(own, 10)
    taken = own.reverse(4, lot=own.new_lots[0], expired=0, rule_id="base", cause=at(NOW))
    assert (taken.into_debt, own.held, own.debt) == (4, 10, 4)
    own.unhold(placed, at(NOW))
    assert (own.available, own.debt) == (6, 0)


def test_points_that_are_spent_and_come_back_lie_as_before() -> None:
    """Redeemed at once and refunded in any parts: every lot has its points again, with its own expiry."""
    own = wallet((10, NOW + 2 * DAY), (10, None), (10, NOW + 9 * DAY))
    before = left(own)
    spent = own.spend(25, hold_id=BASKET, cause=at(NOW), rule_id="pay")
    assert left(own) == [0, 5, 0]
    for already, amount in ((0, 7), (7, 9), (16, 9)):
        back = own.refund(spent.takes, amount, already=already, grace_until=None, cause=at(NOW))
        assert back == Refunded(to_lots=amount)
    assert (left(own), own.available, own.held) == (before, 30, 0)
    assert sum(p.amount for p in own.postings if p.contra == "redeemed") == 0
    with pytest.raises(ValueError, match="cannot come back"):
        own.refund(spent.takes, 1, already=25, grace_until=None, cause=at(NOW))


def test_what_would_have_ended_comes_back_with_a_grace_or_not_at_all() -> None:
    """In a lot of its own that lasts as long as the grace; without one the books show that it came back and was gone."""
    for grace, refunded, available in (
        (30 * DAY, Refunded(to_lots=6, into_grace=10), 16),
        (None, Refunded(to_lots=6, gone=10), 6),
    ):
        own = wallet((10, NOW + DAY), (6, NOW + 9 * DAY))
        spent = own.spend(16, hold_id=BASKET, cause=at(NOW))
        later = NOW + 2 * DAY
        own.settle(later)
        grace_until = None if grace is None else later + grace
        assert own.refund(spent.takes, 16, already=0, grace_until=grace_until, cause=at(later)) == refunded
        assert own.available == available
        own.settle(later + 29 * DAY)
        assert own.available == (0 if grace is None else 10)
        own.settle(later + 30 * DAY)
        assert (own.available, own.next_expiry_at) == (0, None)


def test_a_grace_does_not_outlive_the_account() -> None:
    """Where all points have lapsed, what comes back is gone too."""
    own = wallet((10, NOW + 9 * DAY))
    own.push(Life(NOW + DAY, None), counts=True, now=NOW)
    spent = own.spend(10, hold_id=BASKET, cause=at(NOW))
    later = NOW + 2 * DAY
    own.settle(later)
    back = own.refund(spent.takes, 10, already=0, grace_until=later + DAY, cause=at(later))
    assert back == Refunded(gone=10)
    assert (own.available, own.postings[-1].kind) == (0, "lapsed")


def test_what_was_kept_comes_back_to_its_lot() -> None:
    """Though the lot's own date is over."""
    own = wallet((10, NOW + DAY))
    spent = own.spend(10, hold_id=BASKET, cause=at(NOW))
    own.push(Life(None, NOW + 9 * DAY), counts=True, now=NOW)
    later = NOW + 2 * DAY
    own.settle(later)
    back = own.refund(spent.takes, 10, already=0, grace_until=None, cause=at(later))
    assert (back, own.available) == (Refunded(to_lots=10), 10)
    own.settle(NOW + 9 * DAY)
    assert own.available == 0


def test_what_was_spent_before_a_merge_comes_back_on_its_own_terms() -> None:
    """In the account that has it all now there is no such lot; a new one ends when the old one would have."""
    own = wallet((10, NOW + 2 * DAY))
    takes = [Take(1, 4, NOW + 2 * DAY), Take(None, 6, NOW + 3 * DAY), Take(None, 5, NEVER)]
    own.spend(4, hold_id=BASKET, cause=at(NOW))
    assert own.refund(takes, 15, already=0, grace_until=None, cause=at(NOW)) == Refunded(to_lots=15)
    assert [(lot.remaining, lot.expires_at) for lot in own.new_lots] == [
        (10, NOW + 2 * DAY),
        (5, NEVER),
        (6, NOW + 3 * DAY),
    ]
    late = NOW + 4 * DAY
    own.settle(late)
    back = own.refund(takes[1:2], 6, already=0, grace_until=late + DAY, cause=at(late))
    assert (back, own.new_lots[-1].expires_at) == (Refunded(into_grace=6), late + DAY)


def test_spent_points_that_come_back_pay_what_is_owed() -> None:
    """What is gone at once pays nothing."""
    own = wallet((10, NOW + DAY), (10, None))
    spent = own.spend(20, hold_id=BASKET, cause=at(NOW))
    own.reverse(15, lot=own.new_lots[1], expired=0, rule_id="base", cause=at(NOW))
    later = NOW + 2 * DAY
    own.settle(later)
    own.refund(spent.takes, 20, already=0, grace_until=None, cause=at(later))
    assert (own.available, own.debt) == (0, 5)


def test_what_will_be_available_counts_holds_that_end() -> None:
    """Asking posts nothing."""
    own = wallet((10, NOW + DAY), (10, None))
    hold(own, 15)
    posted = len(own.postings)
    assert [own.available_at(when) for when in (NOW, SOON, NOW + DAY)] == [5, 20, 10]
    assert (len(own.postings), own.held, left(own)) == (posted, 15, [0, 5])


def test_holds_that_were_not_read_are_never_guessed() -> None:
    """An account with points held, read with its lots but not its holds, holds no more and ends none."""
    own = Wallet(account_id=UUID(int=1), currency="points", available=1, held=10, version=9, lots=[])
    with pytest.raises(LotsNotRead):
        own.hold(1, hold_id=BASKET, cause=at(NOW))
    assert own.has_holds


def test_a_hold_is_found_by_its_activity_while_it_is_at_hand() -> None:
    """And what it took by its posting."""
    own = wallet((10, None))
    placed = hold(own, 10)
    assert own.open_holds_of(BASKET) == [placed]
    assert own.open_holds_of(UUID(int=1)) == []
    assert own.takes_of(placed.version) == placed.takes
    for amount in (0, -1):
        with pytest.raises(ValueError, match="cannot be spent"):
            own.redeem(placed, amount, at(NOW))

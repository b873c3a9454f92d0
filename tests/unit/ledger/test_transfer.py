"""Points that go over to another account: on the terms that they had, out of one and into the other."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from msgspec.structs import replace

from tessera.kit.clock import NEVER
from tessera.ledger.rows import Cause, Lot
from tessera.ledger.wallet import Wallet

NOW = datetime(2026, 6, 5, 12, tzinfo=UTC)
DAY = timedelta(days=1)
CAUSE = Cause(UUID(int=9), 1, NOW, NOW)


def wallet(number: int, *lots: tuple[int, datetime, datetime], debt: int = 0) -> Wallet:
    """An account with lots of (points, available at, expires at), as it is read under its lock."""
    read = [
        Lot(lot_version=place, expires_at=until, available_at=since, granted=points, remaining=points)
        for place, (points, since, until) in enumerate(lots, start=1)
    ]
    waiting = sorted((lot.available_at, lot.remaining) for lot in read if lot.available_at > NOW)
    return Wallet(
        account_id=UUID(int=number),
        currency="points",
        available=sum(lot.remaining for lot in read if lot.available_at <= NOW),
        pending=sum(points for _, points in waiting),
        debt=debt,
        version=len(read),
        next_expiry_at=min((lot.expires_at for lot in read if lot.expires_at < NEVER), default=None),
        maturing=waiting,
        reached_at=NOW,
        lots=read,
    )


def test_points_keep_their_terms_and_are_nobodys_on_the_way() -> None:
    """Usable and pending lots: what leaves is what arrives, and the postings balance each other."""
    bob = wallet(2, (30, NOW - DAY, NOW + 5 * DAY), (20, NOW + 2 * DAY, NEVER))
    ann = wallet(1, (7, NOW - DAY, NOW + 9 * DAY))
    takes = [(lot, lot.remaining) for lot in bob.live_lots()]
    bob.hand_over(takes, CAUSE)
    for lot, amount in takes:
        ann.take_over(amount, available_at=lot.available_at, expires_at=lot.expires_at, cause=CAUSE)
    assert (bob.available, bob.pending, ann.available, ann.pending) == (0, 0, 37, 20)
    assert sum(posting.amount for posting in [*bob.postings, *ann.postings]) == 0
    assert {posting.contra for posting in [*bob.postings, *ann.postings]} == {"transferred"}
    assert ann.next_expiry_at == NOW + 5 * DAY
    ann.settle(NOW + 5 * DAY)
    assert (ann.available, ann.pending) == (27, 0)


def test_points_that_come_back_lie_in_the_lot_that_they_had_left() -> None:
    """And expire with it, though the account had looked for nothing more to expire."""
    bob = wallet(2, (30, NOW - DAY, NOW + 5 * DAY))
    (lot,) = bob.live_lots()
    bob.hand_over([(lot, 30)], CAUSE)
    bob.settle(NOW + DAY)
    bob.next_expiry_at = None
    bob.take_again(lot, 12, available_at=lot.available_at, expires_at=lot.expires_at, cause=CAUSE)
    assert not bob.released_lots
    assert (bob.available, lot.remaining, lot.granted) == (12, 12, 30)
    assert bob.next_expiry_at == lot.expires_at == NOW + 5 * DAY
    bob.settle(NOW + 6 * DAY)
    assert (bob.available, lot.remaining) == (0, 0)


def test_points_that_were_released_elsewhere_come_back_released() -> None:
    """They waited for an event until a day that is over; it came in time, so they can be used, and last as they then did."""
    bob = wallet(2, (30, NEVER, NOW + 5 * DAY))
    (lot,) = bob.live_lots()
    bob.hand_over([(lot, 30)], CAUSE)
    later = replace(CAUSE, effective_at=NOW + 6 * DAY, recorded_at=NOW + 6 * DAY)
    bob.settle(later.recorded_at)
    bob.take_again(lot, 30, available_at=NOW + DAY, expires_at=NOW + 9 * DAY, cause=later)
    bob.settle(later.recorded_at)
    assert (bob.available, bob.pending, bob.next_expiry_at) == (30, 0, NOW + 9 * DAY)
    assert bob.released_lots == {1: (NOW + 5 * DAY, lot)}


def test_a_debt_goes_over_and_is_settled_against_what_is_there() -> None:
    """Forty owed and a hundred available leave sixty, and no debt on either side."""
    bob, ann = wallet(2, debt=40), wallet(1, (100, NOW - DAY, NEVER))
    bob.owe(-40, CAUSE)
    ann.owe(40, CAUSE)
    ann.repay(CAUSE)
    assert (bob.debt, ann.debt, ann.available) == (0, 0, 60)
    assert [posting.amount for posting in [*bob.postings, *ann.postings]] == [40, -40, 40]


def test_what_a_lot_elsewhere_gave_is_taken_from_the_others_or_owed() -> None:
    """Without its lot a return takes the oldest points that can be used, and the rest becomes debt."""
    ann = wallet(1, (10, NOW - DAY, NOW + 9 * DAY), (5, NOW + DAY, NEVER))
    taken = ann.reverse(12, lot=None, expired=0, rule_id="base", cause=CAUSE)
    assert (taken.from_available, taken.into_debt, taken.from_pending) == (10, 2, 0)
    assert (ann.available, ann.pending, ann.debt) == (0, 5, 2)

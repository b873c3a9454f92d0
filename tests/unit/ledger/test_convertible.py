"""What conversions take from a wallet and give to it, as of an instant that may lie behind."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from tessera.kit.clock import NEVER
from tessera.ledger.convertible import Part
from tessera.ledger.rows import Cause, Lot
from tessera.ledger.wallet import Wallet

DATE = datetime(2026, 10, 1, tzinfo=UTC)
DAY = timedelta(days=1)
NOW = DATE + 30 * DAY
CAUSE = Cause(UUID(int=9), 1, DATE, NOW)


def lot(number: int, points: int, *, came: timedelta, ends: timedelta | None) -> Lot:
    """Points usable from some time before or after the date until some time before or after it."""
    expires_at = NEVER if ends is None else DATE + ends
    return Lot(
        lot_version=number, expires_at=expires_at, available_at=DATE + came, granted=points, remaining=points
    )


def wallet(*lots: Lot, debt: int = 0) -> Wallet:
    """A wallet as it was read, with these lots."""
    pending = sorted((one.available_at, one.remaining) for one in lots if one.available_at > DATE - DAY)
    waiting = sum(points for _, points in pending)
    return Wallet(
        account_id=UUID(int=1),
        currency="points",
        available=sum(one.remaining for one in lots) - waiting,
        pending=waiting,
        maturing=pending,
        reached_at=DATE - DAY,
        version=10,
        next_expiry_at=min((one.expires_at for one in lots), default=None),
        lots=list(lots),
        debt=debt,
    )


def kinds(own: Wallet) -> list[tuple[str, int]]:
    return [(posting.kind, posting.amount) for posting in own.postings]


def test_time_is_brought_up_to_the_date_and_not_to_what_ends_with_it() -> None:
    """What matures at that very instant is usable; what expires with it still is."""
    own = wallet(
        lot(1, 5, came=-9 * DAY, ends=-DAY),
        lot(2, 7, came=-9 * DAY, ends=timedelta()),
        lot(3, 11, came=timedelta(), ends=9 * DAY),
        lot(4, 13, came=DAY, ends=None),
    )
    own.settle_until(DATE, NOW)
    assert kinds(own) == [("expired", -5), ("matured", 11)]
    assert [(part.lot.lot_version, part.left) for part in own.usable_at(DATE, [])] == [(2, 7), (3, 11)]
    own.settle(NOW)
    assert kinds(own)[2:] == [("expired", -7), ("matured", 13), ("expired", -11)]


def test_what_came_after_the_date_is_left_alone_though_it_can_be_used_by_now() -> None:
    """And what has expired since is counted, oldest expiry first."""
    own = wallet(lot(3, 11, came=-2 * DAY, ends=60 * DAY), lot(4, 13, came=2 * DAY, ends=50 * DAY))
    own.settle(NOW)
    gone = lot(2, 7, came=-9 * DAY, ends=5 * DAY)
    gone.remaining = 1
    later = lot(5, 9, came=DAY, ends=5 * DAY)
    later.remaining = 0
    assert own.usable_at(DATE, [(gone, 6), (later, 9)]) == [Part(gone, 1, 6), Part(own.live_lots()[0], 11, 0)]


def test_what_expired_meanwhile_is_brought_back_and_taken_at_once() -> None:
    """No more than is taken; the rest stays expired, and every lot holds what its allocations leave."""
    own = wallet(lot(3, 11, came=-2 * DAY, ends=60 * DAY))
    gone = lot(2, 7, came=-9 * DAY, ends=5 * DAY)
    gone.remaining = 0
    parts = own.usable_at(DATE, [(gone, 7)])
    assert own.convert_out(4, parts, conversion="payday", cause=CAUSE) == 4
    assert kinds(own) == [("restored", 4), ("converted", -4)]
    assert (own.available, gone.remaining) == (11, 0)
    assert [(a.lot_version, a.amount) for a in own.allocations] == [(2, -4), (2, 4)]
    assert own.convert_out(10, own.usable_at(DATE, [(gone, 3)]), conversion="payday", cause=CAUSE) == 3
    assert own.available == 4
    assert {posting.rule_id for posting in own.postings} == {"payday"}


def test_what_comes_in_has_a_lot_of_its_own_and_pays_what_is_owed() -> None:
    """Usable from the date on; the debt is repaid as of it."""
    own = wallet(debt=30)
    version, number = own.convert_in(100, expires_at=DATE + 60 * DAY, conversion="payday", cause=CAUSE)
    assert (version, number) == (11, 11)
    assert kinds(own) == [("converted", 100), ("repaid", 30)]
    (came,) = own.new_lots
    assert (came.granted, came.remaining, came.available_at) == (100, 70, DATE)
    assert (own.available, own.debt, own.next_expiry_at) == (70, 0, DATE + 60 * DAY)
    assert own.lifetime_earned == 0

"""A wallet by example: which lots are taken, what is posted, and what it refuses to do blindly."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import pytest

from tessera.ledger.holding import LotsNotRead
from tessera.ledger.rows import Cause, Lot
from tessera.ledger.spendable import InsufficientPoints
from tessera.ledger.wallet import Wallet

NOW = datetime(2026, 6, 5, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class Points(NamedTuple):
    rule: str
    amount: int
    available_at: datetime
    expires_at: datetime | None


def at(now: datetime) -> Cause:
    return Cause(UUID(int=7), 1, now, now)


def wallet(*grants: tuple[int, datetime | None], now: datetime = NOW) -> Wallet:
    """A new wallet with points (how many, until when), each granted by an activity of its own."""
    own = Wallet(account_id=UUID(int=1), currency="points", lots=[])
    for amount, expires_at in grants:
        own.earn(Points("base", amount, now, expires_at), at(now), {})
    return own


def left(own: Wallet) -> list[int]:
    return [lot.remaining for lot in own.new_lots]


def test_what_expires_first_is_taken_first_and_never_last() -> None:
    """By expiry, then by age; what never expires is kept to the end."""
    own = wallet((10, None), (10, NOW + 9 * DAY), (10, NOW + 2 * DAY), (10, NOW + 2 * DAY))
    own.adjust(-25, expires_at=None, cause=at(NOW))
    assert left(own) == [10, 5, 0, 0]


def test_grants_of_one_activity_on_the_same_terms_share_a_lot() -> None:
    """Each has a posting of its own; other terms open another lot."""
    own, lots = wallet(), dict[tuple[datetime, datetime | None], Lot]()
    terms = [NOW + DAY, NOW + DAY, None]
    posted = [own.earn(Points(f"r{n}", n + 1, NOW, until), at(NOW), lots) for n, until in enumerate(terms)]
    assert posted == [(1, 1), (2, 1), (3, 3)]
    assert left(own) == [3, 3]


def test_a_lot_takes_back_its_own_points_before_others() -> None:
    """Though others expire sooner; only what it lacks comes from them, and then from the future."""
    own = wallet((10, NOW + 9 * DAY), (10, NOW + DAY))
    mine, other = own.new_lots
    assert own.reverse(4, lot=mine, expired=0, rule_id="base", cause=at(NOW)).from_available == 4
    assert (mine.remaining, other.remaining) == (6, 10)
    taken = own.reverse(20, lot=mine, expired=0, rule_id="base", cause=at(NOW))
    assert (taken.from_available, taken.into_debt) == (16, 4)
    assert (own.available, own.debt, left(own)) == (0, 4, [0, 0])


def test_debt_is_repaid_by_what_comes_next() -> None:
    """Earned points pay it before they can be used; pending ones when they mature."""
    own = wallet((10, None))
    own.reverse(30, lot=own.new_lots[0], expired=0, rule_id="base", cause=at(NOW))
    own.earn(Points("base", 15, NOW + DAY, None), at(NOW), {})
    own.repay(at(NOW))
    assert (own.debt, own.pending) == (20, 15)
    own.settle(NOW + DAY)
    assert (own.debt, own.pending, own.available) == (5, 0, 0)
    own.earn(Points("base", 15, NOW, None), at(NOW + DAY), {})
    own.repay(at(NOW + DAY))
    assert (own.debt, own.available) == (0, 10)


def test_what_was_reported_after_its_expiry_pays_no_debt() -> None:
    """It is posted, and expires at the instant at which it was due; the debt stays."""
    own = wallet((10, None))
    own.reverse(30, lot=own.new_lots[0], expired=0, rule_id="base", cause=at(NOW))
    own.earn(Points("base", 15, NOW - 9 * DAY, NOW - DAY), at(NOW), {})
    own.repay(at(NOW))
    assert (own.debt, own.available) == (20, 0)
    assert (own.postings[-1].kind, own.postings[-1].effective_at) == ("expired", NOW - DAY)


def test_maturity_comes_before_expiry_at_the_same_instant() -> None:
    """Points that become usable and expire together are usable for no time, and pass through the books in that order."""
    own = wallet()
    own.earn(Points("base", 5, NOW + DAY, NOW + DAY), at(NOW), {})
    own.settle(NOW + 9 * DAY)
    assert [(p.kind, p.effective_at) for p in own.postings[1:]] == [
        ("matured", NOW + DAY),
        ("expired", NOW + DAY),
    ]


def test_lots_that_were_not_read_are_never_guessed() -> None:
    """A wallet without its lots earns, but takes from none."""
    own = Wallet(account_id=UUID(int=1), currency="points", available=10, version=1)
    own.earn(Points("base", 5, NOW, None), at(NOW), {})
    with pytest.raises(LotsNotRead):
        own.adjust(-1, expires_at=None, cause=at(NOW))


def test_more_than_is_available_is_refused_before_anything_moves() -> None:
    """The refusal says how much there is."""
    own = wallet((10, None))
    with pytest.raises(InsufficientPoints) as refusal:
        own.adjust(-11, expires_at=None, cause=at(NOW))
    assert refusal.value.available == 10
    assert (own.available, len(own.postings)) == (10, 1)

"""Money on a card: paid with part by part, set aside, given back, gone when its days are over."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.catalogue.gift_card import CHANGES, By, GiftCard, GiftCardRefused, Kind
from tessera.kit.codes import RefusalCode

NOW = datetime(2026, 6, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
BY = By(UUID(int=1), UUID(int=2), NOW)
ISSUER = By(None, None, NOW)


def card(amount_minor: int = 2500, *, expires_at: datetime | None = None) -> GiftCard:
    """A card that was just issued."""
    made = GiftCard(card_id=UUID(int=7), money="USD", issued_at=NOW, expires_at=expires_at)
    made.issue(amount_minor, ISSUER)
    return made


def test_a_card_pays_part_by_part_and_never_more_than_is_on_it() -> None:
    """25.00 pays 20.00, then not 5.01, then 5.00; each entry has the balance after it."""
    own = card()
    own.use(2000, BY)
    with pytest.raises(GiftCardRefused) as refused:
        own.use(501, BY)
    assert (refused.value.code, refused.value.left) == (RefusalCode.GIFT_CARD_SHORT, 500)
    own.use(500, BY)
    assert [(e.number, e.kind, e.amount_minor, e.balance_after) for e in own.entries] == [
        (1, Kind.ISSUED, 2500, 2500),
        (2, Kind.USED, 2000, 500),
        (3, Kind.USED, 500, 0),
    ]


def test_what_is_held_for_one_basket_no_other_can_spend() -> None:
    """Until the hold is captured, is released, or is over."""
    own, hold = card(), UUID(int=3)
    own.hold(2000, hold_id=hold, until=NOW + HOUR, by=BY)
    with pytest.raises(GiftCardRefused):
        own.use(501, BY)
    assert [own.available_at(at) for at in (NOW, NOW + HOUR)] == [500, 2500]
    own.release(hold, BY)
    own.use(1200, BY, promised=True)
    assert (own.balance_minor, own.held_minor, own.available_at(NOW)) == (1300, 0, 1300)


def test_time_frees_what_a_hold_set_aside_and_takes_what_an_expired_card_has_left() -> None:
    """What is held when the card expires can still pay for its basket; then the rest is gone."""
    own = card(expires_at=NOW + HOUR)
    own.hold(2000, hold_id=UUID(int=3), until=NOW + 2 * HOUR, by=BY)
    own.settle(NOW + HOUR)
    assert (own.balance_minor, own.held_minor, own.available_at(NOW + HOUR)) == (2000, 2000, 0)
    own.settle(NOW + 2 * HOUR)
    assert (own.balance_minor, own.held_minor) == (0, 0)
    assert [e.kind for e in own.entries] == ["issued", "held", "expired", "released", "expired"]


def test_a_card_whose_days_are_over_pays_nothing() -> None:
    """`expires_at` is the first bad instant."""
    own = card(expires_at=NOW)
    with pytest.raises(GiftCardRefused) as refused:
        own.use(1, BY)
    assert refused.value.code == RefusalCode.GIFT_CARD_EXPIRED


def test_what_comes_back_can_be_spent_for_a_while_though_the_card_has_ended() -> None:
    """Money that somebody had paid with is not lost because the goods came back late."""
    own = card(expires_at=NOW + HOUR)
    own.use(2500, BY)
    own.settle(NOW + 2 * HOUR)
    own.refund(2500, lasts_until=NOW + 30 * HOUR, by=By(*BY[:2], NOW + 2 * HOUR))
    assert own.available_at(NOW + 29 * HOUR) == 2500
    assert own.available_at(NOW + 30 * HOUR) == 0


STEPS = st.lists(
    st.tuples(st.sampled_from(["hold", "use", "release", "capture", "refund", "wait"]), st.integers(1, 900))
)


@given(STEPS)
def test_whatever_happens_the_entries_come_to_the_balance(steps: list[tuple[str, int]]) -> None:
    """Any sequence: the balance is the sum of the entries, and never below what is held."""
    own, now, ids = card(1000, expires_at=NOW + 40 * HOUR), NOW, count(10)
    for name, amount in steps:
        by = By(UUID(int=1), UUID(int=next(ids)), now)
        own.settle(now)
        hold = next(iter(own.holds), None)
        with suppress(GiftCardRefused):
            match name:
                case "hold":
                    own.hold(amount, hold_id=UUID(int=next(ids)), until=now + 3 * HOUR, by=by)
                case "use":
                    own.use(amount, by)
                case "refund":
                    own.refund(amount, lasts_until=now + HOUR, by=by)
                case "wait":
                    now += HOUR
                case "release" if hold:
                    own.release(hold, by)
                case "capture" if hold:
                    promised = own.holds[hold].amount_minor
                    own.release(hold, by)
                    own.use(min(amount, promised), by, promised=True)
    sums = [sum(CHANGES[e.kind][place] * e.amount_minor for e in own.entries) for place in (0, 1)]
    assert sums == [own.balance_minor, own.held_minor]
    assert [e.number for e in own.entries] == list(range(1, own.number + 1))
    assert all(0 <= e.held_after <= e.balance_after for e in own.entries)

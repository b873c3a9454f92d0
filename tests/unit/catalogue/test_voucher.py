"""What may become of a voucher."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from msgspec.structs import replace

from tessera.catalogue.voucher import ALLOWED, State, Step, Voucher, VoucherRefused, take_step

NOW = datetime(2026, 6, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANN, HOLD, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
ISSUED = Voucher(UUID(int=9), ANN, ANN, "coffee", 1, NOW, NOW + 24 * HOUR)


def voucher(state: State) -> Voucher:
    """A voucher that stands so at NOW."""
    if state is State.EXPIRED:
        return replace(ISSUED, expires_at=NOW)
    if state is State.HELD:
        return replace(ISSUED, state=state, held_by=HOLD, held_until=NOW + HOUR)
    return replace(ISSUED, state=state)


@pytest.mark.parametrize(("state", "step"), list(product(State, ALLOWED)))
def test_every_step_goes_from_its_own_states_alone(state: State, step: Step) -> None:
    """The table says all: any other step is refused, and the refusal names the state by its code."""
    before, after = ALLOWED[step]
    if state in before:
        made = take_step(voucher(state), step, by=OTHER, now=NOW, hold=HOLD)
        assert (made.state, made.number) == (after, 2)
    else:
        with pytest.raises(VoucherRefused) as refused:
            take_step(voucher(state), step, by=OTHER, now=NOW, hold=HOLD)
        assert refused.value.code.startswith("voucher_")


def test_a_voucher_that_is_held_is_used_by_its_own_hold_alone() -> None:
    """Another basket, or none, cannot use what one has set aside."""
    held = take_step(ISSUED, Step.HELD, by=HOLD, now=NOW, until=NOW + HOUR)
    assert take_step(held, Step.USED, by=OTHER, now=NOW, hold=HOLD).used_by == OTHER
    for hold in (OTHER, None):
        with pytest.raises(VoucherRefused, match="another basket"):
            take_step(held, Step.USED, by=OTHER, now=NOW, hold=hold)


def test_a_hold_that_is_over_holds_nothing() -> None:
    """It needs no sweep: from that instant on the voucher is free, for whoever comes."""
    held = take_step(ISSUED, Step.HELD, by=HOLD, now=NOW, until=NOW + HOUR)
    assert [held.state_at(at) for at in (NOW, NOW + HOUR)] == [State.HELD, State.ISSUED]
    assert take_step(held, Step.HELD, by=OTHER, now=NOW + HOUR, until=NOW + 2 * HOUR).held_by == OTHER


def test_a_voucher_that_comes_back_ends_no_earlier_than_its_grace() -> None:
    """Nor earlier than it had; one without an end has none now."""
    used = replace(ISSUED, state=State.USED)
    for until, ends in ((None, 24), (NOW, 24), (NOW + 30 * HOUR, 30)):
        back = take_step(used, Step.RESTORED, by=OTHER, now=NOW, until=until)
        assert (back.expires_at, back.held_until) == (NOW + ends * HOUR, None)
    lasting = replace(used, expires_at=None)
    assert take_step(lasting, Step.RESTORED, by=OTHER, now=NOW, until=NOW).expires_at is None


def test_what_was_set_aside_in_time_may_be_used_a_little_late() -> None:
    """While a hold lasts, the end of the voucher's own days takes nothing from the basket that it is held for."""
    held = take_step(ISSUED, Step.HELD, by=HOLD, now=NOW + 23 * HOUR, until=NOW + 25 * HOUR)
    late = NOW + 24 * HOUR
    assert take_step(held, Step.USED, by=OTHER, now=late, hold=HOLD).state is State.USED
    assert take_step(held, Step.RELEASED, by=OTHER, now=late, hold=HOLD).state_at(late) is State.EXPIRED


def test_a_voucher_s_last_instant_is_the_one_before_its_end() -> None:
    """`expires_at` is the first bad instant."""
    assert ISSUED.state_at(NOW + 24 * HOUR - timedelta(microseconds=1)) is State.ISSUED
    assert ISSUED.state_at(NOW + 24 * HOUR) is State.EXPIRED

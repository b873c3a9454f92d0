"""How often a key may call."""

import pytest

from tessera.access.limits import WINDOW_SECONDS, Limits, TooManyRequests


class Clock:
    """Seconds, set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_worth_may_come_at_once_and_then_evenly() -> None:
    """The quota is a burst; after it, one call for each share of the minute; refusals cost nothing."""
    clock = Clock()
    limits = Limits(6, monotonic=clock)
    assert [limits.take("a").left for _ in range(6)] == [5, 4, 3, 2, 1, 0]
    for _ in range(3):
        with pytest.raises(TooManyRequests) as refusal:
            limits.take("a")
        assert refusal.value.facts["retry_after_seconds"] == 10
    clock.now += 10
    assert limits.take("a").left == 0
    with pytest.raises(TooManyRequests):
        limits.take("a")


def test_waiting_as_told_is_enough_and_a_minute_fills_it_up() -> None:
    """Retry-After is kept; after the window the whole quota is there again."""
    clock = Clock()
    limits = Limits(7, monotonic=clock)
    for _ in range(7):
        limits.take("a")
    with pytest.raises(TooManyRequests) as refusal:
        limits.take("a")
    clock.now += refusal.value.facts["retry_after_seconds"]
    limits.take("a")
    clock.now += WINDOW_SECONDS * 2
    assert limits.take("a") == (7, 6, 9)


def test_keys_do_not_share() -> None:
    """One key's flood leaves another's quota alone."""
    limits = Limits(1, monotonic=Clock())
    limits.take("a")
    assert limits.take("b").left == 0

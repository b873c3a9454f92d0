"""Sharing out: exact, fair, deterministic."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tessera.kit.apportion import apportion

weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=20)


@given(st.integers(-(10**12), 10**12), weights)
def test_the_parts_sum_to_the_whole_and_none_is_off_by_one(total: int, shares: list[int]) -> None:
    """Each part is its exact share rounded down or up, with the sign of the total."""
    parts = apportion(total, shares)
    assert sum(parts) == total
    even = not any(shares)
    for part, share in zip(parts, shares, strict=True):
        exact = Fraction(total) / len(shares) if even else Fraction(total * share, sum(shares))
        assert abs(part - exact) < 1
        assert part * total >= 0


@given(st.integers(0, 10**6), weights)
def test_more_weight_never_gets_less(total: int, shares: list[int]) -> None:
    """A heavier one gets at least as much, an equal one that stands earlier too."""
    parts = apportion(total, shares)
    ranked = sorted(zip([-share for share in shares], range(len(shares)), parts, strict=True))
    assert [part for *_, part in ranked] == sorted(parts, reverse=True)


def test_nobody_gets_nothing() -> None:
    """Nothing can be shared among none; among some without weight it is shared evenly."""
    assert apportion(5, []) == []
    assert apportion(5, [0, 0]) == [3, 2]

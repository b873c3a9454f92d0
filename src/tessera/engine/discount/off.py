"""A part of the price, or an amount of money, off the basket or some of its lines."""

from collections.abc import Sequence

from tessera.engine.discount.basket import Basket
from tessera.programme.reward import AmountOff, PercentOff, Voucher


def take_percent(off: PercentOff, basket: Basket, places: Sequence[int]) -> dict[int, int]:
    """The share of what the lines cost together, rounded once to the nearest minor unit; a half goes up."""
    above, below = off.share.as_integer_ratio()
    minor = (2 * basket.cost(places) * above + below) // (2 * below)
    return _spread(min(minor, minor if off.most_minor is None else off.most_minor), basket, places)


def take_amount(off: AmountOff | Voucher, basket: Basket, places: Sequence[int]) -> dict[int, int]:
    """The amount, or all that the lines cost."""
    return _spread(min(off.amount_minor, basket.cost(places)), basket, places)


def _spread(minor: int, basket: Basket, places: Sequence[int]) -> dict[int, int]:
    return basket.spread(minor, {place: basket.left[place] for place in places}) if minor else {}

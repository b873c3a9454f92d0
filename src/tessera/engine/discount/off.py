"""A part of the price, or an amount of money, off the basket or some of its lines."""

from collections.abc import Sequence

from tessera.engine.discount.basket import Basket, Cut
from tessera.programme.reward import AmountOff, PercentOff, Voucher


def take_percent(off: PercentOff, basket: Basket, places: Sequence[int]) -> Cut:
    """The share of what the lines cost together, rounded once to the nearest minor unit; a half goes up."""
    above, below = off.share.as_integer_ratio()
    minor = (2 * basket.cost(places) * above + below) // (2 * below)
    return Cut(minor if off.most_minor is None else min(minor, off.most_minor), places)


def take_amount(off: AmountOff | Voucher, basket: Basket, places: Sequence[int]) -> Cut:
    """The amount, or all that the lines cost."""
    return Cut(min(off.amount_minor, basket.cost(places)), places)

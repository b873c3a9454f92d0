"""A single piece: the cheapest of some goods, or the dearest of some products."""

from collections.abc import Sequence

from tessera.engine.discount.basket import NO_CUT, Basket, Cut
from tessera.programme.reward import CheapestOff, FreeProduct


def take_cheapest(off: CheapestOff, basket: Basket, places: Sequence[int]) -> Cut:
    """A part of the price of the cheapest piece that costs something, to the nearest minor unit; a half goes up."""
    runs = [run for run in basket.pieces(places) if run.price]
    if not runs:
        return NO_CUT
    above, below = off.share.as_integer_ratio()
    minor = (2 * runs[-1].price * above + below) // (2 * below)
    return Cut(minor, (runs[-1].place,))


def take_product(_free: FreeProduct, basket: Basket, places: Sequence[int]) -> Cut:
    """The whole price of the dearest piece."""
    runs = basket.pieces(places)
    return Cut(runs[0].price, (runs[0].place,)) if runs else NO_CUT

"""Buy some, get some: of every group of pieces, the cheapest are free or cost less."""

from collections.abc import Sequence

from tessera.engine.discount.basket import Basket, Cut
from tessera.programme.reward import BuyGet


def take_buy_get(offer: BuyGet, basket: Basket, places: Sequence[int]) -> Cut:
    """The groups are whole, and put together from the dearest piece down: that is worth most to the member.

    Pieces are counted by runs of equal price, never one by one, so that a million of them cost no more than three.
    """
    group = offer.buy + offer.get
    runs = basket.pieces(places)
    groups = sum(run.number for run in runs) // group
    last = group * min(groups, groups if offer.times is None else offer.times)

    def free_among(first: int) -> int:
        """How many of the `first` pieces are the last ones of their group."""
        whole, rest = divmod(min(first, last), group)
        return whole * offer.get + max(0, rest - offer.buy)

    freed: dict[int, int] = {}
    counted = 0
    for run in runs:
        free = free_among(counted + run.number) - free_among(counted)
        counted += run.number
        freed[run.place] = freed.get(run.place, 0) + free * run.price
    above, below = offer.share.as_integer_ratio()
    minor = (2 * sum(freed.values()) * above + below) // (2 * below)
    return Cut(minor, tuple(freed), freed)

"""What points pay for a basket."""

from typing import Final

from tessera.kit.record import Record

MOST: Final = 0
"""In place of a number of points: as many as there are, and as the basket allows."""


class PaidLine(Record, array_like=True, frozen=True, gc=False):
    """A line's share of what points pay: `line` is its place, the amount in minor units, the points in smallest units."""

    line: int
    amount_minor: int
    points: int


class Payment(Record, array_like=True, frozen=True, gc=False):
    """So many points of a currency pay so much of a basket: the sums of `lines`."""

    currency: str
    points: int
    amount_minor: int
    lines: tuple[PaidLine, ...]

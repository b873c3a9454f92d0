"""A basket as discounts see it: what is left of each line, in pieces where it has some, and exact shares."""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import NamedTuple

from tessera.engine.activity import Activity, Line
from tessera.engine.classes import value_of
from tessera.kit.apportion import apportion
from tessera.programme.reward import Goods, Selectors

_TAX = "tax"
_PIECE = 1000


class Run(NamedTuple):
    """A `number` of whole pieces of the line at `place`, each for `price` minor units."""

    price: int
    number: int
    place: int


class Basket:
    """The lines of an activity; `left` is what may still be taken off each, in minor units, none of it below zero.

    `fixed` are the places of lines that are never discounted. An activity without lines is one line that holds its whole
    amount. Nothing depends on the order of the lines: where two are alike, their ids decide.
    """

    __slots__ = ("_by_id", "_rank", "_taxed", "fixed", "left", "lines")

    def __init__(self, activity: Activity, never: Selectors) -> None:
        self.lines: Sequence[Line] = activity.lines or (Line("", activity.amount_minor),)
        self.fixed = frozenset(place for place, line in enumerate(self.lines) if matches_any(line, never))
        self.left = [
            0 if place in self.fixed else max(0, line.amount_minor) for place, line in enumerate(self.lines)
        ]
        self._by_id = sorted(range(len(self.lines)), key=lambda place: (self.lines[place].id, place))
        self._rank = {place: rank for rank, place in enumerate(self._by_id)}
        self._taxed = any(line.facts and _TAX in line.facts for line in self.lines)

    def places(self, goods: Goods) -> Sequence[int]:
        """Where the lines stand that the goods name, by the lines' ids."""
        if not goods.lines and not goods.exclude:
            return self._by_id
        return [place for place in self._by_id if counts(self.lines[place], goods)]

    def cost(self, places: Sequence[int]) -> int:
        """What is left of these lines together."""
        return sum([self.left[place] for place in places])

    def pieces(self, places: Sequence[int]) -> list[Run]:
        """The whole pieces of these lines, the dearest first. What has a unit (weight, volume) has no pieces, and what
        costs nothing by itself is not bought.
        """
        runs = [run for place in places for run in self._runs(place)]
        return sorted(runs, key=lambda run: (-run.price, self._rank[run.place]))

    def spread(self, minor: int, weights: Mapping[int, int]) -> dict[int, int]:
        """Share an amount out over lines in proportion to their weights, first to each class of tax, then within it.

        The weights, by place, come to no less than the amount, so that no line gets more than its own.
        """
        ordered = sorted(weights, key=self._rank.__getitem__)
        if not self._taxed:
            parts = apportion(minor, [weights[place] for place in ordered])
            return dict(zip(ordered, parts, strict=True))
        by_tax: dict[str, list[int]] = {}
        for place in ordered:
            facts = self.lines[place].facts
            by_tax.setdefault(facts.get(_TAX, "") if facts else "", []).append(place)
        classes = [by_tax[tax] for tax in sorted(by_tax)]
        parts = apportion(minor, [sum([weights[place] for place in places]) for places in classes])
        shares: dict[int, int] = {}
        for places, part in zip(classes, parts, strict=True):
            shares.update(zip(places, apportion(part, [weights[place] for place in places]), strict=True))
        return shares

    def untouched(self) -> "Basket":
        """The same basket, with nothing taken off it in common."""
        other = copy(self)
        other.left = self.left.copy()
        return other

    def take(self, taken: Sequence[tuple[int, int]]) -> None:
        """What is taken off, by place, is no longer there for others."""
        for place, minor in taken:
            self.left[place] -= minor

    def _runs(self, place: int) -> list[Run]:
        line, left = self.lines[place], self.left[place]
        count, rest = divmod(line.quantity_milli, _PIECE)
        if line.unit is not None or line.amount_minor <= 0 or count < 1:
            return []
        if rest:
            return [Run(left * _PIECE // line.quantity_milli, count, place)]
        price, dearer = divmod(left, count)
        dear = [Run(price + 1, dearer, place)] if dearer else []
        return [*dear, Run(price, count - dearer, place)]


def counts(line: Line, goods: Goods) -> bool:
    """Is the line among the goods?"""
    for attribute, values in goods.lines.items():
        if value_of(line, attribute) not in values:
            return False
    return not matches_any(line, goods.exclude)


def matches_any(line: Line, selectors: Selectors) -> bool:
    """Does any of the selectors name the line?"""
    return bool(selectors) and any(
        value_of(line, attribute) in values for attribute, values in selectors.items()
    )

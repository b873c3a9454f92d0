"""A basket as discounts see it: what is left of each line, in pieces where it has some, and exact shares."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tessera.engine.activity import Activity, Line
from tessera.engine.classes import values_of
from tessera.kit.apportion import apportion
from tessera.programme.reward import Goods, Selectors

_TAX = "tax"
_PIECE = 1000


class Run(NamedTuple):
    """A `number` of whole pieces of the line at `place`, each for `price` minor units."""

    price: int
    number: int
    place: int


class Cut(NamedTuple):
    """So many minor units are taken off the lines at these places, in proportion to `weights`, which come to no less than
    that; without weights, to what is left of each.
    """

    minor: int
    places: Sequence[int] = ()
    weights: Mapping[int, int] | None = None


NO_CUT = Cut(0)


class Basket:
    """The lines of an activity; `left` is what may still be taken off each, in minor units, none of it below zero.

    `fixed` are the places of lines that are never discounted. An activity without lines is one line that holds its whole
    amount. Nothing depends on the order of the lines: where two are alike, their ids decide.
    """

    __slots__ = ("_by_id", "_rank", "_taxed", "_values", "fixed", "left", "lines")

    def __init__(self, activity: Activity, never: Selectors) -> None:
        self.lines: Sequence[Line] = activity.lines or (Line("", activity.amount_minor),)
        self.left = [max(0, line.amount_minor) for line in self.lines]
        ids = [line.id for line in self.lines]
        self._by_id = sorted(range(len(ids)), key=ids.__getitem__)
        self._rank = dict(zip(self._by_id, range(len(ids)), strict=True))
        self._taxed = any(_TAX in facts for facts in [line.facts for line in self.lines] if facts)
        self._values: dict[str, list[str | None]] = {}  # of each attribute that was asked for, by place
        self.fixed = frozenset(self._named(never))
        for place in self.fixed:
            self.left[place] = 0

    def places(self, goods: Goods) -> Sequence[int]:
        """Where the lines stand that the goods name, by the lines' ids."""
        places: Sequence[int] = self._by_id
        for attribute, wanted in goods.lines.items():
            values = self._values_of(attribute)
            places = [place for place in places if values[place] in wanted]
        if goods.exclude and places:
            out = self._named(goods.exclude)
            return [place for place in places if place not in out]
        return places

    def cost(self, places: Sequence[int]) -> int:
        """What is left of these lines together."""
        return sum([self.left[place] for place in places])

    def pieces(self, places: Sequence[int]) -> list[Run]:
        """The whole pieces of these lines, the dearest first. What has a unit (weight, volume) has no pieces, and what
        costs nothing by itself is not bought.
        """
        runs = [run for place in places for run in self._runs(place)]
        return sorted(runs, key=lambda run: (-run.price, self._rank[run.place]))

    def spread(self, cut: "Cut") -> dict[int, int]:
        """Share a cut out over its lines in proportion to their weights, first to each class of tax, then within it."""
        minor, places, weights = cut
        ordered = sorted(places, key=self._rank.__getitem__)
        if weights is None:
            weights = {place: self.left[place] for place in ordered}
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
        other: Basket = object.__new__(Basket)
        other.lines, other.fixed, other.left = self.lines, self.fixed, self.left.copy()
        other._by_id, other._rank, other._taxed = self._by_id, self._rank, self._taxed
        other._values = self._values
        return other

    def take(self, taken: Sequence[tuple[int, int]]) -> None:
        """What is taken off, by place, is no longer there for others."""
        for place, minor in taken:
            self.left[place] -= minor

    def _named(self, selectors: Selectors) -> set[int]:
        """Where the lines stand that any of the selectors names."""
        named = set[int]()
        for attribute, wanted in selectors.items():
            values = enumerate(self._values_of(attribute))
            named.update([place for place, value in values if value in wanted])
        return named

    def _values_of(self, attribute: str) -> list[str | None]:
        """What each line says of an attribute, by place."""
        values = self._values.get(attribute)
        if values is None:
            values = self._values[attribute] = values_of(self.lines, attribute)
        return values

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

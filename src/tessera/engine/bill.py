"""A basket that is paid with points: which of its lines they pay for, how much of it, and each line's share.

Currencies pay one after another. What one has paid of a line, the next does not pay again.
"""

from dataclasses import dataclass
from typing import NamedTuple

from tessera.engine.activity import Activity
from tessera.engine.classes import LineClasses
from tessera.engine.payment import PaidLine, Payment
from tessera.kit.apportion import apportion
from tessera.programme.document import Programme
from tessera.programme.spending import Spending


@dataclass(frozen=True, slots=True, eq=False)
class CompiledSpending:
    """How points of a currency pay, with the lines that they pay for: those whose class has all bits of `need` and
    none of `bar`.
    """

    terms: Spending
    need: int
    bar: int
    classes: LineClasses

    def lines_of(self, activity: Activity) -> list[int]:
        """The places of the lines that these points pay for; an amount without lines is one."""
        classes = self.classes.of_all(activity.lines) if activity.lines else [0]
        return [
            place
            for place, line_class in enumerate(classes)
            if line_class & self.need == self.need and not line_class & self.bar
        ]


def compile_spending(programme: Programme) -> dict[str, CompiledSpending]:
    """How points of each currency pay, in the document's order. The lines have classes of their own, apart from those
    of the rules: a purchase that is paid with money alone is decided as if nothing here were written.
    """
    terms = programme.spending.values()
    classes = LineClasses([s for own in terms for s in (*own.lines.items(), *own.exclude.items())])
    return {
        own.currency: CompiledSpending(own, classes.mask(own.lines), classes.mask(own.exclude), classes)
        for own in terms
    }


class Limit(NamedTuple):
    """What a basket lets points of a currency pay: up to `minor`. `counted` is what all lines that they pay for come to."""

    counted: int
    minor: int


class Bill:
    """What is still to be paid of a basket, in minor units by line, while currencies pay one after another."""

    def __init__(self, activity: Activity) -> None:
        self.activity = activity
        self.wholes = [line.amount_minor for line in activity.lines] or [activity.amount_minor]
        self.left = self.wholes.copy()
        self._ids = [line.id for line in activity.lines] or [""]
        self.to_leave = 0  # in money, at the end: what those that have paid ask for
        self._places: dict[str, list[int]] = {}  # of the lines that each currency pays for

    def limit(self, spending: CompiledSpending) -> Limit:
        """How much of what is left these points may pay."""
        terms, places = spending.terms, self._places_of(spending)
        counted = sum([self.wholes[place] for place in places])
        share = terms.share
        most = min(
            counted * share.numerator // share.denominator,
            sum([self.left[place] for place in places]),
            sum(self.left) - max(self.to_leave, terms.leave_minor),
        )
        return Limit(counted, max(0, most))

    def payable(self, spending: CompiledSpending, points: int) -> int:
        """How many of so many points may pay: whole steps, as far as the limit allows, or for whole items."""
        terms = spending.terms
        if terms.whole_items:
            return sum([line.points for line in self.items(spending, points)])
        within = self.limit(spending).minor // terms.step_minor * terms.step
        return min(points - points % terms.step, within)

    def each(self, spending: CompiledSpending) -> list[PaidLine]:
        """What each line would cost that is not paid yet, in the order of the basket."""
        left = [(place, self.left[place]) for place in self._places_of(spending)]
        return [
            PaidLine(place, amount, spending.terms.points_for(amount)) for place, amount in left if amount > 0
        ]

    def items(self, spending: CompiledSpending, points: int) -> list[PaidLine]:
        """The lines that so many points pay wholly, together within the limit: the dearest that still fits, then the next.

        Each for the fewest whole steps that cover it. Of equally dear ones that whose id comes first.
        """
        minor, found = self.limit(spending).minor, []
        for line in sorted(
            self.each(spending), key=lambda one: (-one.amount_minor, self._ids[one.line], one.line)
        ):
            if line.amount_minor <= minor and line.points <= points:
                found.append(line)
                minor, points = minor - line.amount_minor, points - line.points
        return found

    def take(self, spending: CompiledSpending, points: int) -> Payment:
        """Pay with so many points, within the limit; with fewer where they pay for whole items alone."""
        terms = spending.terms
        lines = self.items(spending, points) if terms.whole_items else self._shared_out(spending, points)
        for line in lines:
            self.left[line.line] -= line.amount_minor
        self.to_leave = max(self.to_leave, terms.leave_minor)
        spent, paid = sum([line.points for line in lines]), sum([line.amount_minor for line in lines])
        return Payment(terms.currency, spent, paid, tuple(sorted(lines, key=lambda line: line.line)))

    def _shared_out(self, spending: CompiledSpending, points: int) -> list[PaidLine]:
        """What whole steps of points pay: by line in proportion to what is left of it, exactly.

        Of equal remainders the line whose id comes first gets the cent, wherever it stands in the basket.
        """
        terms = spending.terms
        places = sorted(self._places_of(spending), key=self._ids.__getitem__)
        minor = terms.minor_for(points)
        amounts = apportion(minor, [self.left[place] for place in places])
        shares = apportion(points, amounts)
        return [
            PaidLine(place, amount, share)
            for place, amount, share in zip(places, amounts, shares, strict=True)
            if amount
        ]

    def _places_of(self, spending: CompiledSpending) -> list[int]:
        places = self._places.get(spending.terms.currency)
        if places is None:
            places = self._places[spending.terms.currency] = spending.lines_of(self.activity)
        return places

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

    def take(self, spending: CompiledSpending, points: int) -> Payment:
        """Pay with whole steps of points, within the limit: by line in proportion to what is left of it, exactly.

        Of equal remainders the line whose id comes first gets the cent, wherever it stands in the basket.
        """
        terms = spending.terms
        places = sorted(self._places_of(spending), key=self._id_of)
        minor = terms.minor_for(points)
        amounts = apportion(minor, [self.left[place] for place in places])
        shares = apportion(points, amounts)
        lines = [
            PaidLine(place, amount, share)
            for place, amount, share in zip(places, amounts, shares, strict=True)
            if amount
        ]
        for line in lines:
            self.left[line.line] -= line.amount_minor
        self.to_leave = max(self.to_leave, terms.leave_minor)
        return Payment(terms.currency, points, minor, tuple(sorted(lines, key=lambda line: line.line)))

    def _places_of(self, spending: CompiledSpending) -> list[int]:
        places = self._places.get(spending.terms.currency)
        if places is None:
            places = self._places[spending.terms.currency] = spending.lines_of(self.activity)
        return places

    def _id_of(self, place: int) -> tuple[str, int]:
        lines = self.activity.lines
        return (lines[place].id if lines else ""), place

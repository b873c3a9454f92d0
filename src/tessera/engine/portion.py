"""What of an activity counts for a rule that does not simply take the amount of its lines.

Such a rule counts only what was paid in certain ways, or lines of one unit, or its rate depends on the amount.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tessera.engine.activity import Activity
from tessera.engine.candidates import Group
from tessera.engine.classes import LineClasses
from tessera.engine.rule import CompiledRule

WHOLE = (1, 1)

Totals = Mapping[int, Sequence[int]]
"""Amount (minor units) and quantity (thousandths) of an activity's lines, added up by line class."""

Share = tuple[int, int]
"""So much of so much of the amount was paid in ways that count: minor units."""


class Portion(NamedTuple):
    """What counts of an activity for a rule, and at which rate. The amount is exactly `amount * kept / paid`."""

    amount: int
    quantity: int
    kept: int
    paid: int
    fixed: int
    minor: int

    def numerator(self, rule: CompiledRule) -> int:
        """The rule's points before rounding, times `rule.denominator * paid`."""
        return self.fixed * self.paid + (self.minor * self.amount + rule.milli * self.quantity) * self.kept


def add_up(classes: LineClasses, activity: Activity) -> Totals:
    """Add the lines up by class; an activity without lines is one line of class 0 that holds its whole amount.

    What the activity measures by itself stands beside them.
    """
    lines = activity.lines
    totals: Totals = classes.totals(lines) if lines else {0: (activity.amount_minor, 1000)}
    return with_measures(activity, totals, classes) if classes.units else totals


def portion(rule: CompiledRule, activity: Activity, amount: int, quantity: int) -> Portion | None:
    """What counts of the rule's own lines; None when it is below the first step."""
    kept, paid = share(rule, activity)
    rate = rate_at(rule, amount * kept // paid)
    return None if rate is None else Portion(amount, quantity, kept, paid, *rate)


def share(rule: CompiledRule, activity: Activity) -> Share:
    """Which part of what was paid counts for the rule."""
    return WHOLE if rule.payment is None else rule.payment.share(activity)


def rate_at(rule: CompiledRule, amount_minor: int) -> tuple[int, int] | None:
    """(fixed, minor) for an amount, times the rule's denominator; None below the first step."""
    if not rule.steps:
        return rule.fixed, rule.minor
    place = bisect_right(rule.steps, amount_minor, key=lambda step: step[0])
    return rule.steps[place - 1][1:] if place else None


def measured(rule: CompiledRule, group: tuple[int, ...], totals: Totals) -> int:
    """The quantity of those of the rule's lines that are of its unit, in thousandths."""
    return sum([totals[c][1] for c in group if c & rule.unit == rule.unit])


def with_measures(activity: Activity, totals: Totals, classes: LineClasses) -> Totals:
    """The totals, and what the activity itself measures: each unit that the programme knows in a class of its own.

    An activity that is named like a unit and says nothing more is one of it.
    """
    said = activity.measures or {}
    units = {unit: said.get(unit, 1000 if unit == activity.type else 0) for unit in classes.units}
    return {**totals, **{classes.of_unit(unit): (0, milli) for unit, milli in units.items() if milli}}


def in_part(rule: CompiledRule, activity: Activity) -> tuple[int, int]:
    """The factor of a multiplier that counts only what was paid in certain ways, for all that was paid."""
    (above, below), (kept, paid) = rule.factor, share(rule, activity)
    return below * paid + (above - below) * kept, below * paid


def spent_on(group: Group, totals: Totals) -> tuple[int, int]:
    """Amount and quantity of the lines of these classes."""
    amount = quantity = 0
    for line_class in group:
        more, pieces = totals[line_class]
        amount += more
        quantity += pieces
    return amount, quantity

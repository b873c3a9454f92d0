"""How points pay for baskets, the values of `spend:`: from how many on, in which steps, up to which share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

HOLD_MINUTES = 30
"""How long a hold lasts where the document does not say."""

LONGEST_HOLD_MINUTES = 31 * 24 * 60
"""How long one may last at most."""


@dataclass(frozen=True, slots=True)
class Spending:
    """What points of one currency pay at checkout, at the currency's worth.

    `least` and `step` are points in smallest units; a step pays `step_minor` whole minor units. They pay at most
    `share` of what the lines that count come to, and leave at least `leave_minor` of the basket to be paid in money.
    `lines` and `exclude` choose those lines, as a rule's do. A hold ends after `hold_minutes`. Points that come back with a
    return after they would have expired live `grace_days` longer (None: they are gone). `earns_net`: what points paid earns
    nothing. `whole_items`: they pay all that is left of a line, or nothing of it.
    """

    currency: str
    least: int = 1
    step: int = 1
    share: Fraction = Fraction(1)
    leave_minor: int = 0
    lines: Mapping[str, frozenset[str]] = field(default_factory=dict)
    exclude: Mapping[str, frozenset[str]] = field(default_factory=dict)
    hold_minutes: int = HOLD_MINUTES
    grace_days: int | None = None
    earns_net: bool = True
    step_minor: int = 1
    whole_items: bool = False

    def minor_for(self, points: int) -> int:
        """What so many points, whole steps of them, pay."""
        return points // self.step * self.step_minor

    def points_for(self, minor: int) -> int:
        """The fewest whole steps that pay so much, or a little more."""
        return -(-minor // self.step_minor) * self.step

    @property
    def smallest_minor(self) -> int:
        """What a basket of nothing but goods that count must come to, so that the least can be paid."""
        least = self.minor_for(self.least)
        return max(-(-least * self.share.denominator // self.share.numerator), least + self.leave_minor)

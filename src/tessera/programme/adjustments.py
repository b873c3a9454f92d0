"""What staff may do by hand, the values of `adjustments:`: for which reasons, how much alone, for how long."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Adjustments:
    """Points given or taken by hand. Amounts are smallest units, by currency; what is not named has no limit.

    `reasons`: the words of which one must be named; none: any text. More than `approve_above` at once needs a second
    person, and so does what one hand gives beyond `approve_above_a_day`. A request that nobody decides ends after
    `wait_days`. An adjustment can be undone for `undo_days`.
    """

    reasons: tuple[str, ...] = ()
    approve_above: Mapping[str, int] = field(default_factory=dict)
    approve_above_a_day: Mapping[str, int] = field(default_factory=dict)
    wait_days: int = 14
    undo_days: int = 1

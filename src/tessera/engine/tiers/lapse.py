"""Until when a level stands if nothing more happens."""

from collections.abc import Mapping

from tessera.engine.standing import TierStanding
from tessera.engine.tiers.ladder import CompiledTiers

A_LIFETIME = 36_525
"""Days: a level that stands so long stands for good."""


def stands_until(
    ladder: CompiledTiers, standing: TierStanding | None, day: int, traits: Mapping[str, str]
) -> int | None:
    """The first day (ordinal) after `day` to look at the level again, if nothing more happens; None: it stays.

    By time alone a level only falls, so the day on which it does is found by halving; but years of membership may raise
    it, so no further than to the day on which they may.
    """

    def holds(on: int) -> bool:
        return ladder.level_on(standing, on, traits) == level

    level, rise = ladder.level_on(standing, day, traits), ladder.next_rise(day, traits)
    held, lapsed = day, day + A_LIFETIME if rise is None else rise
    if rise is None and holds(lapsed):
        return None
    if rise is not None and holds(rise - 1):
        return rise
    while lapsed - held > 1:
        middle = (held + lapsed) // 2
        if holds(middle):
            held = middle
        else:
            lapsed = middle
    return lapsed

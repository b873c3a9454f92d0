"""What lies ahead of a member: until when a level stands, what keeps it longer, and what the next one takes."""

from collections.abc import Mapping
from typing import NamedTuple

from tessera.engine.standing import TierStanding
from tessera.engine.tiers.ladder import CompiledTiers
from tessera.engine.tiers.lapse import stands_until
from tessera.programme.ladder import Level


class Wanted(NamedTuple):
    """What is missing to a level by counter (by its name in the document), in their smallest units: all of it, or `any_of`
    it. `by`: the first day (ordinal) on which it is too late; None where no day is.
    """

    level: str
    missing: Mapping[str, int]
    any_of: bool
    by: int | None


class Ahead(NamedTuple):
    """A level, the first day (ordinal) on which it no longer stands if nothing more happens (None: it stays), what would
    keep it longer, and what the next one takes. None where nothing would.
    """

    level: str
    until: int | None
    keep: Wanted | None
    next: Wanted | None


def look_ahead(
    ladder: CompiledTiers, standing: TierStanding | None, day: int, traits: Mapping[str, str]
) -> Ahead:
    """What lies ahead on a day, if nothing happens until then."""
    level = ladder.level_on(standing, day, traits)
    rank = ladder.rank[level]
    until = stands_until(ladder, standing, day, traits)
    if until is not None and ladder.rank[ladder.level_on(standing, until, traits)] > rank:
        until = None  # it may rise on that day, by years alone
    levels = ladder.structure.levels
    following = next((one for one in levels[rank + 1 :] if one.needs), None)
    totals = ladder.totals(standing, day, traits)
    return Ahead(
        level,
        until,
        None if until is None else _keep(ladder, standing, levels[rank], day, until, traits),
        None if following is None else _wanted(following, totals, ladder.windows.end(day)),
    )


def _keep(  # noqa: PLR0913, PLR0917 - a level, and from when to when
    ladder: CompiledTiers,
    standing: TierStanding | None,
    level: Level,
    day: int,
    until: int,
    traits: Mapping[str, str],
) -> Wanted | None:
    """What has the level stand beyond `until`. Where the counts alone hold it, what they will lack then; else what
    reaches it once more, if that would last longer.
    """
    if not ladder.keeps:
        wanted = _wanted(level, ladder.totals(standing, until, traits), until)
    else:
        again, end = ladder.reached_until(day), ladder.windows.end(day)
        if again is not None and again <= until:
            return None
        wanted = _wanted(
            level, ladder.totals(standing, day, traits), until if end is None else min(until, end)
        )
    lacks = all if wanted.any_of else any
    return wanted if lacks(wanted.missing.values()) else None


def _wanted(level: Level, totals: Mapping[str, int], by: int | None) -> Wanted:
    missing = {need.counter: max(0, need.least - totals[need.counter]) for need in level.needs}
    return Wanted(level.id, missing, level.any_of, by)

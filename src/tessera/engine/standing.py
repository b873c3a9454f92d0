"""The engine's small memory of a member. Never mutated: a decision carries the next one."""

from tessera.kit.record import Record


class TierStanding(Record, array_like=True, frozen=True):
    """Where a member stands in one tier structure.

    `counted` maps a window's or a day's first day (proleptic ordinal) to what was counted then. `level` is the
    highest reached that still stands, `kept_until` the first day (ordinal) on which it no longer does.
    """

    level: str | None = None
    kept_until: int | None = None
    counted: dict[int, int] = {}


class Standing(Record, array_like=True, frozen=True):
    """What must be remembered of a member between activities; rebuildable by folding them again.

    `counts`: activities so far by type. `caps`: per rule, what was used in each window, by the window's first day.
    `choices`: what the member chose, by choice and the first day (ordinal) of the period for which it counts.
    """

    version: int = 0
    counts: dict[str, int] = {}
    caps: dict[str, dict[int, int]] = {}
    tiers: dict[str, TierStanding] = {}
    choices: dict[str, dict[int, tuple[str, ...]]] = {}

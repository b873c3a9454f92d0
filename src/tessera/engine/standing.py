"""The engine's small memory of a member. Never mutated: a decision carries the next one."""

from tessera.kit.record import Record


class Reached(Record, array_like=True, frozen=True, gc=False):
    """A level that was reached on a day, and the first day on which that no longer holds it (None: for ever); ordinals."""

    level: str
    on: int
    until: int | None


class Memory(Record, array_like=True, frozen=True):
    """What a ladder must know beyond the counts of its windows.

    `counted`: what its counters with names have counted. `reached`: the levels, in order. `since`: the day on which the
    counters last began anew; what is older no longer counts.
    """

    counted: dict[str, dict[int, int]] = {}
    reached: tuple[Reached, ...] = ()
    since: int = 0


class TierStanding(Record, array_like=True, frozen=True):
    """Where a member stands in one tier structure.

    `counted` maps a window's or a day's first day (proleptic ordinal) to what was counted then. `level` is the
    highest reached that still stands, `kept_until` the first day (ordinal) on which it no longer does. `memory` is for
    ladders that need one.
    """

    level: str | None = None
    kept_until: int | None = None
    counted: dict[int, int] = {}
    memory: Memory | None = None

    @property
    def reached(self) -> tuple[Reached, ...]:
        """The levels reached; where a ladder without memory left it so, the one that stands."""
        if self.memory is not None:
            return self.memory.reached
        return () if self.level is None else (Reached(self.level, 0, self.kept_until),)


class Noted(Record, array_like=True, frozen=True, gc=False):
    """The level that was last told of in one tier structure, on which day, and the first day on which it would no longer
    stand if nothing more happened (None: it would go on); ordinals.
    """

    level: str
    on: int
    until: int | None


class Standing(Record, array_like=True, frozen=True):
    """What must be remembered of a member between activities; rebuildable by folding them again.

    `counts`: activities so far by type. `caps`: per rule, what was used in each window, by the window's first day.
    `choices`: what the member chose, by choice and the first day (ordinal) of the period for which it counts.
    `noted`: what was told of levels, per structure; nothing where it was never more than everybody's.
    """

    version: int = 0
    counts: dict[str, int] = {}
    caps: dict[str, dict[int, int]] = {}
    tiers: dict[str, TierStanding] = {}
    choices: dict[str, dict[int, tuple[str, ...]]] = {}
    noted: dict[str, Noted] = {}

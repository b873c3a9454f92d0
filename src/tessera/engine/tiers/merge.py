"""Two members' standings in one ladder made into one person's, and parted again."""

from collections.abc import Mapping
from typing import TypeVar

from tessera.engine.standing import Memory, TierStanding

K = TypeVar("K")

NOWHERE = TierStanding()
_NO_MEMORY = Memory()


def add_counts(own: Mapping[K, int], other: Mapping[K, int]) -> dict[K, int]:
    """What both have counted."""
    return {**own, **{key: own.get(key, 0) + count for key, count in other.items()}}


def part_counts(now: Mapping[K, int], other: Mapping[K, int]) -> tuple[dict[K, int], dict[K, int]]:
    """(What stays, what leaves): of each as much as the other brought, if there still is as much."""
    leaves = {key: min(count, now.get(key, 0)) for key, count in other.items()}
    stays = {key: count - leaves.get(key, 0) for key, count in now.items()}
    return {key: n for key, n in stays.items() if n}, {key: n for key, n in leaves.items() if n}


def join_tiers(
    own: TierStanding, other: TierStanding, *, rank: Mapping[str, int], today: int
) -> TierStanding:
    """The better of two levels, and the counts of both together; whatever either reached is remembered."""

    def worth(one: TierStanding) -> tuple[int, bool, int]:
        """How good the level is that stands today, and how long it does."""
        stands = one.kept_until is None or today < one.kept_until
        return rank.get(one.level or "", 0) if stands else 0, one.kept_until is None, one.kept_until or 0

    better = other if worth(other) > worth(own) else own
    memory = None
    if own.memory or other.memory:
        mine, theirs = own.memory or _NO_MEMORY, other.memory or _NO_MEMORY
        memory = Memory(
            {
                name: add_counts(mine.counted.get(name, {}), theirs.counted.get(name, {}))
                for name in sorted(mine.counted.keys() | theirs.counted.keys())
            },
            tuple(sorted({*own.reached, *other.reached}, key=lambda one: (one.on, one.level))),
            max(mine.since, theirs.since),
        )
    return TierStanding(better.level, better.kept_until, add_counts(own.counted, other.counted), memory)


def part_tiers(
    now: TierStanding, *, joint: TierStanding, own: TierStanding, other: TierStanding
) -> tuple[TierStanding, TierStanding]:
    """(Of who stays, of who leaves), after `own` and `other` were joined into `joint`, which is `now` by now.

    Untouched since, each is as it was. Else the counts are parted, and a level reached since stays with who stays.
    """
    if now == joint:
        return own, other
    stays, leaves = part_counts(now.counted, other.counted)
    same_level = (now.level, now.kept_until) == (joint.level, joint.kept_until)
    level, kept_until = (own.level, own.kept_until) if same_level else (now.level, now.kept_until)
    if now.memory is None:
        return TierStanding(level, kept_until, stays), TierStanding(other.level, other.kept_until, leaves)
    brought = other.memory or Memory(reached=other.reached)
    named = {
        name: part_counts(counted, brought.counted.get(name, {}))
        for name, counted in now.memory.counted.items()
    }
    reached = tuple(one for one in now.memory.reached if one in own.reached or one not in other.reached)
    return (
        TierStanding(
            level, kept_until, stays, Memory({n: s for n, (s, _) in named.items()}, reached, now.memory.since)
        ),
        TierStanding(
            other.level,
            other.kept_until,
            leaves,
            Memory({n: left for n, (_, left) in named.items()}, brought.reached, brought.since),
        ),
    )

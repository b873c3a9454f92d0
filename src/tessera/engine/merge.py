"""Two members' standings made into one person's, and parted again.

What is counted adds up, and what was reached stands. Parting gives each their own back as far as it is still there: the two
parts together are never more than the whole was.
"""

from datetime import date
from typing import NamedTuple

import msgspec

from tessera.engine.caps import join_used
from tessera.engine.compile import Compiled
from tessera.engine.standing import Standing, TierStanding
from tessera.engine.tiers.merge import NOWHERE, add_counts, join_tiers, part_counts, part_tiers


class Joining(NamedTuple):
    """How two standings become one: by which version, on which local day, and when the one who stays had joined."""

    compiled: Compiled
    day: date
    joined: date


def merge_standings(own: Standing, other: Standing, joining: Joining) -> Standing:
    """What is to be remembered of one person, of whom `own` and `other` each remember a part.

    Counts of activities add up, and so does the use of every cap, window by window. Of two levels the better one stands,
    and what counts for it adds up, so that the sum may be enough for a higher one: the one who stays is told of it by a
    review. Where both have chosen for a period, the choice of the one who stays counts.
    """
    return msgspec.structs.replace(
        own,
        version=own.version + 1,
        counts=add_counts(own.counts, other.counts),
        caps={
            rule_id: _join_caps(rule_id, own, other, joining)[0]
            for rule_id in sorted(own.caps.keys() | other.caps.keys())
        },
        tiers={
            tiers_id: _join_tier(tiers_id, own, other, joining)
            for tiers_id in sorted(own.tiers.keys() | other.tiers.keys())
        },
        choices={
            choice: {**other.choices.get(choice, {}), **own.choices.get(choice, {})}
            for choice in sorted(own.choices.keys() | other.choices.keys())
        },
    )


def unmerge_standings(
    now: Standing, own: Standing, other: Standing, joining: Joining
) -> tuple[Standing, Standing]:
    """What is to be remembered of each, once the person of whom `now` is remembered is parted: (who stays, who leaves).

    `own` and `other` are what they were when they were merged. What nothing has touched since is as it was then. Of the
    rest, who leaves gets what they brought as far as it is there; a level reached since stays with who stays.
    """
    merged = merge_standings(own, other, joining)
    counts, brought = part_counts(now.counts, other.counts)
    caps = {rule_id: _part_caps(rule_id, now, merged, own, other, joining) for rule_id in now.caps}
    tiers = {tiers_id: _part_tier(tiers_id, now, merged, own, other) for tiers_id in now.tiers}
    stays = msgspec.structs.replace(
        now,
        version=now.version + 1,
        counts=counts,
        caps={rule_id: used for rule_id, (used, _) in caps.items() if used},
        tiers={tiers_id: kept for tiers_id, (kept, _) in tiers.items() if kept != NOWHERE},
        choices=_without_brought(now, own, other),
    )
    leaves = msgspec.structs.replace(
        other,
        version=other.version + 2,  # merging was one step of theirs, and this is the next
        counts=brought,
        caps={rule_id: used for rule_id, (_, used) in caps.items() if used},
        tiers={tiers_id: kept for tiers_id, (_, kept) in tiers.items() if kept != NOWHERE},
    )
    return stays, leaves


def _without_brought(now: Standing, own: Standing, other: Standing) -> dict[str, dict[int, tuple[str, ...]]]:
    """What is chosen, without what only the other had chosen."""
    kept = {
        choice: {
            first: values
            for first, values in chosen.items()
            if first in own.choices.get(choice, {}) or other.choices.get(choice, {}).get(first) != values
        }
        for choice, chosen in now.choices.items()
    }
    return {choice: chosen for choice, chosen in kept.items() if chosen}


def _join_caps(
    rule_id: str, own: Standing, other: Standing, joining: Joining
) -> tuple[dict[int, int], dict[int, int]]:
    """What is used of a rule's caps in all, and in which window what the other had used in each of theirs counts."""
    return join_used(
        joining.compiled.caps_named(rule_id),
        own.caps.get(rule_id, {}),
        other.caps.get(rule_id, {}),
        joined=joining.joined,
        today=joining.day,
    )


def _part_caps(  # noqa: PLR0913, PLR0917 - what is parted, and what it was put together from
    rule_id: str, now: Standing, merged: Standing, own: Standing, other: Standing, joining: Joining
) -> tuple[dict[int, int], dict[int, int]]:
    stays, brought = dict(now.caps[rule_id]), other.caps.get(rule_id, {})
    if stays == merged.caps.get(rule_id):
        return dict(own.caps.get(rule_id, {})), dict(brought)
    _, windows = _join_caps(rule_id, own, other, joining)
    leaves = {}
    for window, count in brought.items():
        leaves[window] = min(count, stays.get(windows[window], 0))
        stays[windows[window]] = stays.get(windows[window], 0) - leaves[window]
    return {w: count for w, count in stays.items() if count}, {
        w: count for w, count in leaves.items() if count
    }


def _join_tier(tiers_id: str, own: Standing, other: Standing, joining: Joining) -> TierStanding:
    ladder = next((one for one in joining.compiled.tiers if one.id == tiers_id), None)
    return join_tiers(
        own.tiers.get(tiers_id, NOWHERE),
        other.tiers.get(tiers_id, NOWHERE),
        rank=ladder.rank if ladder else {},
        today=joining.day.toordinal(),
    )


def _part_tier(
    tiers_id: str, now: Standing, merged: Standing, own: Standing, other: Standing
) -> tuple[TierStanding, TierStanding]:
    return part_tiers(
        now.tiers[tiers_id],
        joint=merged.tiers.get(tiers_id, NOWHERE),
        own=own.tiers.get(tiers_id, NOWHERE),
        other=other.tiers.get(tiers_id, NOWHERE),
    )

"""Two members' standings made into one person's, and parted again.

What is counted adds up, and what was reached stands. Parting gives each their own back as far as it is still there: the two
parts together are never more than the whole was.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, TypeVar

import msgspec

from tessera.engine.caps import join_used
from tessera.engine.compile import Compiled
from tessera.engine.standing import Standing, TierStanding

K = TypeVar("K")
Counts = Mapping[K, int]
_NOWHERE = TierStanding()


class Joining(NamedTuple):
    """How two standings become one: by which version, on which local day, and when the one who stays had joined."""

    compiled: Compiled
    day: date
    joined: date


def merge_standings(own: Standing, other: Standing, joining: Joining) -> Standing:
    """What is to be remembered of one person, of whom `own` and `other` each remember a part.

    Counts of activities add up, and so does the use of every cap, window by window. Of two levels the better one stands,
    and what counts for it adds up, so that the sum may be enough for a higher one. Where both have chosen for a period,
    the choice of the one who stays counts.
    """
    return msgspec.structs.replace(
        own,
        version=own.version + 1,
        counts=_sum(own.counts, other.counts),
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
    counts, brought = _part(now.counts, other.counts)
    caps = {rule_id: _part_caps(rule_id, now, merged, own, other, joining) for rule_id in now.caps}
    tiers = {tiers_id: _part_tier(tiers_id, now, merged, own, other) for tiers_id in now.tiers}
    stays = msgspec.structs.replace(
        now,
        version=now.version + 1,
        counts=counts,
        caps={rule_id: used for rule_id, (used, _) in caps.items() if used},
        tiers={tiers_id: kept for tiers_id, (kept, _) in tiers.items() if kept != _NOWHERE},
        choices={
            choice: {
                first: values
                for first, values in chosen.items()
                if first in own.choices.get(choice, {}) or other.choices.get(choice, {}).get(first) != values
            }
            for choice, chosen in now.choices.items()
        },
    )
    leaves = msgspec.structs.replace(
        other,
        version=other.version + 2,  # merging was one step of theirs, and this is the next
        counts=brought,
        caps={rule_id: used for rule_id, (_, used) in caps.items() if used},
        tiers={tiers_id: kept for tiers_id, (_, kept) in tiers.items() if kept != _NOWHERE},
    )
    return stays, leaves


def _sum(own: Counts[K], other: Counts[K]) -> dict[K, int]:
    return {**own, **{key: own.get(key, 0) + count for key, count in other.items()}}


def _part(now: Counts[K], other: Counts[K]) -> tuple[dict[K, int], dict[K, int]]:
    """(What stays, what leaves): of each as much as was brought, if there still is as much."""
    leaves = {key: min(count, now.get(key, 0)) for key, count in other.items()}
    stays = {key: count - leaves.get(key, 0) for key, count in now.items()}
    return {key: n for key, n in stays.items() if n}, {key: n for key, n in leaves.items() if n}


def _join_caps(
    rule_id: str, own: Standing, other: Standing, joining: Joining
) -> tuple[dict[int, int], dict[int, int]]:
    """What is used of a rule's caps in all, and in which window what the other had used in each of theirs counts."""
    rule = joining.compiled.find(rule_id)
    return join_used(
        rule.caps if rule else (),
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
    mine, theirs = own.tiers.get(tiers_id, _NOWHERE), other.tiers.get(tiers_id, _NOWHERE)
    structure = next((one.structure for one in joining.compiled.tiers if one.id == tiers_id), None)
    ranks = {level.id: rank for rank, level in enumerate(structure.levels if structure else ())}
    today = joining.day.toordinal()

    def worth(one: TierStanding) -> tuple[int, bool, int]:
        """How good the level is that stands on the day, and how long it does."""
        stands = one.kept_until is None or today < one.kept_until
        rank = ranks.get(one.level or "", 0) if stands else 0
        return rank, one.kept_until is None, one.kept_until or 0

    better = theirs if worth(theirs) > worth(mine) else mine
    return msgspec.structs.replace(better, counted=_sum(mine.counted, theirs.counted))


def _part_tier(
    tiers_id: str, now: Standing, merged: Standing, own: Standing, other: Standing
) -> tuple[TierStanding, TierStanding]:
    whole, joint = now.tiers[tiers_id], merged.tiers.get(tiers_id)
    before, brought = own.tiers.get(tiers_id, _NOWHERE), other.tiers.get(tiers_id, _NOWHERE)
    if whole == joint:
        return before, brought
    stays, leaves = _part(whole.counted, brought.counted)
    same_level = joint is not None and (whole.level, whole.kept_until) == (joint.level, joint.kept_until)
    kept = before if same_level else whole
    return msgspec.structs.replace(kept, counted=stays), msgspec.structs.replace(brought, counted=leaves)

"""What is told of a member's levels: that one was reached, kept, lowered or ended, each once.

An activity tells what it brought. What time, traits, merges and new versions bring is told by a review, on the day on
which it holds.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from tessera.engine.decision import Decision, LevelChange
from tessera.engine.standing import Noted, Standing
from tessera.engine.tiers.ladder import CompiledTiers
from tessera.engine.tiers.lapse import stands_until
from tessera.kit.codes import LevelCode

Told = tuple[tuple[LevelChange, ...], dict[str, Noted]]
"""What became of levels, and what is noted of them from then on, by structure."""


def note_levels(  # noqa: PLR0913, PLR0917 - what a decision rests on
    ladders: Sequence[CompiledTiers],
    before: Standing,
    decision: Decision,
    held: Mapping[str, str],
    day: int,
    traits: Mapping[str, str],
) -> Decision:
    """The decision about an activity of a day (ordinal) with what it did to levels; most do nothing.

    `held` are the levels before it. What is reported late is told as of the day that was told of last.
    """
    after = decision.standing
    changes: list[LevelChange] = []
    noted = before.noted
    for ladder in ladders:
        own = after.tiers.get(ladder.id)
        if own is before.tiers.get(ladder.id) and not ladder.traits_asked:
            continue  # nothing was counted, and nothing is given
        last = noted.get(ladder.id)
        on = day if last is None or last.on <= day else last.on
        if ladder.windows.rolls:
            on = ladder.latest(own, on)
        level = ladder.level_on(own, on, traits)
        if last is not None and level == last.level:
            continue  # by far the most
        was = _before(ladder, last, held[ladder.id] if before.version else ladder.ids[0])
        if level == was and (last is not None or not (ladder.rank[level] or ladder.traits_asked)):
            continue
        now = Noted(level, on, stands_until(ladder, own, on, traits))
        changes += _changed(ladder, was, now)
        noted = {**noted, ladder.id: now}
    if noted is before.noted:
        return decision
    standing = msgspec.structs.replace(after, noted=noted)
    return msgspec.structs.replace(decision, standing=standing, levels=tuple(changes))


def review_levels(
    ladders: Sequence[CompiledTiers], standing: Standing, *, day: int, traits: Mapping[str, str]
) -> Told:
    """What holds on a day (ordinal) and was not told yet; a level whose time was up and that still stands is kept."""
    changes: list[LevelChange] = []
    noted = dict(standing.noted)
    for ladder in ladders:
        own, last = standing.tiers.get(ladder.id), noted.get(ladder.id)
        on = day if last is None else max(day, last.on)
        level = ladder.level_on(own, on, traits)
        now = Noted(level, on, stands_until(ladder, own, on, traits))
        if last is None and not ladder.rank[level] and now.until is None:
            continue
        was = _before(ladder, last, ladder.ids[0])
        changes += _changed(ladder, was, now)
        if level == was and ladder.rank[level] and _is_over(last, on):
            changes.append(_change(ladder, LevelCode.KEPT, was, now))
        noted[ladder.id] = now
    return tuple(changes), noted


def _before(ladder: CompiledTiers, last: Noted | None, otherwise: str) -> str:
    """The level that was told of last, by the name that it has now; one that is gone without an heir keeps its own."""
    if last is None:
        return otherwise
    return ladder.ids[ladder.rank[last.level]] if last.level in ladder.rank else last.level


def _is_over(last: Noted | None, on: int) -> bool:
    return last is not None and last.until is not None and last.until <= on


def _changed(ladder: CompiledTiers, was: str, now: Noted) -> list[LevelChange]:
    if was == now.level:
        return []
    rank = ladder.rank[now.level]
    fallen = LevelCode.LOWERED if rank else LevelCode.ENDED
    code = LevelCode.REACHED if rank > ladder.rank.get(was, rank) else fallen
    return [_change(ladder, code, was, now)]


def _change(ladder: CompiledTiers, code: LevelCode, was: str, now: Noted) -> LevelChange:
    until_on = None if now.until is None else date.fromordinal(now.until)
    return LevelChange(ladder.id, code, was, now.level, until_on)

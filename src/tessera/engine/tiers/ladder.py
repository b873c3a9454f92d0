"""A ladder of one counter whose levels the counts of its windows tell."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from tessera.engine.activity import Activity
from tessera.engine.decision import Effect
from tessera.engine.standing import TierStanding
from tessera.engine.tiers.counters import Back, CompiledCounter
from tessera.engine.tiers.windows import Windows
from tessera.programme.ladder import KeepUntil, QualifyBy, TakesEffect, TierStructure

NO_TRAITS: Mapping[str, str] = MappingProxyType({})

_DAYS_REMEMBERED = 4_000
_NO_WINDOW = -1
_NOTHING = TierStanding()


class CompiledTiers:
    """One tier structure, ready to count and to rank. Days are ordinals of the programme's calendar.

    Traits are the member's, as far as `traits_asked`. Here none are; a ladder that asks for some is a
    `RememberingTiers`. `heirs`: the levels that stand for those of earlier versions, which standings may still name.
    """

    def __init__(
        self,
        structure: TierStructure,
        counters: Sequence[CompiledCounter],
        heirs: Mapping[str, str | None] = MappingProxyType({}),
    ) -> None:
        self.structure = structure
        self.id = structure.id
        self.ids = tuple(level.id for level in structure.levels)
        self.rank = {level_id: rank for rank, level_id in enumerate(self.ids)}
        self.rank |= {gone: self.rank[heir] for gone, heir in heirs.items() if heir in self.rank}
        self.windows = Windows(structure)
        self.at_once = structure.takes_effect is TakesEffect.AT_ONCE
        self.traits_asked: frozenset[str] = frozenset()
        self.counters = tuple(counters)
        self._counter = self.counters[0]
        self._thresholds = [level.needs[0].least if level.needs else 0 for level in structure.levels]
        self._rolls = self.windows.rolls
        self._known: dict[int, tuple[int, int | None, int]] = {}

    def level_on(
        self,
        standing: TierStanding | None,
        day: int,
        traits: Mapping[str, str] = NO_TRAITS,  # noqa: ARG002 - a ladder's arguments
    ) -> str:
        """The level that a member holds on a day."""
        if standing is None:
            return self.ids[0]
        first, _, before = self._window(day)
        counted = standing.counted
        rank = self._earned(self.windows.total(counted, day) if self._rolls else counted.get(first, 0))
        if before in counted:
            rank = max(rank, self._earned(counted[before]))
        if standing.level is not None and (standing.kept_until is None or day < standing.kept_until):
            rank = max(rank, self.rank.get(standing.level, 0))
        return self.ids[rank]

    def is_given(self, standing: TierStanding | None, day: int, traits: Mapping[str, str]) -> bool:  # noqa: ARG002 - a ladder's arguments
        """Does the member hold that level only because it was given?"""
        return False

    @property
    def keeps(self) -> bool:
        """Does a level stand longer than the counts alone hold it?"""
        return not self._rolls

    def reached_until(self, day: int) -> int | None:
        """The first day on which a level that was reached on a day no longer stands; None: it stays."""
        return self._window(day)[1]

    def totals(
        self,
        standing: TierStanding | None,
        day: int,
        traits: Mapping[str, str] = NO_TRAITS,  # noqa: ARG002 - a ladder's arguments
    ) -> dict[str, int]:
        """What counts on a day, by counter."""
        return {"": 0 if standing is None else self.windows.total(standing.counted, day)}

    def latest(self, standing: TierStanding | None, day: int) -> int:
        """The last day of which anything is counted, at least `day`: in a window that rolls, what is told late of an
        earlier day bears on what the level is there.
        """
        return max(day, max(standing.counted, default=day)) if self._rolls and standing is not None else day

    def next_rise(self, day: int, traits: Mapping[str, str]) -> int | None:  # noqa: ARG002 - a ladder's arguments
        """The first later day that may bring a higher level though nothing happens; None: there is none."""
        return None

    def after(
        self,
        standing: TierStanding | None,
        activity: Activity,
        effects: Sequence[Effect],
        day: int,
        traits: Mapping[str, str],  # noqa: ARG002 - a ladder's arguments
    ) -> TierStanding | None:
        """The standing after an activity of a day; the same one when it adds nothing."""
        count = self._counter.counts(activity, effects)
        return self._add(standing, count, day) if count else standing

    def without(
        self,
        standing: TierStanding,
        back: Back,
        day: int,
        traits: Mapping[str, str],  # noqa: ARG002 - a ladder's arguments
    ) -> TierStanding:
        """The standing without what came back of a purchase of a day."""
        count = self._counter.uncounts(back)
        return self._add(standing, -count, day) if count else standing

    def _add(self, standing: TierStanding | None, count: int, day: int) -> TierStanding:
        """The standing after `count` more on a day. Less (a return) lowers the count; a level reached stands."""
        before = standing or _NOTHING
        window, kept_until, _ = self._window(day)
        bucket = day if self._rolls else window
        total = max(0, before.counted.get(bucket, 0) + count)
        counted = self.windows.remembered({**before.counted, bucket: total}, day)
        if self._rolls:
            return TierStanding(before.level, kept_until, counted)
        if count < 0:  # nobody rises by a return; the purchase's version may not even know the level
            return TierStanding(before.level, before.kept_until, counted)
        level, kept_until = self._promoted(before, total, day, kept_until)
        return TierStanding(level, kept_until, counted)

    def _promoted(
        self, before: TierStanding, total: int, day: int, kept_until: int | None
    ) -> tuple[str | None, int | None]:
        """The level that a window's total has earned, unless one at least as good stands for longer."""
        rank = self._earned(total)
        held = self.rank.get(before.level or "", 0)
        lapsed = before.kept_until is not None and before.kept_until <= day
        lasts = kept_until is None or (before.kept_until is not None and kept_until >= before.kept_until)
        if rank and (held == 0 or lapsed or (rank >= held and lasts)):
            return self.ids[rank], kept_until
        return before.level, before.kept_until

    def _earned(self, total: int) -> int:
        """The rank of the highest level whose threshold is at most `total` ("at least")."""
        return (bisect_right(self._thresholds, total) or 1) - 1

    def _window(self, day: int) -> tuple[int, int | None, int]:
        """The first day of what counts on a day; the first day on which a level reached then no longer stands; and the
        first day of the window before, where a level is kept to the end of the next.
        """
        known = self._known.get(day)
        if known is None:
            if len(self._known) > _DAYS_REMEMBERED:
                self._known.clear()
            known = self._known[day] = self._reckon(day)
        return known

    def _reckon(self, day: int) -> tuple[int, int | None, int]:
        first, after = self.windows.first(day), self.windows.end(day)
        if after is None or self.structure.keep.until is not KeepUntil.END_OF_NEXT_WINDOW:
            return first, after, _NO_WINDOW
        return first, self.windows.end(after), self.windows.first(first - 1)


def counter_names(structure: TierStructure) -> dict[str, str]:
    """What each counter is called, by its name in the document ("" for the only one)."""
    return {
        c.name: c.name or ("-".join(sorted(c.units)) if c.by is QualifyBy.MEASURE else c.by.value)
        for c in structure.counters
    }

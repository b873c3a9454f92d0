"""A ladder that remembers when each level was reached.

A level is reached on the day on which the counts first have what it needs (in a window that rolls: last had it), and
then stands as long as `keep` says; it stands as long as the counts have it, too. What was reached is kept level by
level, so that a lower one which lasts longer is there when the higher one lapses.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from zoneinfo import ZoneInfo

from tessera.engine.activity import Activity
from tessera.engine.decision import Effect
from tessera.engine.facts import ENROLLED_AT, enrolled_on
from tessera.engine.standing import Memory, Reached, TierStanding
from tessera.engine.tiers.counters import Back, CompiledCounter
from tessera.engine.tiers.keep import Keeping
from tessera.engine.tiers.ladder import NO_TRAITS, CompiledTiers
from tessera.engine.windows import add_months
from tessera.programme.ladder import (
    Level,
    OnPromotion,
    OnReturn,
    QualifyBy,
    TierStructure,
    Traits,
)

_REACHED_KEPT = 4  # of each level
_NOTHING = TierStanding()
_NO_MEMORY = Memory()


class RememberingTiers(CompiledTiers):
    """A ladder of several counters, with a time of its own to keep levels, or with levels that are given."""

    def __init__(
        self,
        structure: TierStructure,
        counters: Sequence[CompiledCounter],
        heirs: Mapping[str, str | None] = MappingProxyType({}),
        *,
        zone: ZoneInfo,
    ) -> None:
        super().__init__(structure, counters, heirs)
        self._zone = zone
        self._keeping = Keeping(structure, self.windows)
        self._restarts = structure.on_promotion is OnPromotion.RESTART
        self._recounts = structure.on_return is OnReturn.RECOUNT
        self._years = [c.name for c in structure.counters if c.by is QualifyBy.MEMBERSHIP_YEARS]
        asked = {trait for start in structure.head_starts for trait in start.traits}
        asked |= {trait for level in structure.levels if level.given for trait in level.given.traits}
        self.traits_asked = frozenset(asked | ({ENROLLED_AT} if self._years else set()))

    def level_on(self, standing: TierStanding | None, day: int, traits: Mapping[str, str] = NO_TRAITS) -> str:
        own = standing or _NOTHING
        return self.ids[max(self._own_rank(own, day, traits), self._given_rank(traits))]

    def is_given(self, standing: TierStanding | None, day: int, traits: Mapping[str, str]) -> bool:
        return self._given_rank(traits) > self._own_rank(standing or _NOTHING, day, traits)

    @property
    def keeps(self) -> bool:
        return self._keeping.remembers

    def reached_until(self, day: int) -> int | None:
        return self._keeping.until(day)

    def latest(self, standing: TierStanding | None, day: int) -> int:
        own = standing or _NOTHING
        named = (
            super(RememberingTiers, self).latest(TierStanding(counted=counted), day)
            for counted in _memory(own).counted.values()
        )
        return max(super().latest(own, day), *named, day)

    def next_rise(self, day: int, traits: Mapping[str, str]) -> int | None:
        """By years of membership: the next anniversary whose years a level asks for, with a head start or without."""
        joined = enrolled_on(traits, self._zone) if self._years else None
        if joined is None:
            return None
        ahead = {
            0,
            *(start.amounts.get(name, 0) for start in self.structure.head_starts for name in self._years),
        }
        asked = {
            need.least - years
            for level in self.structure.levels
            for need in level.needs
            if need.counter in self._years
            for years in ahead
        }
        now = self._years_of_membership(day, traits)
        years = min((years for years in asked if years > now), default=None)
        return None if years is None else add_months(joined, 12 * years).toordinal()

    def after(
        self,
        standing: TierStanding | None,
        activity: Activity,
        effects: Sequence[Effect],
        day: int,
        traits: Mapping[str, str],
    ) -> TierStanding | None:
        counts = {c.name: n for c in self.counters if (n := c.counts(activity, effects))}
        before = standing or _NOTHING
        if not counts or day < _memory(before).since:
            return standing
        counted = self._counting(before, counts, day)
        new = tuple(self._newly_reached(before, counted, day, traits))
        if not new:
            return counted
        if self._restarts and new[-1] > self._own_rank(before, day, traits):
            counted = TierStanding(before.level, before.kept_until, {}, Memory({}, before.reached, day))
        until = self._keeping.until(day)
        return self._with_reached(counted, [Reached(self.ids[rank], day, until) for rank in new], day)

    def without(
        self, standing: TierStanding, back: Back, day: int, traits: Mapping[str, str]
    ) -> TierStanding:
        counts = {c.name: -n for c in self.counters if (n := c.uncounts(back))}
        memory = _memory(standing)
        if not counts or day < memory.since:
            return standing
        counted = self._counting(standing, counts, day)
        if not self._recounts:
            return counted
        left = [one for one in counted.reached if not self._undone(one, counted, day, traits)]
        return self._standing(counted, left, max([day, *(one.on for one in left)]))

    def _counting(self, standing: TierStanding, counts: Mapping[str, int], day: int) -> TierStanding:
        """The standing with these counts more; never less than nothing."""
        windows, memory = self.windows, _memory(standing)
        bucket = windows.bucket(day)
        named = dict(memory.counted)
        counted = standing.counted
        for name, count in counts.items():
            had = named.get(name, {}) if name else counted
            has = windows.remembered({**had, bucket: max(0, had.get(bucket, 0) + count)}, day)
            if name:
                named[name] = has
            else:
                counted = has
        return TierStanding(
            standing.level, standing.kept_until, counted, Memory(named, standing.reached, memory.since)
        )

    def _newly_reached(
        self, before: TierStanding, after: TierStanding, day: int, traits: Mapping[str, str]
    ) -> Iterator[int]:
        """The ranks whose needs are met now and were not before; in a window that rolls, all that are met: it confirms.

        Also the highest, when nothing else holds it. That comes of what no activity brings: a head start, a year of
        membership.
        """
        if not self._keeping.remembers:
            return
        had = set(self._met(before, day, traits))
        has = self._met(after, day, traits)
        for rank in has:
            unheld = rank == has[-1] and self._kept_rank(before, day) < rank
            if rank and (self.windows.rolls or rank not in had or unheld):
                yield rank

    def _with_reached(self, standing: TierStanding, new: Sequence[Reached], day: int) -> TierStanding:
        """The standing with levels newly reached, and without those that no day to come can ask for."""
        same = {(one.level, one.until) for one in new}
        old = [one for one in standing.reached if (one.level, one.until) not in same]
        kept = [one for one in (*old, *new) if self._stepped(one, day)]
        for level in {one.level for one in kept}:
            for one in [one for one in kept if one.level == level][:-_REACHED_KEPT]:
                kept.remove(one)
        return self._standing(standing, kept, day)

    def _standing(self, standing: TierStanding, reached: Sequence[Reached], day: int) -> TierStanding:
        """The standing with `reached`, of which the highest that stands on a day is named first."""
        memory = _memory(standing)
        best = max(
            (one for one in reached if one.until is None or one.until > day),
            key=lambda one: (self.rank.get(one.level, 0), one.until is None, one.until or 0),
            default=Reached("", 0, None),
        )
        return TierStanding(
            best.level or None,
            best.until,
            standing.counted,
            Memory(memory.counted, tuple(reached), memory.since),
        )

    def _undone(self, one: Reached, standing: TierStanding, day: int, traits: Mapping[str, str]) -> bool:
        """Was a level reached by what a purchase of `day` counted, and have the counts it no longer, then or since?"""
        if not self.windows.first(one.on) <= day <= one.on:
            return False
        days = {one.on}
        if self.windows.rolls:
            all_counted = (standing.counted, *_memory(standing).counted.values())
            days |= {on for counted in all_counted for on in counted if on > one.on}
        rank = self.rank.get(one.level, 0)
        return not any(rank in self._met(standing, on, traits) for on in days)

    def _own_rank(self, standing: TierStanding, day: int, traits: Mapping[str, str]) -> int:
        """The rank that the member has reached or that the counts have, whatever is given."""
        return max(self._kept_rank(standing, day), *self._met(standing, day, traits))

    def _kept_rank(self, standing: TierStanding, day: int) -> int:
        return max((self._stepped(one, day) for one in standing.reached), default=0)

    def _stepped(self, one: Reached, day: int) -> int:
        """The rank that stands on a day of a level once reached: its own, a step lower for each time that ran out."""
        rank, until = self.rank.get(one.level, 0), one.until
        while rank and until is not None and until <= day:
            rank = self._below(rank) if self._keeping.steps else 0
            until = self._keeping.next(until)
        return rank

    def _below(self, rank: int) -> int:
        """The next lower rank that can be reached, or everybody's."""
        levels = self.structure.levels
        return next((lower for lower in range(rank - 1, 0, -1) if levels[lower].needs), 0)

    def _given_rank(self, traits: Mapping[str, str]) -> int:
        given = (rank for rank, level in enumerate(self.structure.levels) if _is_given(level, traits))
        return max(given, default=0)

    def _met(self, standing: TierStanding, day: int, traits: Mapping[str, str]) -> list[int]:
        """The ranks whose needs the counts of a day meet, lowest first; everybody's always."""
        totals = self.totals(standing, day, traits)
        met = [0]
        for rank, level in enumerate(self.structure.levels):
            if level.needs and (any if level.any_of else all)(
                totals[need.counter] >= need.least for need in level.needs
            ):
                met.append(rank)
        return met

    def totals(
        self, standing: TierStanding | None, day: int, traits: Mapping[str, str] = NO_TRAITS
    ) -> dict[str, int]:
        """What counts on a day by counter, head starts included."""
        own = standing or _NOTHING
        memory = _memory(own)
        totals = {
            c.name: self.windows.total(memory.counted.get(c.name, {}) if c.name else own.counted, day)
            for c in self.counters
        }
        for name in self._years:
            totals[name] = self._years_of_membership(day, traits)
        for start in self.structure.head_starts:
            if _has(start.traits, traits):
                for name, amount in start.amounts.items():
                    totals[name] += amount
        return totals

    def _years_of_membership(self, day: int, traits: Mapping[str, str]) -> int:
        """Whole years since joining; 0 when that is not known."""
        joined, on = enrolled_on(traits, self._zone), date.fromordinal(day)
        if joined is None or on < joined:
            return 0
        years = on.year - joined.year
        return years if add_months(joined, 12 * years) <= on else years - 1


def _memory(standing: TierStanding) -> Memory:
    return standing.memory or _NO_MEMORY


def _is_given(level: Level, traits: Mapping[str, str]) -> bool:
    return level.given is not None and _has(level.given.traits, traits)


def _has(wanted: Traits, traits: Mapping[str, str]) -> bool:
    return all(traits.get(trait) in values for trait, values in wanted.items())
